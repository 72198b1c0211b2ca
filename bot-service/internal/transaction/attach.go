package transaction

import (
	"cmp"
	"context"
	"errors"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// attached finds who takes a picture or a file that answers a message: the card of an entry does.
func (f Feature) attached(t *telegram.Turn) (telegram.Handler, bool) {
	id, ok := cardOf(t.Reply)
	return func(ctx context.Context, t *telegram.Turn) error { return f.attach(ctx, t, id) }, ok
}

// attach keeps a file beside an entry.
func (f Feature) attach(ctx context.Context, t *telegram.Turn, id int64) error {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return t.Send(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}
	content, err := t.Download(ctx, api.MaxFile)
	if errors.Is(err, telegram.ErrFileTooLarge) {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.too_large")})
	}
	if err != nil {
		return err
	}

	name := text.Clipped(cmp.Or(t.Document.Name, "file"), api.MaxName-1)
	in := api.AddAttachment{ID: id, File: api.Upload{Name: name, Media: t.Document.Media, Content: content}}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.Once(t.Key()).AddAttachment(ctx, in)
		return err
	})
	if err != nil {
		return err
	}
	said, err := undoneOne(t.Words, b, "picture.kept", e)
	if err != nil {
		return err
	}
	return t.Send(ctx, said)
}
