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
// line of their own, as in a line of an entry: a sign for the direction, a currency, an account.
type bankText struct {
	message string
	answers string

	sign     string // "+", "-" or empty
	currency string // ISO 4217, or empty
	account  string // a name, or empty
}

// parseBankText parts the answers, if any, from the message.
func parseBankText(text string) bankText {
	text = strings.TrimSpace(text)
	whole := bankText{message: text}
	at := strings.LastIndexByte(text, '\n')
	if at < 0 {
		return whole
	}
	answered := bankText{message: strings.TrimSpace(text[:at]), answers: text[at+1:]}
	rest, name, named := strings.Cut(answered.answers, "@")
	if named {
		answered.account = strings.Trim(strings.TrimSpace(name), `"`)
	}
	for word := range strings.FieldsSeq(rest) {
		switch {
		case (word == "+" || word == "-") && answered.sign == "":
			answered.sign = word
		case money.Known(word) && answered.currency == "":
			answered.currency = word
		default:
			return whole
		}
	}
	if answered.sign == "" && answered.currency == "" && answered.account == "" {
		return whole
	}
	return answered
}

// with is the text with one more answer.
func (t bankText) with(change func(*bankText)) string {
	change(&t)
	var answers []string
	for _, part := range []string{t.sign, t.currency} {
		if part != "" {
			answers = append(answers, part)
		}
	}
	if t.account != "" {
		answers = append(answers, `@"`+t.account+`"`)
	}
	return t.message + "\n" + strings.Join(answers, " ")
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

// accountsFor are those that a message may be about: the one that was learned or is named by the
// digits of the card, else all in the currency of the amount.
func (b book) accountsFor(m bankmessage.Message, learned int64) []account.Account {
	var fit []account.Account
	for _, a := range b.accounts {
		if a.ID == learned || (m.Card != "" && strings.Contains(a.Name, m.Card)) {
			return []account.Account{a}
		}
		if a.Currency == m.Amount.Currency {
			fit = append(fit, a)
		}
	}
	return fit
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

// entryOf is what a message says, as a line of an entry.
func entryOf(m bankmessage.Message, account string) entry.Entry {
	e := entry.Entry{
		Kind: entry.Expense, Amount: decimalOf(m.Amount), Account: account, Date: m.Day, Line: 1,
		Payee: clip(m.Merchant, entry.MaxName),
	}
	if m.Income {
		e.Kind = entry.Income
	}
	if m.Original.Currency != "" {
		e.Note = m.Original.Decimal() + " " + m.Original.Currency
	}
	return e
}

func clip(s string, most int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), most)])
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
