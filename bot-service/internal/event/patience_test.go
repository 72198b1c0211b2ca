package event

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
)

func TestOneChatHoldsUpTheOthersForAWhileOnly(t *testing.T) {
	t.Parallel()
	flood := &telegram.Refusal{Status: http.StatusTooManyRequests}
	outage := &telegram.Refusal{Status: http.StatusBadGateway}
	for name, step := range map[string]struct {
		last  error
		again bool
	}{
		"a flood of the chat": {flood, false}, "an outage": {outage, true}, "silence": {nil, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := Feature{Log: slog.New(slog.DiscardHandler), Send: func(ctx context.Context, _ int64, _ telegram.Reply) error {
				<-ctx.Done()
				return errors.Join(ctx.Err(), step.last)
			}}
			began := time.Now()
			err := f.tell(t.Context(), api.Event{ChatID: 7}, telegram.Reply{Text: "x"})
			if (err != nil) != step.again || time.Since(began) != patience {
				t.Errorf("%s: %v after %v", name, err, time.Since(began))
			}
		})
	}
}
