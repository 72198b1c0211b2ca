package statement

import (
	"slices"
	"strings"
	"unicode"

	"financebot/pkg/api"
)

// How words of headings begin that tell columns of amounts apart.
var (
	// sideSums are no money that moved on the account.
	sideSums = []string{"vat", "tva", "tax", "taxes", "cashback", "discount", "tip", "bonus", "bonuses", "rounding", "mwst", "ндс", "кэшбэк", "кешбэк",
		"кешбек", "бонус", "скидк", "округлен", "reducere", "rabatt"}

	// parts are amounts in hundredths of a currency, which nobody has said.
	parts = []string{"cent", "cents", "minor", "bani", "копеик", "копейк", "коп", "копійк", "paise", "pence", "grosz", "groszy", "分"}

	// foreign are amounts as the shop asked for them.
	foreign = []string{"original", "origin", "foreign", "transac", "tranzac", "транзакц", "операц", "operat", "purchase", "merchant", "local", "instructed",
		"fremd", "ursprung", "etranger", "покупк", "иностран", "оригинал", "extranj"}

	// ofAccount are amounts as the bank booked them.
	ofAccount = []string{"account", "billing", "billed", "settle", "booked", "posted", "ledger", "cont", "contul", "счет", "счета", "платеж", "konto", "compte", "cuenta",
		"conta", "conto", "рахунк", "rachunk", "card", "карт"}

	// joining stand between the words of a heading and say nothing.
	joining = words("in", "of", "the", "de", "din", "a", "al", "ale", "la", "в", "во", "по", "на", "у", "der", "die", "das", "des", "en", "du", "el", "do", "da", "em", "di", "w")
)

// headingWords are the words of a heading, without what says nothing.
func headingWords(heading string) []string {
	isWord := func(r rune) bool { return !unicode.IsLetter(r) }
	all := strings.FieldsFunc(plainHeading(heading), isWord)
	return slices.DeleteFunc(all, func(word string) bool { return joining[word] })
}

// speaksOf reports whether a word of a heading begins in one of some ways.
func speaksOf(heading string, begins []string) bool {
	return slices.ContainsFunc(headingWords(heading), func(word string) bool { return beginsWithOne(word, begins) })
}

// qualifiers are the words by which a column of amounts, or of currencies, is told from another.
func qualifiers(heading string) []string {
	return slices.DeleteFunc(headingWords(heading), func(word string) bool {
		for _, column := range []string{api.ColumnAmount, api.ColumnDebit, api.ColumnCredit, api.ColumnCurrency} {
			if beginsWithOne(word, stems[column]) {
				return true
			}
		}
		return false
	})
}

// akin reports whether two headings share a word, or the beginning of a long one.
func akin(a, b []string) bool {
	return slices.ContainsFunc(a, func(one string) bool {
		return slices.ContainsFunc(b, func(other string) bool { return one == other || shared(one, other) })
	})
}

// shared reports whether two words have half of their letters in common, and enough of them:
// "Originalbetrag" and "Originalwährung".
func shared(one, other string) bool {
	const enough = 5
	a, b := []rune(one), []rune(other)
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= enough && n*2+1 >= max(len(a), len(b))
}

// trait is what a column is among amounts and currencies. It is found out once for a table.
type trait struct {
	number, currency bool
	named            bool     // it has a heading
	spoken           bool     // which says that it is one of amounts or of currencies
	code             string   // the currency that its heading names
	inCurrency       bool     // its heading speaks of a currency: "Suma în valută"
	inParts          bool     // its heading says that it is in cents
	home             bool     // its heading speaks of the account
	qualifiers       []string // by which it is told from others
	owner            int      // of a column of currencies: the amounts that it belongs to; -1: not known
}

func (v *survey) findTraits() {
	v.traits = make([]trait, len(v.columns))
	for i := range v.columns {
		heading := v.rawHeading(i)
		words, of := headingWords(heading), qualifiers(heading)
		v.traits[i] = trait{
			number: mostly(v.cells(i), isNumber, 1), currency: mostly(v.cells(i), isCurrency, 1), named: heading != "",
			spoken: len(of) < len(words), code: currencyIn(heading, v.kept), inCurrency: speaksOf(heading, stems[api.ColumnCurrency]), qualifiers: of, owner: -1,
			home: speaksOf(heading, ofAccount), inParts: speaksOfParts(heading),
		}
	}
	for i := range v.traits {
		if !v.traits[i].currency {
			continue
		}
		most := 0
		for amount := range v.traits {
			if n := v.affinity(amount, i); v.traits[amount].number && n > most {
				v.traits[i].owner, most = amount, n
			}
		}
	}
}

// byHeading is the least affinity of columns whose headings, and not only their places, say that they
// belong together.
const byHeading = 4

// affinity tells how much speaks for a column of currencies being that of a column of amounts.
func (v *survey) affinity(amount, currency int) int {
	beside := 0
	switch currency {
	case amount:
		return 0
	case amount + 1:
		beside = 2
	case amount - 1:
		beside = 1
	}
	of, code := v.traits[amount], v.traits[currency]
	plain := len(of.qualifiers) == 0 && len(code.qualifiers) == 0
	switch {
	case !of.named || !code.named:
		return beside
	case of.code != "":
		return 0
	case len(of.qualifiers) > 0 && len(code.qualifiers) > 0:
		if akin(of.qualifiers, code.qualifiers) {
			return byHeading + 4 + beside
		}
		if of.spoken && code.spoken {
			return 0
		}
		return beside
	case len(code.qualifiers) == 0 && of.inCurrency && !of.home:
		return byHeading + 2 + beside
	case plain:
		return byHeading + beside
	}
	return beside
}

// currencyBeside is the column of currencies that belongs to a column of amounts; -1 where there is
// none.
func (v *survey) currencyBeside(amount int) int {
	best, most := -1, 0
	for i, t := range v.traits {
		if !t.currency || t.owner != amount {
			continue
		}
		if n := v.affinity(amount, i); n > most {
			best, most = i, n
		}
	}
	return best
}

// takeCurrency finds the column of currencies where no heading names it, and forgets one that is
// that of other amounts.
func (v *survey) takeCurrency(columns []string) {
	amount := slices.Index(columns, api.ColumnAmount)
	if taken := slices.Index(columns, api.ColumnCurrency); taken >= 0 && v.ofOthers(columns, taken) {
		columns[taken] = ""
	}
	if amount >= 0 {
		if of := v.currencyBeside(amount); of >= 0 {
			forget(columns, api.ColumnCurrency)
			columns[of] = api.ColumnCurrency
		}
	}
	if slices.Contains(columns, api.ColumnCurrency) || amount >= 0 && v.traits[amount].code != "" {
		return
	}
	for i := range columns {
		if v.free(columns, i) && mostly(v.cells(i), isCurrency, len(v.records)/2) && !v.ofOthers(columns, i) {
			columns[i] = api.ColumnCurrency
			return
		}
	}
}

// ofOthers reports whether a column of currencies belongs to amounts that are not read.
func (v *survey) ofOthers(columns []string, currency int) bool {
	owner := v.traits[currency].owner
	if owner < 0 {
		return false
	}
	switch columns[owner] {
	case api.ColumnAmount, api.ColumnDebit, api.ColumnCredit, api.ColumnFee:
		return false
	}
	return v.affinity(owner, currency) >= byHeading
}

// preferAmount takes, of several columns of amounts, the one that is the account's. Of two that are
// so alike that nobody can tell it is asked.
func (v *survey) preferAmount(columns []string) {
	taken := slices.Index(columns, api.ColumnAmount)
	if taken < 0 {
		return
	}
	best := taken
	var rivals []int
	for i, claims := range v.claims() {
		isAmount := slices.ContainsFunc(claims, func(m meaning) bool { return m.column == api.ColumnAmount })
		if i != taken && (!isAmount || !v.free(columns, i) || v.fill(i)*2 < len(v.records)) {
			continue
		}
		rivals = append(rivals, i)
		if v.preference(i) > v.preference(best) {
			best = i
		}
	}
	columns[taken] = ""
	columns[best] = api.ColumnAmount

	rivals = slices.DeleteFunc(rivals, func(i int) bool {
		return i != best && (v.preference(i) < v.preference(best) || v.sameAmounts(i, best))
	})
	if len(rivals) > 1 {
		v.unsure = append(v.unsure, v.columnDoubt(best, rivals))
	}
}

// preference ranks columns of amounts by how surely they are the account's.
func (v *survey) preference(amount int) int {
	heading, t := v.rawHeading(amount), v.traits[amount]
	fromAbroad := speaksOf(heading, foreign) || len(t.qualifiers) == 0 && t.inCurrency && t.code == ""
	switch fits := v.fitsAccount(amount); {
	case fits == inNone: // the account may be another one than is supposed
		return boolInt(!fromAbroad) + boolInt(t.home)
	case fits == inUnknown && fromAbroad && !t.home:
		return 3
	case fits == inSome && fromAbroad:
		return 4
	case fits == inUnknown && t.home:
		return 6
	case fits == inAll && !fromAbroad:
		return 7
	}
	return 5
}

// In how many records the currency of a column of amounts is that of the account.
type fit int

const (
	inUnknown fit = iota
	inNone
	inSome
	inAll
)

func (v *survey) fitsAccount(amount int) fit {
	if len(v.kept) == 0 {
		return inUnknown
	}
	if of := v.traits[amount].code; of != "" {
		if of == v.kept[0] {
			return inAll
		}
		return inNone
	}
	of := v.currencyBeside(amount)
	if of < 0 {
		return inUnknown
	}
	here := 0
	cells := v.cells(of)
	for _, cell := range cells {
		if code, _ := currencyOf(cell, v.kept); code == v.kept[0] {
			here++
		}
	}
	switch {
	case here == len(cells):
		return inAll
	case here > 0:
		return inSome
	}
	return inNone
}

// sameAmounts reports whether two columns hold the same amounts, but for their signs.
func (v *survey) sameAmounts(a, b int) bool {
	return slices.EqualFunc(v.values(a), v.values(b), func(one, other value) bool { return abs(one.minor) == abs(other.minor) })
}
