package entry

import (
	"slices"
	"strings"
)

// countries are the words by which people tell currencies that share a name: бел руб, lei moldovenești.
var countries = map[string]string{
	"бел": "BYN", "белорус": "BYN", "белорусских": "BYN", "белорусский": "BYN", "белорусского": "BYN",
	"белорусские": "BYN", "belarusian": "BYN", "belaruse": "BYN", "bieloruse": "BYN",
	"рос": "RUB", "росс": "RUB", "российских": "RUB", "российский": "RUB", "российского": "RUB",
	"российские": "RUB", "russian": "RUB", "rusesti": "RUB",
	"молд": "MDL", "молдавских": "MDL", "молдавский": "MDL", "молдавского": "MDL", "молдавские": "MDL",
	"молдовских": "MDL", "moldovan": "MDL", "moldovenesti": "MDL", "moldovenesc": "MDL",
	"рум": "RON", "румынских": "RON", "румынский": "RON", "румынского": "RON", "румынские": "RON",
	"romanian": "RON", "romanesti": "RON", "romanesc": "RON",
	"америк": "USD", "американских": "USD", "american": "USD", "americani": "USD",
	"канадских": "CAD", "canadian": "CAD", "canadieni": "CAD",
	"австралийских": "AUD", "australian": "AUD", "australieni": "AUD",
	"британских": "GBP", "british": "GBP", "египетских": "EGP", "egyptian": "EGP",
	"чешских": "CZK", "czech": "CZK", "cehesti": "CZK", "шведских": "SEK", "swedish": "SEK", "suedeze": "SEK",
	"норвежских": "NOK", "norwegian": "NOK", "norvegiene": "NOK", "датских": "DKK", "danish": "DKK", "daneze": "DKK",
}

// qualify gives the currencies whose country is said the one meaning that is left.
func (r *reader) qualify() {
	for i := 0; i < len(r.tokens)-1; i++ {
		t := &r.tokens[i]
		if t.kind != tokenUnit || !strings.Contains(t.unit().currencies, " ") {
			continue
		}
		switch {
		case r.qualifies(i-1, i):
			before := r.tokens[i-1]
			t.chunk, t.gap = before.chunk+" "+t.chunk, before.gap
			r.tokens = slices.Delete(r.tokens, i-1, i)
			i--
		case r.qualifies(i+1, i):
			r.extend(i, r.tokens[i+1].chunk)
			r.tokens = slices.Delete(r.tokens, i+1, i+2)
		}
	}
}

// qualifies gives a currency the country that the word at a place says, if it says one.
func (r *reader) qualifies(word, currency int) bool {
	if word < 0 || r.tokens[word].kind != tokenWord || r.tokens[word].literal || len(r.tokens[word].text) > maxForm {
		return false
	}
	code := countries[fold(trimmed(r.tokens[word].text))]
	t := &r.tokens[currency]
	if !has(t.unit().currencies, code) || (word < currency && !t.first()) {
		return false
	}
	t.meaning = &unit{currencies: code}
	return true
}

// extend adds a chunk to the one that a token belongs to.
func (r *reader) extend(at int, chunk string) {
	for !r.tokens[at].first() {
		at--
	}
	r.tokens[at].chunk += " " + chunk
}
