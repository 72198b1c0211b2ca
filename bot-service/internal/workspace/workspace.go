// Package workspace tells a chat in which of its user's workspaces it works, and switches.
package workspace

import (
	"context"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
}

// Register takes its commands and taps.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("workspaces", f.list)
	b.Tap(tapSwitch, f.activate)
}

// Name is that of the workspace that a chat works in, where its user has several; else, or where
// it cannot be told, nothing.
func (f Feature) Name(ctx context.Context, chat int64) string {
	all, err := f.all(ctx, chat)
	if err != nil || len(all) < 2 {
		return ""
	}
	for _, w := range all {
		if w.Active {
			return w.Name
		}
	}
	return ""
}

func (f Feature) list(ctx context.Context, t *telegram.Turn) error {
	all, err := f.all(ctx, t.Chat)
	if err != nil {
		return err
	}
	return t.Say(ctx, choice(t.Words, all))
}

func (f Feature) all(ctx context.Context, chat int64) ([]api.Family, error) {
	var page api.Page[api.Family]
	err := f.Tokens.Do(ctx, chat, func(c *client.Client) (err error) {
		page, err = c.Families(ctx)
		return err
	})
	return page.Items, err
}

func (f Feature) activate(ctx context.Context, t *telegram.Turn) error {
	id, err := strconv.ParseInt(t.With, 10, 64)
	if err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}

	var now api.Family
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		now, err = c.ActivateFamily(ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	return t.Redraw(ctx, switched(t.Words, now))
}
