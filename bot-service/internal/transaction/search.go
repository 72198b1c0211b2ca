package transaction

import (
	"strings"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// search is what a list holds, as it is remembered between its pages.
type search struct {
	Text     string      `json:"text,omitempty"`
	Kind     string      `json:"kind,omitempty"`
	Account  int64       `json:"account,omitempty"`
	Category int64       `json:"category,omitempty"`
	Tag      string      `json:"tag,omitempty"`
	From     string      `json:"from,omitempty"`
	To       string      `json:"to,omitempty"`
	Currency string      `json:"currency,omitempty"`
	Min      api.Decimal `json:"min,omitempty"`
	Max      api.Decimal `json:"max,omitempty"`
}

func (s search) filter() api.TransactionFilter {
	return api.TransactionFilter{
		Text: s.Text, Kind: s.Kind, AccountID: s.Account, CategoryID: s.Category, Tag: s.Tag,
		From: s.From, To: s.To, Currency: s.Currency, MinAmount: s.Min, MaxAmount: s.Max,
	}
}

// parseSearch reads what to look for: @account, !category, #tag, a period, + or - for money in
// or out, >100 and <100 for amounts in the currency of the account (of the first one, where none
// is named); every other word is looked for in notes and payees. unknown is a word that names
// nothing here, or empty.
func parseSearch(words string, b book) (s search, unknown string) {
	var rest, periods []string
	for word := range strings.FieldsSeq(words) {
		mark, name := word[:1], word[1:]
		known := true
		switch {
		case word == "+":
			s.Kind = api.Income
		case word == "-":
			s.Kind = api.Expense
		case mark == "#" && name != "":
			s.Tag = name
		case mark == "@" && name != "":
			s.Account, known = b.accountNamed(name)
		case mark == "!" && name != "":
			s.Category, known = b.categoryNamed(name)
		case mark == ">" && name != "":
			s.Min = api.Decimal(strings.ReplaceAll(name, ",", "."))
		case mark == "<" && name != "":
			s.Max = api.Decimal(strings.ReplaceAll(name, ",", "."))
		case isPeriod(word):
			periods = append(periods, word)
		default:
			rest = append(rest, word)
		}
		if !known {
			return s, word
		}
	}
	if p, ok := text.ParsePeriod(strings.Join(periods, " ")); ok {
		s.From, s.To = p.From.Format(api.DateForm), p.To.Format(api.DateForm)
	} else {
		rest = append(rest, periods...)
	}
	s.Text = strings.Join(rest, " ")
	return s, s.inCurrency(b)
}

// isPeriod reports whether a word is a day, a month or a year of ours; other numbers are looked for.
func isPeriod(word string) bool {
	p, ok := text.ParsePeriod(word)
	return ok && p.From.Year() >= 1970 && p.From.Year() < 2100
}

// inCurrency gives the bounds of the amount their currency, or tells which is no amount.
func (s *search) inCurrency(b book) (unknown string) {
	if s.Min == "" && s.Max == "" {
		return ""
	}
	if len(b.accounts) > 0 {
		s.Currency = b.accounts[0].Currency
	}
	if a, ok := b.account(s.Account); ok {
		s.Currency = a.Currency
	}
	for _, amount := range []api.Decimal{s.Min, s.Max} {
		if _, err := money.Parse(string(amount), s.Currency); amount != "" && err != nil {
			return string(amount)
		}
	}
	return ""
}

func (b book) accountNamed(name string) (int64, bool) {
	names, ids := make([]string, len(b.accounts)), make([]int64, len(b.accounts))
	for i, a := range b.accounts {
		names[i], ids[i] = a.Name, a.ID
	}
	return oneNamed(name, names, ids)
}

func (b book) categoryNamed(name string) (int64, bool) {
	names, ids := make([]string, len(b.categories)), make([]int64, len(b.categories))
	for i, c := range b.categories {
		names[i], ids[i] = c.Name, c.ID
	}
	return oneNamed(name, names, ids)
}

// oneNamed is the one of that name, or else the first whose name begins so.
func oneNamed(wanted string, names []string, ids []int64) (id int64, found bool) {
	for i, name := range names {
		if strings.EqualFold(name, wanted) {
			return ids[i], true
		}
		if !found && strings.HasPrefix(strings.ToLower(name), strings.ToLower(wanted)) {
			id, found = ids[i], true
		}
	}
	return id, found
}
