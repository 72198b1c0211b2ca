package entry

import (
	"strings"
	"unicode"

	"financebot/pkg/money"
)

// Format writes an entry as the line that Parse, with the same Options, reads as the same entry
// and without any Readings. It promises so for every entry that Parse can give.
func Format(e Entry, o Options) string {
	loc := localeOf(o)
	parts := []string{loc.amount(e)}
	if e.Account != "" {
		parts = append(parts, named('@', e.Account))
	}
	if e.Kind == Transfer {
		parts = append(parts, ">")
		if !e.ToAmount.IsZero() {
			parts = append(parts, loc.decimal(e.ToAmount))
		}
		parts = append(parts, named('@', e.ToAccount))
	}
	for word := range strings.FieldsSeq(e.Note) {
		parts = append(parts, loc.word(word))
	}
	if e.Category != "" {
		parts = append(parts, named('!', e.Category))
	}
	if e.Payee != "" {
		parts = append(parts, named('~', e.Payee))
	}
	for _, tag := range e.Tags {
		parts = append(parts, named('#', tag))
	}
	if !e.Date.IsZero() {
		parts = append(parts, "^"+e.Date.String()) // last, so that no word goes on with it
	}
	return strings.Join(parts, " ")
}

func (loc *locale) amount(e Entry) string {
	if e.Kind == Income {
		return "+" + loc.decimal(e.Amount)
	}
	return loc.decimal(e.Amount)
}

// decimal is an amount with all decimals of its currency.
func (loc *locale) decimal(a Amount) string {
	whole, fraction, _ := strings.Cut(a.Decimal(), ".")
	wanted, known := money.Exponent(a.Currency)
	if !known && fraction != "" {
		wanted = 2
	}
	if fraction += strings.Repeat("0", max(0, wanted-len(fraction))); len(fraction) == 3 {
		fraction += "0" // three decimals would look like thousands
	}
	if fraction != "" {
		whole += string(loc.mark) + fraction
	}
	if a.Currency == "" {
		return whole
	}
	return whole + " " + a.Currency
}

// word is a word of a note, with a backslash where it would else be read as something.
func (loc *locale) word(w string) string {
	tokens, fault := lex(w, loc, nil)
	if fault == nil && len(tokens) == 2 && tokens[0].kind == tokenWord && tokens[0].text == w && !tokens[0].dated {
		return w
	}
	return `\` + w
}

// named is a name with its sigil, in quotes where it would else end early or change.
func named(sigil byte, name string) string {
	if isBare(name) {
		return string(sigil) + name
	}
	return string(sigil) + `"` + quoting.Replace(name) + `"`
}

var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func isBare(name string) bool {
	for i, r := range name {
		if !unicode.In(r, unicode.L, unicode.Nd, unicode.So) && (r != '-' || i == 0) {
			return false
		}
	}
	return true
}
