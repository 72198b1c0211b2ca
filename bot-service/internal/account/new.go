package account

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// Kinds of questions. A new account is what the steps ask for, each kept under its own kind.
const (
	askKind     = "acc.kind"
	askCurrency = "acc.currency"
	askName     = "acc.name"
	askOpening  = "acc.opening"
	askRename   = "acc.rename"
	askBalance  = "acc.balance"
)

var steps = []string{askKind, askCurrency, askName, askOpening}

// What else a question keeps.
const (
	keptMessage = "message" // the refused one that wants the account
	keptHeard   = "heard"   // the message that was the last typed answer
)

// begin asks for the first thing that is not known of a new account. What a refused message
// wants is known.
func (f Feature) begin(ctx context.Context, t *telegram.Turn) error {
	data := map[string]string{}
	if message, err := strconv.Atoi(t.With); err == nil {
		data[keptMessage] = t.With
		name, currency := f.Wanted(ctx, t.Chat, message)
		if currency != "" {
			data[askCurrency] = currency
		}
		if kind, ok := kindNamed(t.Words, name); ok { // "@card" of one who has none
			data[askKind] = kind
		} else if name, ok := parseName(name); ok {
			data[askName] = name
		}
	}
	accounts, err := f.all(ctx, t)
	if err != nil {
		return err
	}
	step, _ := missing(data) // what is in it is never wanted
	return t.Send(ctx, question(t.Words, accounts, f.Dialogs.Ask(ctx, dialog.Who(t), step, data)))
}

// missing is the first step without an answer, and whether there is one.
func missing(data map[string]string) (step string, more bool) {
	for _, step := range steps {
		if _, known := data[step]; !known {
			return step, true
		}
	}
	return "", false
}

// next asks the next question, with a word before it; after the last one it opens the account.
func (f Feature) next(ctx context.Context, t *telegram.Turn, data map[string]string, first string) error {
	step, more := missing(data)
	if !more {
		return f.create(ctx, t, data)
	}
	accounts, err := f.all(ctx, t) // before the old question is closed, which a second try needs
	if err != nil {
		return err
	}
	return f.show(ctx, t, accounts, f.Dialogs.Ask(ctx, dialog.Who(t), step, data), first)
}

// put shows a question, in the place of the one that was tapped.
func (f Feature) put(ctx context.Context, t *telegram.Turn, q dialog.Question, first string) error {
	if q.Kind == askRename {
		a, err := f.found(ctx, t, q.Data["id"])
		if err != nil {
			return err
		}
		return redraw(ctx, t, nameAnew(t.Words, q, a), first)
	}
	accounts, err := f.all(ctx, t)
	if err != nil {
		return err
	}
	return f.show(ctx, t, accounts, q, first)
}

func (f Feature) show(ctx context.Context, t *telegram.Turn, accounts []api.Account, q dialog.Question, first string) error {
	return redraw(ctx, t, question(t.Words, accounts, q), first)
}

// redraw shows a reply with a word before it.
func redraw(ctx context.Context, t *telegram.Turn, shown telegram.Reply, first string) error {
	if first != "" {
		shown.Text = first + "\n\n" + shown.Text
	}
	return t.Redraw(ctx, shown)
}

// tapped takes a tapped answer. A question that was answered, or is forgotten, takes none.
func (f Feature) tapped(ctx context.Context, t *telegram.Turn) error {
	id, answer, _ := strings.Cut(t.With, ".")
	q, open := f.waiting(ctx, t)
	if !open || q.ID != id {
		return t.Toast(ctx, t.Words.Say("account.lost"))
	}
	if answer == answerStop {
		f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
		return t.Redraw(ctx, telegram.Reply{Text: t.Words.Say("cancel.done")})
	}
	if d, of := q.Chosen(answer); of {
		return f.settle(ctx, t, q, d)
	}
	return f.next(ctx, t, with(q, q.Kind, answer), "")
}

// settle goes on with a text of which was chosen whether it is the answer or an entry.
func (f Feature) settle(ctx context.Context, t *telegram.Turn, q dialog.Question, d dialog.Doubt) error {
	switch {
	case d.Text == "":
		return t.Toast(ctx, t.Words.Say("account.lost"))
	case d.Entry:
		return f.Dialogs.Settle(ctx, t, q, f.Entries, d, f.put)
	}
	return f.hear(ctx, t, q, d.Text)
}

// typed takes a text for the answer to a question of this feature. One that was delivered again,
// and was answered by the next question, is given that once more.
func (f Feature) typed(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	q, open := f.waiting(ctx, t)
	switch heard := strconv.Itoa(t.Message()); {
	case !open:
		return f.balanceOfOpen(ctx, t)
	case q.Kind == askBalance:
		return f.balanceTyped(ctx, t, q)
	case q.Data[keptHeard] == heard:
		return true, f.put(ctx, t, q, "")
	case !f.Entries.Reads(t.Words, t.Text):
		return true, f.hear(ctx, t, q, t.Text)
	case q.Kind == askName || q.Kind == askRename:
		return true, f.Dialogs.Which(ctx, t, q, tapAnswer, "button.is_name")
	case q.Kind == askOpening && f.readable(t, q):
		return true, f.Dialogs.Which(ctx, t, q, tapAnswer, "button.is_answer")
	}
	return true, f.Dialogs.Aside(ctx, t, q, f.Entries, t.Text, f.put)
}

// readable reports whether a text would do for an answer.
func (f Feature) readable(t *telegram.Turn, q dialog.Question) bool {
	_, why := f.read(t, q, t.Text)
	return why == ""
}

// hear takes a text for the answer.
func (f Feature) hear(ctx context.Context, t *telegram.Turn, q dialog.Question, typed string) error {
	if q.Kind == askRename {
		return f.rename(ctx, t, q, typed)
	}
	answer, why := f.read(t, q, typed)
	if why != "" {
		return f.put(ctx, t, q, why)
	}
	data := with(q, q.Kind, answer)
	data[keptHeard] = strconv.Itoa(t.Message())
	return f.next(ctx, t, data, "")
}

// read makes an answer out of a typed text, or says why it is none.
func (f Feature) read(t *telegram.Turn, q dialog.Question, typed string) (answer, why string) {
	switch q.Kind {
	case askKind:
		if kind, ok := kindNamed(t.Words, typed); ok {
			return kind, ""
		}
		return "", t.Words.Say("ask.choose")
	case askCurrency:
		if currency, ok := text.ParseCurrency(typed, t.Words.Language); ok {
			return currency, ""
		}
		return "", t.Words.Say("account.currency_unclear")
	case askName:
		if name, ok := parseName(typed); ok {
			return name, ""
		}
		return "", t.Words.Say("account.name_unclear")
	}
	amount, err := parseOpening(typed, t.Words.Language, q.Data[askCurrency], owed(q.Data[askKind]))
	if err != nil {
		return "", t.Words.Error(err)
	}
	return amount, ""
}

// waiting is the question of this feature that waits for the person's answer.
func (f Feature) waiting(ctx context.Context, t *telegram.Turn) (dialog.Question, bool) {
	q, open := f.Dialogs.Waiting(ctx, t)
	return q, open && strings.HasPrefix(q.Kind, "acc.")
}

// with is what a question keeps, and one thing more.
func with(q dialog.Question, key, value string) map[string]string {
	data := map[string]string{}
	maps.Copy(data, q.Data)
	data[key] = value
	return data
}

// create opens the account, shows it, and books the message that wanted it.
func (f Feature) create(ctx context.Context, t *telegram.Turn, data map[string]string) error {
	var a api.Account
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		a, err = c.Once(t.Key()).CreateAccount(ctx, api.CreateAccount{
			Kind: data[askKind], Currency: data[askCurrency], Name: data[askName], Opening: api.Decimal(data[askOpening]),
		})
		return err
	})
	if e := errs.As(err); e != nil && e.Code == api.CodeAccountNameTaken {
		delete(data, askName)
		return f.next(ctx, t, data, t.Words.Error(err))
	}
	if err != nil {
		return err
	}
	message, err := strconv.Atoi(data[keptMessage])
	waits := err == nil
	shown, err := opened(t.Words, a, !waits)
	if err != nil {
		return err
	}
	if err := t.Redraw(ctx, shown); err != nil {
		return err
	}
	f.Dialogs.Close(ctx, dialog.Who(t)) // not before: an answer that is delivered again needs its question
	if !waits {
		return nil
	}
	return f.Again(ctx, t, message)
}
