package transaction

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

var (
	// errOld says that a button offers what is not known any more.
	errOld = errors.New("transaction: an old button")
	// errChanged says of an entry what the API would.
	errChanged = errs.New(errs.Conflict, api.CodeTransactionChanged, "The entry was changed meanwhile")
)

// kindOf makes income of an expense, or the reverse. A button of another version changes nothing,
// and the card shows what the entry is now.
func (f Feature) kindOf(ctx context.Context, t *telegram.Turn, id int64, choice string) error {
	kind, version, _ := strings.Cut(choice, ".")
	number, err := strconv.ParseInt(version, 10, 64)
	if err != nil || kind != api.Income && kind != api.Expense {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}

	err = f.change(ctx, t, api.UpdateTransaction{ID: id, Kind: &kind, IfMatch: api.Transaction{Version: number}.ETag()})
	return f.unlessChanged(ctx, t, id, err)
}

// unlessChanged tells of an entry that is not as its button was made for, and shows what it is now.
func (f Feature) unlessChanged(ctx context.Context, t *telegram.Turn, id int64, err error) error {
	e := errs.As(err)
	if e == nil || e.Code != api.CodeTransactionChanged {
		return err
	}
	if err := t.Toast(ctx, t.Words.Error(e)); err != nil {
		return err
	}
	return f.redraw(ctx, t, id, card, nothing)
}

// others are the texts that are an entry the other way it can be read. Which kind it is has a button
// of its own.
func others(e api.QuickEntry) []string {
	var all []string
	for _, r := range e.Readings {
		if r.Other != "" && r.Code != api.ReadKind {
			all = append(all, r.Other)
		}
	}
	return all
}

// other is how the one entry of a message can be read as well, and what the message was before.
type other struct {
	Message int
	Text    string
	Was     message
}

// otherwise books the one entry of a message as it can be read as well, in the place of what it was
// booked as. The words of the message stay what they are.
func (f Feature) otherwise(ctx context.Context, t *telegram.Turn) error {
	// Kept, because what was read is gone as soon as the other is booked, though nobody heard of it.
	o, err := telegram.Keep(t, "otherwise", func() (other, error) { return f.otherOf(ctx, t) })
	switch {
	case errors.Is(err, errOld):
		return t.Toast(ctx, t.Words.Say("tap.old"))
	case errors.Is(err, errChanged):
		return f.unlessChanged(ctx, t, o.Was.Entries[0], err)
	case gone(err):
		return t.Say(ctx, entryGone(t.Words))
	case err != nil:
		return err
	}

	var added api.QuickAdded
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		added, err = c.Once(t.Key()).QuickAdd(ctx, api.QuickAdd{
			Text: o.Text, Language: t.Words.Language, Sure: true, Replaces: o.Was.Entries,
		})
		return err
	})
	if gone(err) {
		return t.Say(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}

	is := o.Was
	is.Made, is.Edited, is.Others = added.OperationID, true, nil
	is.Entries, is.Card = []int64{added.Items[0].ID}, cmp.Or(is.Card, t.Message())
	f.Memory.replaced(ctx, t.Chat, is.Made, step{Message: o.Message, Was: o.Was})
	f.Memory.did(ctx, t.Chat, is.Made, place{Message: o.Message})
	f.Memory.keep(ctx, t.Chat, o.Message, is)
	return f.revealThese(ctx, t, o.Message, is, f.mentioned(ctx, t, added.Mentioned), added.Items, "")
}

// otherOf is what a button stands for that carries its message, the name of the text, and the version
// of the entry that it was made for. It gives errOld, or errChanged where the entry is another by now.
func (f Feature) otherOf(ctx context.Context, t *telegram.Turn) (other, error) {
	parts := strings.Split(t.With, ".")
	if len(parts) != 3 {
		return other{}, errOld
	}
	id, _ := strconv.Atoi(parts[0]) // where it is none, no message is known by it
	version, _ := strconv.ParseInt(parts[1], 10, 64)

	was, known := f.Memory.became(ctx, t.Chat, id)
	text, offered := chosen(was.Others, parts[2])
	if !known || !offered || len(was.Entries) != 1 {
		return other{}, errOld
	}

	o := other{Message: id, Text: text, Was: was}
	e, _, err := f.entry(ctx, t, was.Entries[0], nothing)
	if err == nil && e.Version != version {
		err = errChanged
	}
	return o, err
}

// meantSo books a message that was refused as one of the ways in which it may have been meant.
func (f Feature) meantSo(ctx context.Context, t *telegram.Turn) error {
	number, of, _ := strings.Cut(t.With, ".")
	id, _ := strconv.Atoi(number)
	refused, known := f.Memory.refused(ctx, t.Chat, id)
	text, ok := chosen(refused.Choices, of)
	if !known || !ok {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}

	var added api.QuickAdded
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		// Under the message's own key, so that of two choices only one is booked.
		added, err = c.Once(t.KeyOf(id)).QuickAdd(ctx, api.QuickAdd{Text: text, Language: t.Words.Language, Sure: true})
		return err
	})
	e := errs.As(err)
	switch {
	case e != nil && e.Code == api.CodeIdempotencyMismatch:
		return t.Toast(ctx, t.Words.Say("tap.settled"))
	case e != nil && unreadable(e):
		return f.refuse(ctx, t, id, text, e)
	case err != nil:
		return err
	}

	was := message{Text: text, Made: added.OperationID}
	was.take(added.Items)
	return f.showSavedBy(ctx, t, id, added, was, show)
}

// nameOf is a short name of a text, which a button can carry.
func nameOf(text string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // it never fails
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// chosen is the text of such a name.
func chosen(texts []string, name string) (string, bool) {
	at := slices.IndexFunc(texts, func(text string) bool { return nameOf(text) == name })
	if at < 0 {
		return "", false
	}
	return texts[at], true
}
