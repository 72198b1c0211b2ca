// Package rate keeps what one currency is worth in another, as people write it: 1 EUR = 19.65 MDL.
package rate

import (
	"context"
	"errors"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// shown is how many rates are listed: the newest days first.
const shown = 20

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
}

// Register takes its command, its taps and the texts that are rates. Those look like entries, so it
// comes before those who book them.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("rates", f.command)
	b.Tap(tapDrop, f.drop)
	b.Text(f.typed)
}

// command writes the rate behind it down, or lists those there are.
func (f Feature) command(ctx context.Context, t *telegram.Turn) error {
	if mine, err := f.typed(ctx, t); mine || err != nil {
		return err
	}
	return telegram.Reads(f.list)(ctx, t)
}

func (f Feature) list(ctx context.Context, t *telegram.Turn) error {
	var page api.Page[api.ExchangeRate]
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		page, err = c.ExchangeRates(ctx, api.ExchangeRateFilter{Limit: shown})
		return err
	})
	if err != nil {
		return err
	}
	return t.Send(ctx, all(t.Words, page.Items, page.NextCursor != ""))
}

// typed writes a rate down, and leaves any other text alone.
func (f Feature) typed(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	in, fault := parse(t.Text, t.Words.Language)
	switch {
	case errors.Is(fault, errOther):
		return false, nil
	case fault != nil:
		return true, t.Send(ctx, telegram.Reply{Text: t.Words.Say("rate.unclear")})
	}
	var done api.ExchangeRate
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.Once(t.Key()).CreateExchangeRate(ctx, in)
		return err
	})
	if err != nil {
		return true, err
	}
	return true, t.Send(ctx, saved(t.Words, done))
}

// drop takes a rate away. One that is gone already is told the same.
func (f Feature) drop(ctx context.Context, t *telegram.Turn) error {
	id, err := strconv.ParseInt(t.With, 10, 64)
	if err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.DeleteExchangeRate(ctx, id)
		return err
	})
	if e := errs.As(err); err != nil && (e == nil || e.Kind != errs.NotFound) {
		return err
	}
	return t.Say(ctx, telegram.Reply{Text: t.Words.Say("rate.gone")})
}
