package transaction

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/bankmessage"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// bankNote is what is remembered once a message of a bank is booked.
type bankNote struct {
	text     bankText
	language string // in which choices are written
	message  bankmessage.Message
	other    int64             // the entry of the other half of a transfer; zero where there is none
	lessons  map[string]string // what the answers taught, by cue
}

// readBank reads a text that a bank has sent; note is nil where it is none. Where it is not sure what it
// means it gives entry.ErrUnreadable, with the ways in which it may be meant as choices.
func (s *Service) readBank(ctx context.Context, b book, in api.QuickAdd) (e entry.Entry, note *bankNote, err error) {
	text := parseBankText(in.Text)
	m := bankmessage.Read(text.message, bankmessage.Options{
		Today: entry.DateOf(b.today), Currencies: b.currenciesWith(text.answers.Currency),
	})
	if m.Sort == bankmessage.Other {
		return e, nil, nil
	}
	if m.Sort == bankmessage.Nothing {
		return e, nil, notBooked[m.Reason]
	}

	note = &bankNote{text: text, language: in.Language, message: m, lessons: map[string]string{}}
	lessons, err := s.store.bankLessons(ctx, actor.From(ctx).FamilyID, cardCue(m.Card), formCue(m.Form))
	if err != nil {
		return e, nil, err
	}
	if err := note.settle(lessons[formCue(m.Form)]); err != nil {
		return e, nil, err
	}
	from, err := note.accountIn(b, idOf(lessons[cardCue(m.Card)]))
	if err != nil {
		return e, nil, err
	}
	to, err := note.cashIn(b, from)
	if err != nil {
		return e, nil, err
	}
	return entryOf(note.message, from.Name, to), note, nil
}

// settle decides what is in doubt by the answers. The way of the money is also told by what was answered
// about the form before, but not between people and accounts: there one form goes both ways.
func (n *bankNote) settle(learned string) error {
	for _, doubt := range n.message.Doubts {
		var err error
		switch doubt {
		case bankmessage.DoubtAmount:
			err = n.settleAmount()
		case bankmessage.DoubtCurrency:
			err = n.askEach(n.message.Currencies, func(currency string) bankAnswers { return bankAnswers{Currency: currency} })
		case bankmessage.DoubtReversal:
			err = n.settleWay("")
		default:
			err = n.settleForm(learned)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleForm decides the way of a message whose words do not tell it, and learns it for its form.
func (n *bankNote) settleForm(learned string) error {
	if n.message.Moved {
		return n.settleWay("")
	}
	if err := n.settleWay(learned); err != nil {
		return err
	}
	if n.text.answers.Sign != "" {
		n.lessons[formCue(n.message.Form)] = n.kind()
	}
	return nil
}

func (n *bankNote) kind() string {
	if n.message.Income {
		return api.Income
	}
	return api.Expense
}

func (n *bankNote) settleWay(learned string) error {
	way := map[string]string{"+": api.Income, "-": api.Expense}[n.text.answers.Sign]
	way = cmp.Or(way, learned)
	if way == "" {
		return n.askEach([]string{"-", "+"}, func(sign string) bankAnswers { return bankAnswers{Sign: sign} })
	}
	n.message.Income = way == api.Income
	return nil
}

// settleAmount takes the amount that was chosen; one beside it in another currency is what was paid.
func (n *bankNote) settleAmount() error {
	m := &n.message
	var all []string
	for _, amount := range m.Amounts {
		all = append(all, amountText(amount))
	}
	chosen := slices.Index(all, n.text.answers.Amount)
	if chosen < 0 {
		return n.askEach(all, func(amount string) bankAnswers { return bankAnswers{Amount: amount} })
	}
	m.Amount, m.Original = m.Amounts[chosen], money.Money{}
	for _, other := range m.Amounts {
		if other.Currency != m.Amount.Currency {
			m.Original = other
		}
	}
	return nil
}

// askEach asks which of several answers is meant.
func (n *bankNote) askEach(answers []string, as func(string) bankAnswers) error {
	ways := make([]bankAnswers, 0, len(answers))
	for _, answer := range answers {
		ways = append(ways, as(answer))
	}
	return n.ask(ErrBankUnsure, ways...)
}

// ask is a question with the ways in which the text may be meant.
func (n *bankNote) ask(why *errs.Error, ways ...bankAnswers) error {
	refusal := *entry.ErrUnreadable
	refusal.Fields = []errs.Field{{Field: firstLine, Code: why.Code, Message: why.Message}}
	for _, way := range ways {
		refusal.Choices = append(refusal.Choices, errs.Choice{
			Field: firstLine, Part: n.told(way), Text: n.text.with(n.text.answers.and(way)),
		})
	}
	return &refusal
}

// firstLine is the part of the input that questions are about: a message of a bank is one.
const firstLine = "line 1"

// told is a way as a line of an entry would say it.
func (n *bankNote) told(way bankAnswers) string {
	switch {
	case way.To != "":
		return "> @" + way.To
	case way.Account != "":
		return "@" + way.Account
	case way.Amount != "":
		return way.Amount
	case way.Currency != "":
		return way.Currency
	}
	sign := map[string]string{api.Income: "+", api.Expense: "-"}[n.kind()]
	amount := entry.Format(entry.Entry{Kind: entry.Expense, Amount: decimalOf(n.message.Amount)}, entry.Options{Language: n.language})
	return strings.TrimSpace(cmp.Or(way.Sign, sign) + amount + " " + n.message.Merchant)
}

// accountIn is the account that the message is about.
func (n *bankNote) accountIn(b book, learned int64) (account.Account, error) {
	if name := n.text.answers.Account; name != "" {
		a, err := b.account(name, "")
		if err == nil && n.message.Card != "" {
			n.lessons[cardCue(n.message.Card)] = strconv.FormatInt(a.ID, 10)
		}
		return a, err
	}
	fit, sure := b.accountsFor(n.message, learned)
	switch {
	case sure:
		return fit[0], nil
	case len(fit) == 0:
		return account.Account{}, n.ask(ErrNoCurrency.Saying("There is no account in " + n.message.Amount.Currency))
	}
	var ways []bankAnswers
	for _, a := range fit {
		ways = append(ways, bankAnswers{Account: a.Name})
	}
	return account.Account{}, n.ask(ErrBankAccount, ways...)
}

// cashIn is the name of the account that money from a machine went to; empty where there is none, or
// the message is about something else.
func (n *bankNote) cashIn(b book, from account.Account) (string, error) {
	if !n.message.Cash || n.message.Income {
		return "", nil
	}
	if n.text.answers.To != "" {
		return n.text.answers.To, nil
	}
	cash := b.cashFor(from)
	switch len(cash) {
	case 0:
		return "", nil
	case 1:
		return cash[0].Name, nil
	}
	var ways []bankAnswers
	for _, a := range cash {
		ways = append(ways, bankAnswers{To: a.Name})
	}
	return "", n.ask(ErrBankAccount, ways...)
}

// settleBank holds a message's line against what is in the books, within the transaction that books it
// and with all other messages of the workspace waiting. It gives ErrBankTwice where this very message is
// booked, unless by an entry that goes, and makes one transfer of two halves.
func (s *Service) settleBank(ctx context.Context, b book, line *Line, replaced []int64) error {
	n, t := line.bank, &line.Transaction
	if n == nil {
		return nil
	}
	if err := s.store.holdBank(ctx, t.FamilyID); err != nil {
		return err
	}
	booked, err := s.store.bankBooked(ctx, t.FamilyID, n.text.digest())
	if err != nil {
		return err
	}
	if booked != 0 && !slices.Contains(replaced, booked) && !n.text.answers.Again {
		return n.twice()
	}
	if !n.message.Moved || t.Kind == api.Transfer {
		return nil
	}
	return s.joinHalves(ctx, b, line, replaced)
}

// twice says that the message is booked. One without a time and a balance may be of another payment.
func (n *bankNote) twice() error {
	if n.message.Minute > 0 || n.message.Balance.Currency != "" {
		return ErrBankTwice
	}
	return n.ask(ErrBankTwice, bankAnswers{Again: true})
}

// joinHalves makes one transfer of a line and of the entry that the other half was booked as. What
// somebody has written to that one since stays.
func (s *Service) joinHalves(ctx context.Context, b book, line *Line, replaced []int64) error {
	t := &line.Transaction
	opposite := map[string]string{api.Income: api.Expense, api.Expense: api.Income}[t.Kind]
	other, err := s.store.otherHalf(ctx, *t, opposite)
	if err != nil || other == 0 || slices.Contains(replaced, other) {
		return err
	}
	was, err := s.store.lock(ctx, t.FamilyID, other)
	if errors.Is(err, ErrUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	from, to := t.AccountID, was.AccountID
	if t.Kind == api.Income {
		from, to = to, from
	}
	t.Kind, t.AccountID, t.ToAccountID, t.ToAmount = api.Transfer, from, to, t.Amount
	t.CategoryID, t.Payee, t.Note, t.Tags = nil, "", cmp.Or(was.Note, t.Note), was.Tags
	line.bank.other, line.Likely = other, nil
	line.Readings = append(line.Readings, entry.Reading{Code: api.ReadHalves, Text: b.name(from), As: b.name(to)})
	return t.check(s.now())
}

// noteBank remembers a message that was booked, and tells how far the books are from what the bank says.
func (s *Service) noteBank(ctx context.Context, line *Line) error {
	n, t := line.bank, line.Transaction
	if n == nil {
		return nil
	}
	half := n.message.Moved && t.Kind != api.Transfer
	if err := s.store.noteBank(ctx, t.FamilyID, n.text.digest(), t.ID, half, s.now()); err != nil {
		return err
	}
	if n.other != 0 {
		if err := s.store.joinBank(ctx, t.FamilyID, n.other, t.ID); err != nil {
			return err
		}
	}
	for cue, meaning := range n.lessons {
		if err := s.store.learnBank(ctx, t.FamilyID, cue, meaning, s.now()); err != nil {
			return err
		}
	}
	on := t.AccountID
	if t.Kind == api.Transfer && n.message.Income {
		on = t.ToAccountID
	}
	balance, err := s.store.balanceOf(ctx, t.FamilyID, on)
	if err != nil {
		return err
	}
	if r, ok := apart(n.message, balance); ok {
		line.Readings = append(line.Readings, r)
	}
	return nil
}
