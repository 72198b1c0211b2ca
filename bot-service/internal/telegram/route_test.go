package telegram

import (
	"context"
	"strings"
	"testing"

	"financebot/bot-service/internal/redistest"
)

func TestOnlyWhatAPersonWroteHimselfActs(t *testing.T) {
	t.Parallel()
	s := newScript()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	acted := 0
	b.Command("balance", func(context.Context, *Turn) error { acted++; return nil })
	b.Unknown(func(context.Context, *Turn) error { acted++; return nil })
	collect(b, func(*Turn) { acted++ })
	from, chat := `"from":{"id":7,"first_name":"A"}`, `"chat":{"id":7,"type":"private"}`
	group := `"chat":{"id":-9,"type":"supergroup","title":"G"}`
	message := func(parts ...string) string {
		return `"message":{"message_id":1,"date":1,"text":"/balance",` + strings.Join(parts, ",") + `}`
	}
	for i, body := range []string{
		message(from, group, `"forward_origin":{"type":"user","date":1}`),
		`"edited_message":{"message_id":1,"date":1,"text":"/balance","forward_date":1,` + from + `,` + chat + `}`,
		message(from, chat, `"via_bot":{"id":1,"is_bot":true}`), message(from, chat, `"sender_chat":{"id":-1,"type":"channel"}`),
		message(`"from":{"id":8,"is_bot":true}`, `"chat":{"id":8,"type":"private"}`),
		message(`"from":{"id":8}`, chat), message(chat), message(from),
		message(from, group), message(from, group, `"is_automatic_forward":true`),
		`"edited_message":{"message_id":1,"date":1,"text":"/balance",` + from + `,` + chat + `}`,
		`"channel_post":{"message_id":1,"date":1,"text":"/balance","chat":{"id":-1,"type":"channel"}}`,
		`"callback_query":{"id":"1"}`, `"callback_query":null`,
		strings.Replace(message(from, chat), "/balance", "/balance@other_bot", 1),
	} {
		take(t, b, `{"update_id":`+string(rune('1'+i/10))+string(rune('0'+i%10))+`,`+body+`}`)
	}
	b.intake.dispatch.drain(ctx(t))
	if acted != 0 || len(s.seen("sendMessage")) != 0 {
		t.Errorf("%d acted, said %v", acted, s.seen("sendMessage"))
	}
}

func TestForwardsAreAnsweredAndNeverAct(t *testing.T) {
	t.Parallel()
	s := newScript()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	b.Command("balance", func(context.Context, *Turn) error { t.Error("a forwarded command acted"); return nil })
	collect(b, func(turn *Turn) { t.Errorf("a forwarded text acted: %q", turn.Text) })
	files := 0
	b.Document(func(_ context.Context, turn *Turn) error {
		if files++; turn.Document.Name != "bank.csv" {
			t.Errorf("got %+v", turn.Document)
		}
		return nil
	})
	forward := func(id, what string) string {
		return `{"update_id":` + id + `,"message":{"message_id":` + id + `,"date":1,"from":{"id":7},"chat":{"id":7,"type":"private"},` + what + `}}`
	}
	take(t, b, forward("1", `"text":"/balance","forward_date":1`),
		forward("2", `"text":"12.50 coffee","forward_origin":{"type":"hidden_user","date":1}`),
		forward("3", `"document":{"file_id":"f","file_name":"bank.csv"},"forward_date":1`))
	b.intake.dispatch.drain(ctx(t))
	got := s.seen("sendMessage")
	if len(got) != 2 || !strings.Contains(got[0], "don't save forwarded messages") || files != 1 {
		t.Errorf("said %v, %d files", got, files)
	}
}

func TestGroupIsSentToThePrivateChat(t *testing.T) {
	t.Parallel()
	s := newScript()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	b.Command("balance", func(context.Context, *Turn) error { t.Error("acted in a group"); return nil })
	take(t, b, `{"update_id":1,"message":{"message_id":1,"date":1,"text":"/balance@Finance_Test_Bot",
		"from":{"id":7},"chat":{"id":-9,"type":"supergroup"}}}`)
	b.intake.dispatch.drain(ctx(t))
	if got := s.seen("sendMessage"); len(got) != 1 || !strings.Contains(got[0], "https://t.me/finance_test_bot") || !strings.Contains(got[0], `"chat_id":-9`) {
		t.Errorf("said %v", got)
	}
}

func TestEveryTapIsAnswered(t *testing.T) {
	t.Parallel()
	s := newScript()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	b.Tap("good", func(context.Context, *Turn) error { return nil })
	b.Tap("boom", func(context.Context, *Turn) error { return errBoom })
	b.Tap("panic", func(context.Context, *Turn) error { panic("x") })
	tap := func(id, chat, data string) string {
		return `{"update_id":` + id + `,"callback_query":{"id":"q` + id + `","from":{"id":7},"data":"` + data + `",
			"message":{"message_id":5,"date":1,"chat":` + chat + `}}}`
	}
	private := `{"id":7,"type":"private"}`
	take(t, b, tap("1", private, "1:good:"), tap("2", private, "1:boom:"), tap("3", private, "1:panic:"),
		tap("4", private, "1:unknown:"), tap("5", private, "9:future"), tap("6", private, `\u000cgood`),
		tap("7", `{"id":-9,"type":"supergroup"}`, "1:good:"),
		`{"update_id":8,"callback_query":{"id":"q8","from":{"id":7},"data":"1:good:"}}`)
	b.intake.dispatch.drain(ctx(t))
	got := s.seen("answerCallbackQuery")
	if len(got) != 8 {
		t.Fatalf("%d of 8 answered: %v", len(got), got)
	}
	for _, call := range got {
		id := call[strings.Index(call, `"q`)+2]
		quiet := strings.Contains(call, `"text":""`)
		if want := id == '1' || id == '8'; quiet != want {
			t.Errorf("tap %c: %s", id, call)
		}
	}
}

func TestRefusedAnswerToATapBecomesAMessage(t *testing.T) {
	t.Parallel()
	s := newScript().on("answerCallbackQuery", says(404, `{"ok":false,"error_code":404,"description":"Not Found"}`))
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	b.Tap("boom", func(context.Context, *Turn) error { return errBoom })
	take(t, b, `{"update_id":1,"callback_query":{"id":"q","from":{"id":7},"data":"1:boom:"}}`)
	b.intake.dispatch.drain(ctx(t))
	if got := s.seen("sendMessage"); len(got) != 1 || !strings.Contains(got[0], "Something went wrong") {
		t.Errorf("said %v", got)
	}
}
