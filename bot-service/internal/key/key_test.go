package key_test

import (
	"testing"

	"financebot/bot-service/internal/key"
)

func TestKeysCarryTheBotsIDAndNothingElseOfItsToken(t *testing.T) {
	t.Parallel()
	bot := key.Of("700100200:AAHcanary-of-the-telegram-token_0123")
	if got := bot.Name("update", int64(7)); got != "bot:700100200:update:7" {
		t.Errorf("got %q", got)
	}
	if got := bot.Name("entry", int64(7), 8); got != "bot:700100200:entry:7:8" {
		t.Errorf("got %q", got)
	}
}
