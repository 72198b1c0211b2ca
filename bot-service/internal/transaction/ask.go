package transaction

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// Kinds of questions.
const (
	askAmount   = "tx.amount"
	askCategory = "tx.category"
	askFrom     = "tx.from"
	askTo       = "tx.to"
	askSent     = "tx.sent"
	askReceived = "tx.received"
	askFind     = "tx.find"
)

// asking are the commands that ask step by step, with the kind of entry they are for.
var asking = map[string]string{"add": api.Expense, "income": api.Income, "transfer": api.Transfer}

// draft is what a dialog has gathered so far.
type draft struct {
	Entry    api.CreateTransaction `json:"entry"`
	Transfer api.CreateTransfer    `json:"transfer"`
	Asked    string                `json:"asked,omitempty"`   // the kind of entry that was asked for
	Heard    int                   `json:"heard,omitempty"`   // the message that was the last typed amount
	Edition  int                   `json:"edition,omitempty"` // of that message
	Typed    string                `json:"typed,omitempty"`   // what it said
}

// begin asks for the first thing, or books at once where the command has words behind it.
func (f Feature) begin(ctx context.Context, t *telegram.Turn) error {
	kind := asking[t.Command]
	if t.Text != "" {
		return f.addWords(ctx, t, kind)
	}
	d := draft{Entry: api.CreateTransaction{Kind: kind}}
	if kind == api.Transfer {
		return f.put(ctx, t, askFrom, d)
	}
	return f.put(ctx, t, askAmount, d)
}

// put asks a question: in the place of the one that was tapped, else in a new message.
func (f Feature) put(ctx context.Context, t *telegram.Turn, kind string, d draft) error {
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	if kind == askFrom && len(b.open()) < 2 {
		return t.Send(ctx, oneAccount(t.Words))
	}
	kept, err := json.Marshal(d)
	if err != nil {
		return err
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), kind, map[string]string{"draft": string(kept)})
	shown, err := question(t.Words, b, q, d, 0)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// waiting is the question of this feature that waits for the person's answer.
func (f Feature) waiting(ctx context.Context, t *telegram.Turn) (q dialog.Question, d draft, open bool) {
	q, open = f.Dialogs.Waiting(ctx, t)
	if !open || !strings.HasPrefix(q.Kind, "tx.") {
		return q, d, false
	}
	err := json.Unmarshal([]byte(q.Data["draft"]), &d)
	return q, d, err == nil
}

// answer takes a text for the answer to a question. One that was delivered again, and was
// answered by the next question, is given that once more.
func (f Feature) answer(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) error {
	switch {
	case d.Heard == t.Message():
		return f.again(ctx, t, q, d, "")
	case isTransfer(t.Text, t.Words.Language):
		return f.aside(ctx, t, q, d)
	case q.Kind == askAmount:
		return f.amount(ctx, t, q, d)
	case q.Kind == askSent || q.Kind == askReceived:
		return f.sum(ctx, t, q, d)
	}
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	if id, ok := b.meant(q.Kind, d, t.Text); ok {
		return f.take(ctx, t, q, d, id)
	}
	if f.Reads(t.Words, t.Text) {
		return f.aside(ctx, t, q, d)
	}
	return f.again(ctx, t, q, d, t.Words.Say("ask.choose"))
}

// aside books a text that is an entry, and no answer to the question that waits.
func (f Feature) aside(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) error {
	again := func(ctx context.Context, t *telegram.Turn, q dialog.Question, first string) error {
		return f.again(ctx, t, q, d, first)
	}
	return f.Dialogs.Aside(ctx, t, q, f, t.Text, again)
}

// again puts an open question once more, with a word before it.
func (f Feature) again(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft, first string) error {
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	shown, err := question(t.Words, b, q, d, 0)
	if err != nil {
		return err
	}
	if first != "" {
		shown.Text = first + "\n\n" + shown.Text
	}
	return t.Redraw(ctx, shown)
}

// amount takes what a text says of the entry, and asks for its category unless that is said too.
func (f Feature) amount(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) error {
	d.Asked = cmp.Or(d.Asked, d.Entry.Kind)
	typed, err := f.typed(ctx, t, d.Asked)
	if err != nil {
		return err
	}
	var read api.QuickAdded
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		read, err = c.ParseEntries(ctx, api.QuickAdd{Text: typed, Language: t.Words.Language})
		return err
	})
	if e := errs.As(err); e != nil && unreadable(e) {
		if wellWritten(e) { // the question stays open as well
			return f.refuse(ctx, t, t.Message(), typed, e)
		}
		return t.Send(ctx, askedAgain(t.Words, q, t.Text, e))
	}
	if err != nil {
		return err
	}
	if len(read.Items) != 1 || read.Items[0].Kind == api.Transfer {
		return f.again(ctx, t, q, d, t.Words.Say("ask.one"))
	}
	e := read.Items[0]
	d.Heard, d.Edition, d.Typed = t.Message(), t.Edition(), typed
	d.Entry = api.CreateTransaction{
		Kind: e.Kind, Amount: api.Decimal(e.Amount), Currency: e.Currency, AccountID: e.AccountID, CategoryID: e.CategoryID,
		Date: e.Date, Note: e.Note, Payee: e.Payee, Tags: e.Tags,
	}
	if e.CategoryID != nil || e.UnknownCategory != "" {
		return f.finish(ctx, t, q, d, e.UnknownCategory)
	}
	return f.put(ctx, t, askCategory, d)
}

// Choices that are no number of a thing.
const (
	chooseNone   = "0"
	chooseCancel = "x"
	choosePage   = "p"
)

// choose takes a tapped answer. A question that was answered, or is forgotten, takes none.
func (f Feature) choose(ctx context.Context, t *telegram.Turn) error {
	id, choice, _ := strings.Cut(t.With, ".")
	q, d, open := f.waiting(ctx, t)
	if !open || q.ID != id {
		return t.Toast(ctx, t.Words.Say("ask.lost"))
	}
	if choice == chooseCancel {
		f.Dialogs.Close(ctx, dialog.Who(t))
		return t.Redraw(ctx, telegram.Reply{Text: t.Words.Say("cancel.done")})
	}
	page, paged := strings.CutPrefix(choice, choosePage)
	number, err := strconv.ParseInt(page, 10, 64)
	if err != nil || number < 0 {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	if !paged {
		return f.take(ctx, t, q, d, number)
	}
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	shown, err := question(t.Words, b, q, d, int(number))
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// take goes on with a category or an account that was chosen.
func (f Feature) take(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft, id int64) error {
	switch q.Kind {
	case askCategory:
		if d.Entry.CategoryID = &id; id == 0 {
			d.Entry.CategoryID = nil
		}
		return f.finish(ctx, t, q, d, "")
	case askFrom:
		d.Transfer.FromAccountID = id
		return f.put(ctx, t, askTo, d)
	case askTo:
		d.Transfer.ToAccountID = id
		return f.put(ctx, t, askSent, d)
	}
	return t.Toast(ctx, t.Words.Say("tap.old")) // this question wants words
}

// finish books what was gathered, shows the card and then closes the question: where it cannot be
// shown, the answer is delivered again, and finds its question. However often it comes it books once.
func (f Feature) finish(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft, unknown string) error {
	done, err := f.bookDraft(ctx, t, q, d)
	if err != nil {
		return err
	}

	done.UnknownCategory = unknown
	added := api.QuickAdded{Items: []api.QuickEntry{done}, OperationID: done.OperationID}
	f.noteTyped(ctx, t, added.Items)
	was := message{Text: d.Typed, Kind: d.Asked, Edition: d.Edition, Entries: []int64{done.ID}, Made: done.OperationID}
	latest := f.Memory.began(ctx, t.Chat, d.Heard, was)

	shown, err := f.drawn(ctx, t, f.mentioned(ctx, t, done.Mentioned), 0, added, "")
	if err != nil {
		return err
	}
	if was.Card, err = show(ctx, t, shown); err != nil {
		return err
	}
	if latest {
		f.Memory.keep(ctx, t.Chat, d.Heard, was)
	}
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	return nil
}

// bookDraft books what a dialog gathered.
func (f Feature) bookDraft(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) (done api.QuickEntry, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		c = c.Once(onceFor(t, q))
		if d.Entry.Kind == api.Transfer {
			d.Transfer.Mentioned = true
			done.Transaction, err = c.CreateTransfer(ctx, d.Transfer)
			return err
		}
		d.Entry.Mentioned = true
		done.Transaction, err = c.CreateTransaction(ctx, d.Entry)
		return err
	})
	return done, err
}

// show shows a reply where Redraw would and gives the id of its message.
func show(ctx context.Context, t *telegram.Turn, r telegram.Reply) (message int, err error) {
	if t.Tapped() {
		return t.Message(), t.Redraw(ctx, r)
	}
	return t.Post(ctx, r)
}

// corrected takes the amount in anew whose message was edited before the next question was answered.
func (f Feature) corrected(ctx context.Context, t *telegram.Turn, q dialog.Question, d draft) error {
	if q.Kind == askReceived {
		q.Kind = askSent
		return f.sum(ctx, t, q, d)
	}
	return f.amount(ctx, t, q, d)
}

// onceFor is the key of the last step: of taps the question's, of words the message's, so that a
// message which is delivered again when the question is closed cannot be booked as something new.
func onceFor(t *telegram.Turn, q dialog.Question) string {
	if t.Tapped() {
		return "tg-ask-" + q.ID
	}
	return t.Key()
}
