package entry

import (
	"strings"
	"unicode/utf8"

	"financebot/pkg/money"
)

// maxForm is longer than any form in the tables: what exceeds it is looked up nowhere.
const maxForm = 32

// unit is what a word beside a number can mean; most words mean nothing of it.
type unit struct {
	currencies string // the likeliest first: "MDL RON"
	minors     string // as currencies, of which it is a hundredth
	multiple   int64
	measure    bool
	times      bool
}

func (u *unit) means() bool {
	return u.currencies != "" || u.minors != "" || u.multiple != 0 || u.measure || u.times
}

// units are the forms of all languages, by the language whose meaning of a form comes first.
var units = map[string]map[string]*unit{
	"en": index(tables("en")),
	"ro": index(tables("ro")),
	"ru": index(tables("ru")),
}

func index(languages [3]*words) map[string]*unit {
	all := map[string]*unit{"x": {times: true}, "х": {times: true}}
	change := func(form string, with func(*unit)) {
		if all[form] == nil {
			all[form] = &unit{}
		}
		with(all[form])
	}
	for form, codes := range symbols {
		change(form, func(u *unit) { u.currencies = codes })
	}
	change("т", func(u *unit) { u.currencies = tenge }) // or thousands
	for _, w := range languages {
		for form, codes := range w.currencies {
			change(form, func(u *unit) { u.currencies = or(u.currencies, codes) })
		}
		for form, codes := range w.minors {
			change(form, func(u *unit) { u.minors = or(u.minors, codes) })
		}
		for form, factor := range w.multiples {
			change(form, func(u *unit) { u.multiple = factor })
		}
		for form := range w.measures {
			change(form, func(u *unit) { u.measure = true })
		}
	}
	return all
}

// nothing is the unit of all other words.
var nothing = &unit{}

// beside is the unit of a form that touches a number or an operator.
func (loc *locale) beside(form string) *unit {
	if len(form) > maxForm {
		return nothing
	}
	var key [maxForm * utf8.UTFMax]byte
	if u, ok := loc.units[string(appendFolded(key[:0], form))]; ok {
		return u
	}
	if len(form) != 3 {
		return nothing
	}
	if code := strings.ToUpper(form); money.Known(code) {
		return &unit{currencies: code}
	}
	return nothing
}

// apart is the unit of a form that stands alone, where more forms are just words: in capital
// letters PEN is a currency, and "5k" is a number, but in Russian "5 к чаю" is "5 for tea".
func (loc *locale) apart(form string) *unit {
	u := loc.beside(form)
	switch {
	case len(form) == 3 && form != u.currencies && alsoWords[strings.ToUpper(form)]:
		return nothing
	case u.multiple != 0 && utf8.RuneCountInString(form) == 1:
		return nothing
	}
	return u
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pick chooses among the currencies of a form: that of the account that is named, or the default
// one, or that of another account, or that of the region, or the likeliest. It reports whether the
// choice was between several that the accounts do not decide.
func (loc *locale) pick(currencies, named string) (code string, doubtful bool) {
	if !strings.Contains(currencies, " ") {
		return currencies, false
	}
	kept, several := loc.keptIn(currencies)
	switch local := regions[loc.region]; {
	case has(currencies, named):
		return named, several
	case has(currencies, loc.currency):
		return loc.currency, several
	case kept != "":
		return kept, several
	case has(currencies, local):
		return local, true
	}
	first, _, _ := strings.Cut(currencies, " ")
	return first, true
}

// keptIn is the first of the currencies in which there is an account, and whether there is one in
// another of them too.
func (loc *locale) keptIn(currencies string) (first string, several bool) {
	for _, a := range loc.accounts {
		if has(currencies, a.Currency) {
			first = or(first, a.Currency)
			several = several || a.Currency != first
		}
	}
	return first, several
}

// has reports whether code is among currencies, all of which have three letters.
func has(currencies, code string) bool {
	return len(code) == 3 && strings.Contains(currencies, code)
}

// regions are the countries whose currency shares its name with another's.
var regions = map[string]string{
	"RO": "RON", "MD": "MDL", "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD",
	"RU": "RUB", "BY": "BYN", "GB": "GBP", "EG": "EGP", "CZ": "CZK", "SE": "SEK", "NO": "NOK", "DK": "DKK",
	"IS": "ISK", "JP": "JPY", "CN": "CNY", "TR": "TRY", "UA": "UAH",
}
