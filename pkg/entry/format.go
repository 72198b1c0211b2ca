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
		parts = append(parts, loc.word(word, e.Date.IsZero()))
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
	switch {
	case e.Kind == Income:
		return "+" + loc.decimal(e.Amount)
	case e.Kind == Expense && speaksOfKind(e.Note):
		return "-" + loc.decimal(e.Amount)
	}
	return loc.decimal(e.Amount)
}

// speaksOfKind reports whether a note has words by which its kind would be told, if no sign did.
func speaksOfKind(note string) bool {
	const kinds = roleSpent | roleGave | roleGot | roleTook | roleReturned | roleEarning | roleGiver | roleMe |
		roleFrom | roleFor | roleBy | rolePlus | roleGift | roleMove | roleDraw | rolePut | roleMachine |
		roleOwes | roleLent | roleBorrowed | roleRepaid | roleDebt | roleBackward
	for word := range strings.FieldsSeq(note) {
		form := fold(word)
		if lexemeOf(word).is(kinds) || form == "de" || form == "cash" || form == "card" || accountKinds[form] != "" {
			return true
		}
	}
	return false
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
	if a.Currency != "" {
		return whole + " " + a.Currency
	}
	if fraction == "" && len(whole) >= longDigits {
		return grouped(whole)
	}
	return whole
}

// grouped is a long number with marks that no phone's number has.
func grouped(digits string) string {
	first := len(digits) % 3
	if first == 0 {
		first = 3
	}
	text := digits[:first]
	for i := first; i < len(digits); i += 3 {
		text += "'" + digits[i:i+3]
	}
	return text
}

// word is a word of a note, with a backslash where it would else be read as something: as a part of
// a day only where the line has none.
func (loc *locale) word(w string, dayless bool) string {
	const days = roleDay | roleWeekday | roleMonth | roleSpan | roleAgo | roleBack | roleHour | roleAhead
	tokens, fault := lex(w, loc, nil)
	if fault == nil && len(tokens) == 2 && tokens[0].kind == tokenWord && tokens[0].text == w && !tokens[0].dated &&
		(!dayless || !tokens[0].lex().is(days)) {
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
