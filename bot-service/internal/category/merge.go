package category

import (
	"context"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

const (
	countPage = 200  // as many as the API lists at once
	countMost = 1000 // beyond this the number is not worth the calls
)

// choose asks which category another one shall be merged into.
func (f Feature) choose(ctx context.Context, t *telegram.Turn) error {
	id, number, _ := strings.Cut(t.With, ".")
	b, these, err := f.found(ctx, t, id)
	if err != nil {
		return err
	}
	page, err := strconv.Atoi(number)
	if err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return t.Redraw(ctx, mergeChoice(t.Words, b, these[0], page))
}

// confirm names what a merge would move before anything moves.
func (f Feature) confirm(ctx context.Context, t *telegram.Turn) error {
	from, into, _ := strings.Cut(t.With, ".")
	_, these, err := f.found(ctx, t, from, into)
	if err != nil {
		return err
	}
	n, err := f.count(ctx, t, these[0].ID)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, mergeQuestion(t.Words, these[0], these[1], n))
}

// count tells how many entries a category holds, up to countMost and one more.
func (f Feature) count(ctx context.Context, t *telegram.Turn, id int64) (n int, err error) {
	in := api.TransactionFilter{CategoryID: id, Limit: countPage}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		n, in.Cursor = 0, "" // it may be the second try
		for n <= countMost {
			page, err := c.Transactions(ctx, in)
			if err != nil {
				return err
			}
			n += len(page.Items)
			if in.Cursor = page.NextCursor; in.Cursor == "" {
				return nil
			}
		}
		return nil
	})
	return n, err
}

// merge moves everything. What was merged already, and nobody knows because the answer got lost,
// is not found any more: the API knows whether that is so.
func (f Feature) merge(ctx context.Context, t *telegram.Turn) error {
	first, second, _ := strings.Cut(t.With, ".")
	from, errFrom := strconv.ParseInt(first, 10, 64)
	into, errInto := strconv.ParseInt(second, 10, 64)
	if errFrom != nil || errInto != nil {
		return errGone
	}
	b, err := f.all(ctx, t)
	if err != nil {
		return err
	}

	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.MergeCategory(ctx, api.MergeCategory{ID: from, Into: into})
		return err
	})
	if err != nil {
		return err
	}

	gone, known := b.find(from)
	kept, _ := b.find(into)
	if !known {
		return t.Say(ctx, card(t.Words, b, kept))
	}
	return t.Say(ctx, merged(t.Words, gone, kept))
}
