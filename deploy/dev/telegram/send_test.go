package telegram_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"financebot/deploy/dev/telegram"
)

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestMessageReachesThePerson(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	keyboard := `{"inline_keyboard":[[{"text":"Yes","unique":"y","callback_data":"yes","switch_inline_query_current_chat":""}]]}`

	sent := get[telegram.Message](b, "sendMessage", params{
		"chat_id": "" + idText(ana.ID), "text": " Hello <b>you</b> ", "parse_mode": "HTML",
		"reply_markup": keyboard, "disable_web_page_preview": "true", "protect_content": "true",
	})

	if sent.Chat.ID != ana.ID || sent.Chat.Type != "private" || sent.Chat.FirstName != "Ana" || !sent.FromBot() || sent.Date == 0 {
		t.Errorf("answer lacks what clients read: %+v", sent)
	}
	seen := ana.Chat().Last()
	if seen.Text != "Hello you" || len(seen.Entities) != 1 || seen.Entities[0] != (telegram.Entity{Type: "bold", Offset: 6, Length: 3}) {
		t.Errorf("got %q %+v", seen.Text, seen.Entities)
	}
	if !seen.Protected || !seen.LinkPreview.IsDisabled {
		t.Errorf("options lost: %+v", seen)
	}
	if yes, ok := seen.Button("Yes"); !ok || yes.CallbackData != "yes" || yes.SwitchInlineHere != nil {
		t.Errorf("button: %+v", yes)
	}
}

func TestSendMessageRefuses(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	stranger := srv.Person(telegram.Person{})
	inline := func(button string) string { return `{"inline_keyboard":[[` + button + `]]}` }
	for _, c := range []struct {
		name  string
		p     params
		code  int
		words string
	}{
		{"no chat", params{"text": "x"}, 400, "chat_id is empty"},
		{"unknown chat", params{"chat_id": 1, "text": "x"}, 400, "chat not found"},
		{"never started", params{"chat_id": stranger.ID, "text": "x"}, 403, "bot can't initiate conversation with a user"},
		{"empty", params{"chat_id": ana.ID, "text": " \n"}, 400, "message text is empty"},
		{"long in UTF-16", params{"chat_id": ana.ID, "text": strings.Repeat("😀", 2049)}, 400, "message is too long"},
		{"bad mode", params{"chat_id": ana.ID, "text": "x", "parse_mode": "BBCode"}, 400, "unsupported parse_mode"},
		{"bad HTML", params{"chat_id": ana.ID, "text": "<b>x", "parse_mode": "HTML"}, 400, "can't parse entities"},
		{"bad markup", params{"chat_id": ana.ID, "text": "x", "reply_markup": "["}, 400, "object expected as reply markup"},
		{"65 bytes", params{"chat_id": ana.ID, "text": "x",
			"reply_markup": inline(`{"text":"a","callback_data":"` + strings.Repeat("x", 65) + `"}`)}, 400, "BUTTON_DATA_INVALID"},
		{"no purpose", params{"chat_id": ana.ID, "text": "x", "reply_markup": inline(`{"text":"a"}`)}, 400, "Text buttons are unallowed"},
		{"localhost", params{"chat_id": ana.ID, "text": "x",
			"reply_markup": inline(`{"text":"a","url":"http://localhost:8080/"}`)}, 400, "Wrong HTTP URL"},
		{"reply to nothing", params{"chat_id": ana.ID, "text": "x", "reply_to_message_id": 999}, 400, "message to be replied not found"},
	} {
		t.Run(c.name, func(t *testing.T) { bot{t, b.url}.refused("sendMessage", c.p, c.code, c.words) })
	}
	get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": strings.Repeat("😀", 2048),
		"reply_markup": inline(`{"text":"a","callback_data":"` + strings.Repeat("x", 64) + `"}`)})
}

func TestBlockedBotMayNotWrite(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	ana.Block()
	b.refused("sendMessage", params{"chat_id": ana.ID, "text": "x"}, 403, "bot was blocked by the user")
	ana.Unblock()
	get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "x"})
	heard := b.updates(0)
	if len(heard) != 2 || heard[0].MyChatMember.New.Status != "kicked" || heard[1].MyChatMember.New.Status != "member" {
		t.Errorf("got %+v", heard)
	}
}

func TestEveryEncodingIsRead(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	id := idText(ana.ID)
	replies := []reply{
		b.ask("SENDMESSAGE", params{"chat_id": ana.ID, "text": "hi"}),
		b.ask("sendMessage", params{"chat_id": id, "text": "hi"}),
		b.post("sendMessage", "application/x-www-form-urlencoded", strings.NewReader("text=hi&chat_id="+id)),
		b.post("sendMessage?text=hi&chat_id="+id, "", nil),
		b.upload("sendMessage", "unused", "", nil, map[string]string{"chat_id": id, "text": "hi"}),
	}
	for i, r := range replies {
		if !r.OK {
			t.Errorf("encoding %d: %s", i, r.Description)
		}
	}
	if got := len(srv.Calls("sendMessage")); got != len(replies) {
		t.Errorf("journal has %d calls, want %d", got, len(replies))
	}
}

func TestFilesTravelBothWays(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	to := map[string]string{"chat_id": idText(ana.ID), "caption": "see"}

	photo := result[telegram.Message](b, b.upload("sendPhoto", "photo", "", picture(t), to))
	if len(photo.Photo) != 1 || photo.Photo[0].Width != 40 || photo.Caption != "see" {
		t.Fatalf("photo: %+v", photo)
	}
	again := get[telegram.Message](b, "sendPhoto", params{"chat_id": ana.ID, "photo": photo.Photo[0].FileID})
	if again.Photo[0].FileID != photo.Photo[0].FileID {
		t.Errorf("file_id changed")
	}
	result[telegram.Message](b, b.upload("sendDocument", "document", "a.csv", []byte("a,b"), to))
	if got := ana.Chat().Last(); string(got.Content) != "a,b" || got.Document.FileName != "a.csv" {
		t.Errorf("document: %+v", got)
	}

	sent := ana.SendDocument("bank.csv", []byte("1;2"))
	f := get[struct {
		Path string `json:"file_path"`
	}](b, "getFile", params{"file_id": sent.Document.FileID})
	res, err := http.Get(b.url + "/file/bot" + token + "/" + f.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if content, err := io.ReadAll(res.Body); err != nil || string(content) != "1;2" {
		t.Errorf("download: %q %v", content, err)
	}
}

func TestFileRefusals(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	if r := b.upload("sendPhoto", "photo", "x.png", []byte("no picture"), map[string]string{"chat_id": idText(ana.ID)}); r.OK {
		t.Error("what is no picture was taken as one")
	}
	if r := b.upload("sendDocument", "document", "x", nil, map[string]string{"chat_id": idText(ana.ID)}); r.OK {
		t.Error("an empty file was taken")
	}
	b.refused("sendDocument", params{"chat_id": ana.ID, "document": "nonsense"}, 400, "wrong file identifier")
	b.refused("sendDocument", params{"chat_id": ana.ID, "document": "http://example.org/a"}, 400, "failed to get HTTP URL content")
	b.refused("getFile", params{"file_id": "nonsense"}, 400, "wrong file_id")
	result[[]telegram.Message](b, b.upload("sendMediaGroup", "0", "a", []byte("x"), map[string]string{
		"chat_id": idText(ana.ID),
		"media":   `[{"type":"document","media":"attach://0","caption":"one"},{"type":"document","media":"attach://0"}]`,
	}))
}

func idText(id int64) string {
	data, _ := json.Marshal(id)
	return string(data)
}
