package transaction

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
// line of their own, as JSON behind a mark: no bank ends a message like that.
type bankText struct {
	message string
	answers bankAnswers
}

// bankAnswers are empty where nothing was answered.
type bankAnswers struct {
	Sign     string `json:"sign,omitempty"`     // "+" or "-"
	Amount   string `json:"amount,omitempty"`   // as amountText writes it
	Currency string `json:"currency,omitempty"` // ISO 4217
	Account  string `json:"account,omitempty"`  // a name
	To       string `json:"to,omitempty"`       // the name of the account that a withdrawal went to
	Again    bool   `json:"again,omitempty"`    // whether it is another payment than the one of the same words
}

// answersMark begins the line of the answers.
const answersMark = "= "

// parseBankText parts the answers, if any, from the message.
func parseBankText(text string) bankText {
	text = strings.TrimSpace(text)
	whole := bankText{message: text}
	at := strings.LastIndexByte(text, '\n')
	if at < 0 {
		return whole
	}
	line, marked := strings.CutPrefix(text[at+1:], answersMark)
	answered := bankText{message: strings.TrimSpace(text[:at])}
	if !marked || json.Unmarshal([]byte(line), &answered.answers) != nil {
		return whole
	}
	return answered
}

// with is the text with other answers.
func (t bankText) with(a bankAnswers) string {
	line, _ := json.Marshal(a) // of texts: it cannot fail
	return t.message + "\n" + answersMark + string(line)
}

// and is all answers together.
func (a bankAnswers) and(more bankAnswers) bankAnswers {
	return bankAnswers{
		Sign: cmp.Or(more.Sign, a.Sign), Amount: cmp.Or(more.Amount, a.Amount), Currency: cmp.Or(more.Currency, a.Currency),
		Account: cmp.Or(more.Account, a.Account), To: cmp.Or(more.To, a.To), Again: more.Again || a.Again,
	}
}

// amountText is an amount as answers have it, and as people are told of it: "500.00 RUB".
func amountText(m money.Money) string { return m.Decimal() + " " + m.Currency }

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
// learned, else those whose name has the digits of the card, else all but cash, which no bank keeps; sure
// reports whether only one can be meant.
func (b book) accountsFor(m bankmessage.Message, learned int64) (fit []account.Account, sure bool) {
	var named, banks, cash []account.Account
	for _, a := range b.accounts {
		switch {
		case a.Currency != m.Amount.Currency:
			continue
		case a.ID == learned:
			return []account.Account{a}, true
		case m.Card != "" && slices.Contains(strings.FieldsFunc(a.Name, notDigit), m.Card):
			named = append(named, a)
		case a.Kind == cashKind:
			cash = append(cash, a)
		default:
			banks = append(banks, a)
		}
	}
	switch {
	case len(named) > 0:
		return named, len(named) == 1
	case len(banks) > 0:
		return banks, len(banks) == 1
	}
	return cash, false
}

// cashKind is the kind of accounts that no bank keeps.
const cashKind = "cash"

func notDigit(r rune) bool { return r < '0' || r > '9' }

// cashFor are the accounts that money of a machine goes to.
func (b book) cashFor(from account.Account) (all []account.Account) {
	for _, a := range b.accounts {
		if a.Kind == cashKind && a.Currency == from.Currency && a.ID != from.ID {
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
		e.Readings = append(e.Readings, entry.Reading{Code: api.ReadFee, Text: amountText(m.Fee)})
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
	return entry.Reading{Code: api.ReadBalance, Text: amountText(told), As: amountText(balance)}, true
}

// idOf is the account of a lesson, or zero.
func idOf(meaning string) int64 {
	id, err := strconv.ParseInt(meaning, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
