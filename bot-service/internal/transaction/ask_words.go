package transaction

import (
	"context"
	"errors"
	"strings"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// addWords books the words behind a command, as the kind of entry that the command is for.
func (f Feature) addWords(ctx context.Context, t *telegram.Turn, kind string) error {
	typed, err := f.typed(ctx, t, kind)
	if err != nil {
		return err
	}
	if kind == api.Transfer && !transfers(typed, t.Words.Language) {
		return t.Send(ctx, refusal(t.Words, t.Words.Say("entry.refused"), typed, entry.ErrTransfer))
	}
	return f.add(ctx, t, typed)
}

// typed is a text as quick add has to read it where entries of a kind are wanted.
func (f Feature) typed(ctx context.Context, t *telegram.Turn, kind string) (string, error) {
	if kind != api.Income {
		return t.Text, nil
	}
	today, err := f.Users.Today(ctx, t.Chat)
	return asIncome(t.Text, t.Words.Language, today), err
}

// asIncome writes entries as income. What cannot be read stays as it is, to be refused.
func asIncome(text, lang string, today time.Time) string {
	o := entry.Options{Language: lang, Today: entry.DateOf(today)}
	entries, err := entry.Parse(text, o)
	if err != nil {
		return text
	}
	lines := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.Kind == entry.Expense {
			e.Kind = entry.Income
		}
		lines = append(lines, entry.Format(e, o))
	}
	return strings.Join(lines, "\n")
}

// transfers reports whether a text is transfers only; one that cannot be read may be.
func transfers(text, lang string) bool {
	entries, err := entry.Parse(text, entry.Options{Language: lang, Today: entry.DateOf(time.Now())})
	for _, e := range entries {
		if e.Kind != entry.Transfer {
			return false
		}
	}
	return err == nil || strings.ContainsAny(text, ">→")
}

// sum takes an amount of a transfer: what leaves, or what arrives where the currencies differ.
func (f Feature) sum(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) error {
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	from, _ := b.account(d.Transfer.FromAccountID)
	to, _ := b.account(d.Transfer.ToAccountID)
	currency := from.Currency
	if q.Kind == askReceived {
		currency = to.Currency
	}
	amount, e, err := readSum(t.Text, t.Words.Language, currency, b.today)
	if e := errs.As(err); e != nil {
		return t.Send(ctx, askedAgain(t.Words, q, t.Text, e))
	}
	if err != nil {
		return err
	}
	d.Asked, d.Heard, d.Edition, d.Typed = api.Transfer, t.Message(), t.Edition(), t.Text
	if q.Kind == askReceived {
		d.Transfer.ToAmount = api.Decimal(amount.Decimal())
		return f.finish(ctx, t, q, d, "")
	}
	d.Transfer.Amount, d.Transfer.Note, d.Transfer.Tags = api.Decimal(amount.Decimal()), e.Note, e.Tags
	if !e.Date.IsZero() {
		d.Transfer.Date = e.Date.String()
	}
	if from.Currency != to.Currency {
		return f.put(ctx, t, askReceived, d)
	}
	return f.finish(ctx, t, q, d, "")
}

// readSum reads an amount of a currency, and the words beside it.
func readSum(text, lang, currency string, today time.Time) (money.Money, entry.Entry, error) {
	amount, e, err := entry.ParseSum(text, entry.Options{Language: lang, Today: entry.DateOf(today), Currency: currency})
	var refused *entry.Refusal
	if !errors.As(err, &refused) && (errors.Is(err, entry.ErrCurrency) || errors.Is(err, money.ErrCurrency)) {
		err = errCurrency
	}
	return amount, e, err
}

// errCurrency says of an amount what the API would.
var errCurrency = errs.New(errs.Invalid, api.CodeTransactionCurrency, "This account is kept in another currency")

// open are the accounts in use.
func (b book) open() []api.Account {
	var open []api.Account
	for _, a := range b.accounts {
		if !a.Archived {
			open = append(open, a)
		}
	}
	return open
}

// meant finds what a typed name means among the answers to a question.
func (b book) meant(kind string, d draft, typed string) (int64, bool) {
	if kind == askCategory {
		c, ok := named(b.categories, d.Entry.Kind, strings.TrimSpace(typed))
		return c.ID, ok
	}
	for _, a := range b.open() {
		if strings.EqualFold(a.Name, strings.TrimPrefix(typed, "@")) && (kind == askFrom || a.ID != d.Transfer.FromAccountID) {
			return a.ID, true
		}
	}
	return 0, false
}
