package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"financebot/bot-service/internal/redistest"
)

// The log tells which command or button it was, and never what somebody wrote.
func TestLogNamesWhatWasAskedAndNoText(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	b := newTestBot(t, newScript().serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	b.log = slog.New(slog.NewJSONHandler(&lines, nil))
	does := func(context.Context, *Turn) error { return nil }
	b.Command("balance", does)
	b.Tap("tx.undo", does)
	b.Text(func(context.Context, *Turn) (bool, error) { return true, nil })
	b.Unknown(does)

	message := `{"message":{"message_id":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":%q}}`
	for _, step := range []struct{ update, asked string }{
		{fmt.Sprintf(message, "/balance canary"), "/balance"},
		{fmt.Sprintf(message, "/canary"), "/unknown"},
		{fmt.Sprintf(message, "12 canary"), "text"},
		{`{"callback_query":{"id":"1","from":{"id":7},"data":"` + Button{Tap: "tx.undo", With: "canary"}.data() + `","message":{"message_id":1,"chat":{"id":7,"type":"private"}}}}`, "tx.undo"},
	} {
		lines.Reset()
		j := newJob(1, nil)
		if err := json.Unmarshal([]byte(step.update), &j.update); err != nil {
			t.Fatal(err)
		}
		b.handle(ctx(t), j)
		if !strings.Contains(lines.String(), `"asked":"`+step.asked+`"`) || strings.Contains(lines.String(), "canary") {
			t.Errorf("%s: the log says %s", step.update, lines.String())
		}
	}
}
