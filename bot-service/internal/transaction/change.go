package transaction

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// Kinds of questions about an entry that there is.
const (
	askNewAmount = "tx.new_amount"
	askNote      = "tx.new_note"
)

// askChange asks for the new amount or note of an entry, below its card.
func (f Feature) askChange(kind string) func(context.Context, *telegram.Turn, int64, string) error {
	return func(ctx context.Context, t *telegram.Turn, id int64, _ string) error {
		data := map[string]string{"id": strconv.FormatInt(id, 10), "card": strconv.Itoa(t.Message())}
		return f.askOf(ctx, t, id, func() dialog.Question { return f.Dialogs.Ask(ctx, dialog.Who(t), kind, data) }, "", t.Send)
	}
}

// askOf puts a question about an entry, with a word before it.
func (f Feature) askOf(ctx context.Context, t *telegram.Turn, id int64, q func() dialog.Question, first string,
	show func(context.Context, telegram.Reply) error) error {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return show(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}
	shown, err := changeQuestion(t.Words, b, q(), e)
	if err != nil {
		return err
	}
	if first != "" {
		shown.Text = first + "\n\n" + shown.Text
	}
	return show(ctx, shown)
}

// changeAgain puts a question about an entry once more.
func (f Feature) changeAgain(ctx context.Context, t *telegram.Turn, q dialog.Question, first string) error {
	id, _ := strconv.ParseInt(q.Data["id"], 10, 64) // written by askChange
	return f.askOf(ctx, t, id, func() dialog.Question { return q }, first, t.Redraw)
}

func asksChange(q dialog.Question) bool { return q.Kind == askNewAmount || q.Kind == askNote }

// changeAnswer takes a text for the new amount or note, unless it may be an entry as well.
func (f Feature) changeAnswer(ctx context.Context, t *telegram.Turn, q dialog.Question) error {
	if f.Reads(t.Words, t.Text) {
		return f.Dialogs.Which(ctx, t, q, tapWhich, "button.is_answer")
	}
	return f.changeTo(ctx, t, q, t.Text)
}

// which goes on with a text of which was chosen whether it is the answer or an entry.
func (f Feature) which(ctx context.Context, t *telegram.Turn) error {
	id, choice, _ := strings.Cut(t.With, ".")
	q, open := f.Dialogs.Waiting(ctx, t)
	d, of := q.Chosen(choice)
	switch {
	case !open || q.ID != id || !of || d.Text == "" || !asksChange(q):
		return t.Toast(ctx, t.Words.Say("change.lost"))
	case d.Entry:
		return f.Dialogs.Settle(ctx, t, q, f, d, f.changeAgain)
	}
	return f.changeTo(ctx, t, q, d.Text)
}

// stopChange closes the question of the tapped message, and no newer one.
func (f Feature) stopChange(ctx context.Context, t *telegram.Turn) error {
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), t.With)
	return t.Redraw(ctx, telegram.Reply{Text: t.Words.Say("cancel.done")})
}

// changeTo changes an entry as was asked.
func (f Feature) changeTo(ctx context.Context, t *telegram.Turn, q dialog.Question, typed string) error {
	id, _ := strconv.ParseInt(q.Data["id"], 10, 64)
	card, _ := strconv.Atoi(q.Data["card"])
	how := amountOnly
	if q.Kind == askNote {
		how = noteOnly
	}
	done, err := f.amend(ctx, t, id, card, typed, how)
	if err == nil && done {
		f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	}
	return err
}

// takenAs is what words that change an entry are taken for.
type takenAs int

const (
	asWritten  takenAs = iota // an amount, with a note beside it or not, or a note alone
	amountOnly                // there must be an amount
	noteOnly
)

// amend changes an entry by words. It says what the entry is now, and so does its card. It is not
// done where the words cannot be read.
func (f Feature) amend(ctx context.Context, t *telegram.Turn, id int64, card int, typed string, how takenAs) (done bool, err error) {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return true, t.Redraw(ctx, entryGone(t.Words))
	}
	if err != nil {
		return false, err
	}

	in := api.UpdateTransaction{ID: id, IfMatch: e.ETag(), Note: &typed}
	if how != noteOnly {
		var no *errs.Error
		if in, no = amendment(e, typed, t.Words.Language, b.today); no != nil || how == amountOnly && in.Amount == nil {
			no = cmp.Or(no, entry.ErrNoAmount)
			return false, t.Redraw(ctx, refusal(t.Words, t.Words.Say("change.unclear"), typed, no))
		}
	}
	var changed api.Transaction
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		changed, err = c.Once(t.Key()).UpdateTransaction(ctx, in)
		return err
	})
	if err != nil {
		return false, err
	}
	return true, f.showAmended(ctx, t, card, changed)
}

// amendment is what words change of an entry.
func amendment(e api.Transaction, typed, lang string, today time.Time) (in api.UpdateTransaction, no *errs.Error) {
	in = api.UpdateTransaction{ID: e.ID, IfMatch: e.ETag()}
	sum, read, err := readSum(typed, lang, e.Currency, today)
	if no := noAmount(err); no {
		in.Note = &typed
		return in, nil
	}
	if err != nil {
		return in, errs.As(err)
	}

	in.Amount = decimal(sum.Decimal())
	if read.Note != "" {
		in.Note = &read.Note
	}
	if kind := signedKind(typed); kind != "" && e.Kind != api.Transfer && kind != e.Kind {
		in.Kind = &kind
	}
	return in, nil
}

// noAmount reports that a text is words only.
func noAmount(err error) bool {
	e := errs.As(err)
	if e == nil {
		return false
	}
	if len(e.Fields) > 0 {
		return e.Fields[0].Code == entry.ErrNoAmount.Code
	}
	return e.Code == entry.ErrNoAmount.Code
}

// signedKind is the kind that the sign before an amount says.
func signedKind(typed string) string {
	switch {
	case strings.HasPrefix(typed, "+"):
		return api.Income
	case strings.HasPrefix(typed, "-"), strings.HasPrefix(typed, "−"):
		return api.Expense
	}
	return ""
}

// showAmended has a card show what its entry is now, and says so.
func (f Feature) showAmended(ctx context.Context, t *telegram.Turn, card int, e api.Transaction) error {
	b := f.mentioned(ctx, t, e.Mentioned)
	f.Memory.did(ctx, t.Chat, e.OperationID, place{Card: card})
	if card != 0 {
		shown, err := booked(t.Words, b, 0, api.QuickAdded{Items: plain([]api.Transaction{e})}, "")
		if err != nil {
			return err
		}
		if err := t.Revise(ctx, card, shown); err != nil {
			return err
		}
	}
	said, err := undoneOne(t.Words, b, "change.done", e)
	if err != nil {
		return err
	}
	if err := t.Redraw(ctx, said); err != nil {
		return err
	}
	return f.refresh(ctx, t, card)
}

// replied takes words that answer a card: they change its entry.
func (f Feature) replied(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	id, ok := cardOf(t.Reply)
	if !ok || t.Text == "" {
		return false, nil
	}
	_, err = f.amend(ctx, t, id, t.Reply.Message, t.Text, asWritten)
	return true, err
}

// cardOf is the entry of a card, by its buttons; not ok where a message shows none, or several.
func cardOf(r telegram.Replied) (id int64, ok bool) {
	for _, b := range r.Buttons {
		switch b.Tap {
		case tapOpen:
			return 0, false
		case tapUndo, tapDelete, tapDays, tapChange, tapCard:
			if id, _, ok = picked(b.With); ok {
				return id, true
			}
		}
	}
	return 0, false
}

// repeat books an entry anew, today.
func (f Feature) repeat(ctx context.Context, t *telegram.Turn, id int64, _ string) error {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return t.Redraw(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}
	if b.today, err = f.Users.Today(ctx, t.Chat); err != nil {
		return err
	}

	var fresh api.Transaction
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		fresh, err = bookAgain(ctx, c.Once(t.Key()), e, b.today.Format(api.DateForm))
		return err
	})
	if err != nil {
		return err
	}
	shown, err := card(t.Words, f.mentioned(ctx, t, fresh.Mentioned, &api.Mentioned{Accounts: b.accounts, Categories: b.categories}), fresh)
	if err != nil {
		return err
	}
	posted, err := t.Post(ctx, shown)
	if err != nil {
		return err
	}
	f.Memory.did(ctx, t.Chat, fresh.OperationID, place{Card: posted})
	return f.redraw(ctx, t, id, card, nothing)
}

// bookAgain books an entry like another, on a day.
func bookAgain(ctx context.Context, c *client.Client, e api.Transaction, day string) (api.Transaction, error) {
	if e.Kind == api.Transfer {
		in := api.CreateTransfer{
			FromAccountID: e.AccountID, ToAccountID: *e.ToAccountID, Amount: api.Decimal(e.Amount),
			Date: day, Note: e.Note, Tags: e.Tags, Mentioned: true,
		}
		if exchanges(e) {
			in.ToAmount = api.Decimal(*e.ToAmount)
		}
		return c.CreateTransfer(ctx, in)
	}
	return c.CreateTransaction(ctx, api.CreateTransaction{
		Kind: e.Kind, Amount: api.Decimal(e.Amount), Currency: e.Currency, AccountID: e.AccountID, CategoryID: e.CategoryID,
		Date: day, Note: e.Note, Payee: e.Payee, Tags: e.Tags, Splits: e.Splits, Mentioned: true,
	})
}

// calendarOf turns the card of an entry to a month of days.
func (f Feature) calendarOf(ctx context.Context, t *telegram.Turn, id int64, month string) error {
	first, err := time.Parse(api.MonthForm, month)
	if err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.redraw(ctx, t, id, calendar(first), nothing)
}
