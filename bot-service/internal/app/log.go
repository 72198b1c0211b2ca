package app

import (
	"context"
	"io"
	"log/slog"

	"financebot/pkg/client"
)

// newLog writes one line an event, with the request id of the context it is logged in.
func newLog(w io.Writer, c Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if c.LogFormat == "text" {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(identified{h}).With("service", "bot")
}

// identified adds the request id that the API logs too.
type identified struct{ slog.Handler }

func (h identified) Handle(ctx context.Context, r slog.Record) error {
	if id := client.RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h identified) WithAttrs(attrs []slog.Attr) slog.Handler {
	return identified{h.Handler.WithAttrs(attrs)}
}

func (h identified) WithGroup(name string) slog.Handler {
	return identified{h.Handler.WithGroup(name)}
}
