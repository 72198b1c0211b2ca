package transaction

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"financebot/api-service/internal/account"
	"financebot/pkg/api"
	"financebot/pkg/bankmessage"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Why a message of a bank is not booked.
var (
	ErrBankCode    = errs.New(errs.Invalid, api.CodeBankCode, "This is a code of a bank: no money has moved, and nobody else should see it")
	ErrBankRefused = errs.New(errs.Invalid, api.CodeBankRefused, "The bank refused this payment: no money has moved")
	ErrBankFuture  = errs.New(errs.Invalid, api.CodeBankFuture, "This payment is still to come: no money has moved")
	ErrBankOffer   = errs.New(errs.Invalid, api.CodeBankOffer, "This is an offer: no money has moved")
	ErrBankBalance = errs.New(errs.Invalid, api.CodeBankBalance, "This only tells a balance: no money has moved")
	ErrBankTwice   = errs.New(errs.Invalid, api.CodeBankTwice, "This message of the bank is in the books already")
	ErrBankUnsure  = errs.New(errs.Invalid, api.CodeBankUnsure, "It is not sure what this message of the bank means")
	ErrBankAccount = errs.New(errs.Invalid, api.CodeBankAccount, "It is not sure which account this message of the bank is about")
)

var notBooked = map[string]*errs.Error{
	bankmessage.ReasonCode:    ErrBankCode,
	bankmessage.ReasonRefused: ErrBankRefused,
	bankmessage.ReasonFuture:  ErrBankFuture,
	bankmessage.ReasonOffer:   ErrBankOffer,
	bankmessage.ReasonBalance: ErrBankBalance,
}

// bankText is a message of a bank, and what somebody answered about it. The answers stand on a last
// line of their own, as in a line of an entry, behind a mark that no bank writes there:
// "= - 500.00 RUB @"Card" > @"Cash"".
type bankText struct {
	message string
	answers bankAnswers
}

// bankAnswers are empty where nothing was answered.
type bankAnswers struct {
	sign     string // "+" or "-"
	amount   string // a decimal
	currency string // ISO 4217
	account  string // a name
	to       string // the name of the account that a withdrawal went to
}

// parseBankText parts the answers, if any, from the message.
func parseBankText(text string) bankText {
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, '\n')
	if at < 0 {
		return bankText{message: text}
	}
	answers, ok := parseBankAnswers(text[at+1:])
	if !ok {
		return bankText{message: text}
	}
	return bankText{message: strings.TrimSpace(text[:at]), answers: answers}
}

// answersMark begins the line of the answers: a bank's own last line may be an amount as well.
const answersMark = "= "

func parseBankAnswers(line string) (a bankAnswers, ok bool) {
	line, marked := strings.CutPrefix(line, answersMark)
	if !marked {
		return a, false
	}
	line, to, _ := strings.Cut(line, ">")
	line, account, _ := strings.Cut(line, "@")
	a.account, a.to = nameIn(account), nameIn(strings.TrimPrefix(strings.TrimSpace(to), "@"))
	for word := range strings.FieldsSeq(line) {
		switch {
		case (word == "+" || word == "-") && a.sign == "":
			a.sign = word
		case money.Known(word) && a.currency == "":
			a.currency = word
		case strings.Trim(word, "0123456789.") == "" && a.amount == "":
			a.amount = word
		default:
			return a, false
		}
	}
	return a, a != bankAnswers{}
}

func nameIn(text string) string { return strings.Trim(strings.TrimSpace(text), `"`) }

// with is the text with other answers.
func (t bankText) with(a bankAnswers) string {
	var parts []string
	for _, part := range []string{a.sign, a.amount, a.currency} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if a.account != "" {
		parts = append(parts, `@"`+a.account+`"`)
	}
	if a.to != "" {
		parts = append(parts, `> @"`+a.to+`"`)
	}
	return t.message + "\n" + answersMark + strings.Join(parts, " ")
}

// digest tells one message from another, however its spaces were copied.
func (t bankText) digest() []byte {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(t.message), " ")))
	return sum[:]
}

// The cues that lessons about messages of banks are kept under.
func cardCue(digits string) string { return "card:" + digits }

func formCue(form string) string {
	sum := sha256.Sum256([]byte(form))
	return "form:" + hex.EncodeToString(sum[:12])
}

// accountsFor are those that a message may be about, in the currency of its amount: the one that was
// learned, else those whose name has the digits of the card, else all.
func (b book) accountsFor(m bankmessage.Message, learned int64) []account.Account {
	var all, named []account.Account
	for _, a := range b.accounts {
		if a.Currency != m.Amount.Currency {
			continue
		}
		if a.ID == learned {
			return []account.Account{a}
		}
		if m.Card != "" && slices.Contains(strings.FieldsFunc(a.Name, notDigit), m.Card) {
			named = append(named, a)
		}
		all = append(all, a)
	}
	if len(named) > 0 {
		return named
	}
	return all
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// cashFor are the accounts that money of a machine goes to.
func (b book) cashFor(from account.Account) (all []account.Account) {
	for _, a := range b.accounts {
		if a.Kind == "cash" && a.Currency == from.Currency && a.ID != from.ID {
			all = append(all, a)
		}
	}
	return all
}

// currenciesWith are those of the accounts, the oldest first, or the one that was answered.
func (b book) currenciesWith(answered string) (all []string) {
	if answered != "" {
		return []string{answered}
	}
	for _, a := range b.accounts {
		if !slices.Contains(all, a.Currency) {
			all = append(all, a.Currency)
		}
	}
	return all
}

// name is that of an account.
func (b book) name(id int64) string {
	for _, a := range b.accounts {
		if a.ID == id {
			return a.Name
		}
	}
	return ""
}

// entryOf is what a message says, as a line of an entry; to is the account that a withdrawal went to.
func entryOf(m bankmessage.Message, from, to string) entry.Entry {
	e := entry.Entry{Kind: entry.Expense, Amount: decimalOf(m.Amount), Account: from, Date: m.Day, Line: 1}
	merchant := []rune(m.Merchant)
	e.Payee = string(merchant[:min(len(merchant), entry.MaxName)])
	if m.Income {
		e.Kind = entry.Income
	}
	if m.Original.Currency != "" {
		e.Note = m.Original.Decimal() + " " + m.Original.Currency
	}
	if to != "" {
		e.Kind, e.ToAccount, e.Note, e.Payee = entry.Transfer, to, e.Payee, ""
	}
	if m.Fee.Minor > 0 {
		e.Readings = append(e.Readings, entry.Reading{Code: api.ReadFee, Text: m.Fee.Decimal() + " " + m.Fee.Currency})
	}
	return e
}

// decimalOf is an amount as entries have it.
func decimalOf(m money.Money) entry.Amount {
	scale, _ := money.Exponent(m.Currency)
	units := m.Minor
	for scale > 0 && units%10 == 0 {
		units /= 10
		scale--
	}
	return entry.Amount{Units: units, Scale: scale, Currency: m.Currency}
}

// apart is a reading that tells how far the books are from the balance that the bank tells; not ok
// where they agree.
func apart(m bankmessage.Message, balance money.Money) (r entry.Reading, ok bool) {
	told := m.Balance
	if m.InDebt {
		told.Minor = -told.Minor
	}
	if told.Currency == "" || told == balance || told.Currency != balance.Currency {
		return r, false
	}
	return entry.Reading{Code: api.ReadBalance, Text: told.Decimal() + " " + told.Currency, As: balance.Decimal() + " " + balance.Currency}, true
}

// idOf is the account of a lesson, or zero.
func idOf(meaning string) int64 {
	id, err := strconv.ParseInt(meaning, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
