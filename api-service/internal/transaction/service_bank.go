package transaction

import (
	"context"
	"strconv"

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
	text    bankText
	message bankmessage.Message
	booked  int64             // the entry that this very message is in the books as; zero where it is not
	other   int64             // the entry of the other half of a transfer; zero where there is none
	lessons map[string]string // what the answers taught, by cue
}

// readBank reads a text that a bank has sent; note is nil where it is none. Where it is not sure what
// it means it gives ErrBankUnsure or ErrBankAccount, with the ways in which it may be meant as choices.
func (s *Service) readBank(ctx context.Context, b book, in api.QuickAdd) (e entry.Entry, note *bankNote, err error) {
	text := parseBankText(in.Text)
	today := entry.DateOf(b.today)
	m := bankmessage.Read(text.message, bankmessage.Options{Today: today, Currencies: b.currenciesWith(text.currency)})
	if m.Sort == bankmessage.Other {
		return e, nil, nil
	}
	if m.Sort == bankmessage.Nothing {
		return e, nil, notBooked[m.Reason]
	}

	note = &bankNote{text: text, message: m, lessons: map[string]string{}}
	meanings, booked, err := s.store.bankKnows(ctx, actor.From(ctx).FamilyID, text.digest(), cardCue(m.Card), formCue(m.Form))
	if err != nil {
		return e, nil, err
	}
	note.booked = booked
	if err := note.settle(meanings[formCue(m.Form)]); err != nil {
		return e, nil, err
	}
	from, err := note.accountIn(b, idOf(meanings[cardCue(m.Card)]))
	if err != nil {
		return e, nil, err
	}
	return entryOf(note.message, from.Name), note, nil
}

// settle decides what is in doubt by the answers, else by what was answered about the form before.
func (n *bankNote) settle(learned string) error {
	m := &n.message
	for _, doubt := range m.Doubts {
		switch doubt {
		case bankmessage.DoubtDirection, bankmessage.DoubtReversal:
			kind := map[string]string{"+": api.Income, "-": api.Expense}[n.text.sign]
			if kind == "" && doubt == bankmessage.DoubtDirection {
				kind = learned
			}
			if kind == "" {
				return n.ask(func(t *bankText, sign string) { t.sign = sign }, "-", "+")
			}
			m.Income = kind == api.Income
			if doubt == bankmessage.DoubtDirection {
				n.lessons[formCue(m.Form)] = kind
			}
		case bankmessage.DoubtCurrency:
			return n.ask(func(t *bankText, currency string) { t.currency = currency }, "MDL", "RON")
		default:
			return ErrBankUnsure
		}
	}
	return nil
}

// ask is a question with the ways in which the text may be meant.
func (n *bankNote) ask(set func(*bankText, string), answers ...string) error {
	refusal := *ErrBankUnsure
	refusal.Fields = []errs.Field{{Field: "line 1", Code: refusal.Code, Message: refusal.Message}}
	for _, answer := range answers {
		refusal.Choices = append(refusal.Choices, n.choice(func(t *bankText) { set(t, answer) }))
	}
	return &refusal
}

// choice is one way in which the text may be meant, told as the line that it would be.
func (n *bankNote) choice(set func(*bankText)) errs.Choice {
	answered := n.text
	set(&answered)
	part := n.message.Amount.Decimal() + " " + n.message.Amount.Currency
	switch {
	case answered.account != n.text.account:
		part = "@" + answered.account
	case answered.currency != n.text.currency:
		part = answered.currency
	case answered.sign != "":
		part = answered.sign + part
	}
	return errs.Choice{Field: "line 1", Part: part, Text: n.text.with(set)}
}

// accountIn is the account that the message is about.
func (n *bankNote) accountIn(b book, learned int64) (account.Account, error) {
	if n.text.account != "" {
		a, err := b.account(n.text.account, "")
		if err == nil && n.message.Card != "" {
			n.lessons[cardCue(n.message.Card)] = strconv.FormatInt(a.ID, 10)
		}
		return a, err
	}
	fit := b.accountsFor(n.message, learned)
	switch len(fit) {
	case 0:
		return account.Account{}, ErrNoCurrency.Saying("There is no account in " + n.message.Amount.Currency)
	case 1:
		return fit[0], nil
	}
	refusal := *ErrBankAccount
	refusal.Fields = []errs.Field{{Field: "line 1", Code: refusal.Code, Message: refusal.Message}}
	for _, a := range fit {
		refusal.Choices = append(refusal.Choices, n.choice(func(t *bankText) { t.account = a.Name }))
	}
	return account.Account{}, &refusal
}

// joinHalves makes one transfer of a message's line and of the entry that the other half was booked as.
func (s *Service) joinHalves(ctx context.Context, b book, line *Line) error {
	t := &line.Transaction
	if line.bank == nil || !line.bank.message.Moved {
		return nil
	}
	opposite := api.Income
	if t.Kind == api.Income {
		opposite = api.Expense
	}
	other, err := s.store.otherHalf(ctx, *t, opposite)
	if err != nil || other == 0 {
		return err
	}
	was, err := s.store.get(ctx, t.FamilyID, other)
	if err != nil {
		return err
	}
	from, to := t.AccountID, was.AccountID
	if t.Kind == api.Income {
		from, to = to, from
	}
	t.Kind, t.AccountID, t.ToAccountID, t.ToAmount = api.Transfer, from, to, t.Amount
	t.CategoryID, t.Payee = nil, ""
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
	half := n.message.Moved && n.other == 0
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
	var balance money.Money
	balance, err := s.store.balanceOf(ctx, t.FamilyID, on)
	if err != nil {
		return err
	}
	if r, ok := apart(n.message, balance); ok {
		line.Readings = append(line.Readings, r)
	}
	return nil
}
