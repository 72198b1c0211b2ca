package transaction

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// booking is a message of the chat, and what it was booked as.
type booking struct {
	ID  int
	Was message
}

// Retract takes back what some messages of the chat were booked as, by their ids, where the
// workspace holds no other entries; else it takes back nothing and gives not ok. Again books the
// messages anew, in the workspace as it is then, and has their cards tell so.
func (f Feature) Retract(ctx context.Context, t *telegram.Turn, texts map[int]string) (
	again func(context.Context, *telegram.Turn) error, ok bool, err error) {
	type key struct{}
	those, err := telegram.Keep(t, key{}, func() ([]booking, error) { return f.only(ctx, t, texts) })
	if err != nil || len(those) == 0 {
		return nil, false, err
	}

	for _, b := range those {
		err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
			_, err := c.Once(fmt.Sprintf("%s-gone-%d", t.Key(), b.ID)).Undo(ctx, b.Was.Made)
			return err
		})
		if err != nil {
			return nil, false, err
		}
	}
	return func(ctx context.Context, t *telegram.Turn) error { return f.anew(ctx, t, those) }, true, nil
}

// only finds what messages were booked as; nothing where the workspace holds more than that.
func (f Feature) only(ctx context.Context, t *telegram.Turn, texts map[int]string) ([]booking, error) {
	var those []booking
	var entries []int64
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		was, known := f.Memory.became(ctx, t.Chat, id)
		if known && was.Made != "" {
			those, entries = append(those, booking{id, was}), append(entries, was.Entries...)
		}
	}

	var page api.TransactionPage
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		page, err = c.Transactions(ctx, api.TransactionFilter{Limit: len(entries) + 1})
		return err
	})
	for _, e := range page.Items {
		if !slices.Contains(entries, e.ID) {
			return nil, err
		}
	}
	if len(page.Items) != len(entries) { // some were taken back or changed since
		return nil, err
	}
	return those, err
}

// anew books messages again and draws their cards.
func (f Feature) anew(ctx context.Context, t *telegram.Turn, those []booking) error {
	for _, b := range those {
		var added api.QuickAdded
		err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
			added, err = c.Once(fmt.Sprintf("%s-anew-%d", t.Key(), b.ID)).
				QuickAdd(ctx, api.QuickAdd{Text: b.Was.Text, Language: t.Words.Language})
			return err
		})
		if err != nil {
			return err
		}

		was := b.Was
		was.Made = added.OperationID
		was.take(added.Items)
		f.noteTyped(ctx, t, added.Items)
		f.Memory.keep(ctx, t.Chat, b.ID, was)
		f.Memory.did(ctx, t.Chat, was.Made, place{Message: b.ID})
		if err := f.revealThese(ctx, t, b.ID, was, f.mentioned(ctx, t, added.Mentioned), added.Items, ""); err != nil {
			return err
		}
	}
	return nil
}
