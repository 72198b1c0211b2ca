package telegram_test

import (
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

const yesNo = `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"},{"text":"No","callback_data":"n"}]]}`

func TestEditsHappenInPlace(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	sent := get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "card", "reply_markup": yesNo})
	at := params{"chat_id": ana.ID, "message_id": sent.ID}
	with := func(more params) params {
		p := params{}
		for _, from := range []params{at, more} {
			for k, v := range from {
				p[k] = v
			}
		}
		return p
	}

	b.refused("editMessageText", with(params{"text": "card", "reply_markup": yesNo}), 400, "message is not modified")
	b.refused("editMessageReplyMarkup", with(params{"reply_markup": yesNo}), 400, "message is not modified")
	b.refused("editMessageCaption", with(params{"caption": "x"}), 400, "there is no caption in the message to edit")
	b.refused("editMessageText", params{"chat_id": ana.ID, "message_id": 9999, "text": "x"}, 400, "message to edit not found")
	b.refused("editMessageText", params{"chat_id": ana.ID, "message_id": ana.Send("own").ID, "text": "x"}, 400, "message can't be edited")

	get[telegram.Message](b, "editMessageText", with(params{"text": "done"}))
	seen := ana.Chat().Messages()[1]
	if seen.Text != "done" || !seen.Edited() || seen.Inline != nil {
		t.Errorf("an edit without a keyboard takes the old one away: %+v", seen)
	}
	get[telegram.Message](b, "editMessageReplyMarkup", with(params{"reply_markup": yesNo}))
	if got := strings.Join(ana.Chat().Messages()[1].Buttons(), " "); got != "Yes No" {
		t.Errorf("buttons: %s", got)
	}

	get[bool](b, "deleteMessage", at)
	b.refused("deleteMessage", at, 400, "message to delete not found")
	b.refused("editMessageText", with(params{"text": "x"}), 400, "message to edit not found")
}

func TestMediaIsEdited(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	to := map[string]string{"chat_id": idText(ana.ID)}
	sent := result[telegram.Message](b, b.upload("sendPhoto", "photo", "", picture(t), to))
	at := params{"chat_id": ana.ID, "message_id": sent.ID, "caption": "May"}
	if got := get[telegram.Message](b, "editMessageCaption", at); got.Caption != "May" {
		t.Errorf("got %+v", got)
	}
	b.refused("editMessageCaption", at, 400, "message is not modified")
	to["message_id"], to["media"] = idText(int64(sent.ID)), `{"type":"photo","media":"attach://0","caption":"June"}`
	edited := result[telegram.Message](b, b.upload("editMessageMedia", "0", "", picture(t), to))
	if edited.Caption != "June" || edited.Photo[0].FileID == sent.Photo[0].FileID {
		t.Errorf("got %+v", edited)
	}
}

func TestTapIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv, b := setup(t, telegram.Options{Now: clock.now})
	ana := started(srv, b)
	sent := get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "?", "reply_markup": yesNo})

	if _, err := ana.Tap(sent.ID, "Maybe"); err == nil {
		t.Error("tapped a button that is not there")
	}
	tap, err := ana.Tap(sent.ID, "Yes")
	if err != nil {
		t.Fatal(err)
	}
	q := b.updates(0)[0].CallbackQuery
	if q.ID != tap.ID || q.Data != "y" || q.From.ID != ana.ID || q.Message.ID != sent.ID || q.ChatInstance == "" {
		t.Errorf("query: %+v", q)
	}
	p := params{"callback_query_id": q.ID, "text": "Saved", "show_alert": "true"}
	get[bool](b, "answerCallbackQuery", p)
	if a, err := tap.Wait(ctx(t)); err != nil || a != (telegram.Answer{Text: "Saved", Alert: true}) {
		t.Errorf("got %+v, %v", a, err)
	}
	b.refused("answerCallbackQuery", p, 400, "query is too old")
	b.refused("answerCallbackQuery", params{"callback_query_id": "1"}, 400, "query ID is invalid")

	late, err := ana.Tap(sent.ID, "n")
	if err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Hour)
	b.refused("answerCallbackQuery", params{"callback_query_id": late.ID}, 400, "query is too old")
}

func TestForgedDataReachesTheBot(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	sent := get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "?"})
	if _, err := ana.Forge(ana.Chat(), sent.ID, "undo:42"); err != nil {
		t.Fatal(err)
	}
	if q := b.updates(0)[0].CallbackQuery; q.Data != "undo:42" {
		t.Errorf("got %+v", q)
	}
}
