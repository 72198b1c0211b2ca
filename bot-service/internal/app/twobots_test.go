package app_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"financebot/bot-service/internal/app"
	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/secret"
)

// Two bots may have one Redis. Telegram numbers the updates of each by itself, and the same
// person has the same chat with both.
func TestTwoBotsOnOneRedisAnswerTheSameUpdates(t *testing.T) {
	t.Parallel()
	first := bottest.Prepare(t)
	began := time.Now()
	for _, token := range []secret.Text{bottest.Token, "800200300:AAHcanary-of-another-telegram-token_4567"} {
		server := telegram.New(telegram.Options{
			Token: token.Reveal(), Username: "finance_test_bot",
			Now: func() time.Time { return began }, // the first update's number comes of it
		})
		listening := httptest.NewServer(server.Handler())
		t.Cleanup(func() {
			_ = server.Close() // it keeps nothing
			listening.Close()
		})
		b := bottest.Start(t, func(c *app.Config) {
			c.RedisURL, c.APIURL = first.Config.RedisURL, first.Config.APIURL
			c.Token, c.TelegramURL = token, listening.URL
		})
		b.Telegram = server
		p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: "en"})
		first.API.User(p.ID, "Ana", "en", "")
		bottest.Holds(t, b.Ask(p, "/balance").Text, "€0.00")
		bottest.Holds(t, b.Ask(p, "12.50 coffee").Text, "12.50")
		b.Says(p, "12.50")
	}
	if keys := first.Redis.Keys(t.Context(), "bot:[^0-9]*").Val(); len(keys) != 0 {
		t.Errorf("keys of no bot: %v", keys)
	}
	if n := len(first.API.Entries()); n != 2 {
		t.Errorf("%d entries of two messages that have the same number", n)
	}
}
