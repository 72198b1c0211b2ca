package starter

import "strings"

// latin are Russian letters as people type them who have no Russian keyboard.
var latin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к", "k",
	"л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h",
	"ц", "ts", "ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya",
)

// leastLatin is how many letters a word has at least that is known in Latin letters too: shorter
// ones are words of other languages.
const leastLatin = 5

// addLatin has the Russian words known in Latin letters, where they are no words of a language.
func addLatin(all map[string]*list) {
	russian := all["ru"]
	for _, part := range []func(*list) map[string]map[string]*sense{
		func(l *list) map[string]map[string]*sense { return l.forms },
		func(l *list) map[string]map[string]*sense { return l.stems },
	} {
		for kind, forms := range part(russian) {
			added := map[string]*sense{}
			for form, s := range forms {
				typed := latin.Replace(form)
				if typed == form || len(typed) < leastLatin || known(all, kind, typed) {
					continue
				}
				added[typed] = s
			}
			for form, s := range added {
				forms[form] = s
			}
		}
	}
}

// known reports whether a form is in one of the lists as it stands.
func known(all map[string]*list, kind, form string) bool {
	for _, l := range all {
		if l.forms[kind][form] != nil || l.stems[kind][form] != nil {
			return true
		}
	}
	return false
}
