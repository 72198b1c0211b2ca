package starter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"financebot/pkg/api"
)

// maxWords bounds how many words of a text are looked at.
const maxWords = 24

// Word is one word of a text, or a name of several, and what the lists say of it.
type Word struct {
	Text string   // as the lists have it
	Keys []string // of the categories in which it belongs; several where nobody could say

	Known bool // whether the lists have it
	None  bool // whether it belongs in no starter category by itself, its keys being the likeliest
	Quiet bool // whether it tells only where no other word does
	Turn  bool // whether what follows tells who, where or when, not what
	Idle  bool // whether it says nothing of what an entry is for
}

// Words are those of a text about an entry of a kind. A language's own words come first, where it is
// one of ours, and those of the others next: who speaks one of them writes in the others too.
func Words(kind, text, language string) []Word {
	all, err := lists()
	if err != nil || (kind != api.Expense && kind != api.Income) {
		return nil
	}
	order := order(all, language)
	parts := split(text)
	words := make([]Word, 0, len(parts))
	for i := 0; i < len(parts) && len(words) < maxWords; {
		w, size := read(order, kind, parts[i:])
		words = append(words, w)
		i += size
	}
	return words
}

func order(all map[string]*list, language string) [3]*list {
	switch language {
	case "ro":
		return [3]*list{all["ro"], all["en"], all["ru"]}
	case "ru":
		return [3]*list{all["ru"], all["en"], all["ro"]}
	}
	return [3]*list{all["en"], all["ro"], all["ru"]}
}

// read is the word or the name that parts begin with, and how many of them it takes.
func read(lists [3]*list, kind string, parts []string) (w Word, size int) {
	for size := min(maxPhrase, len(parts)); size > 1; size-- {
		for _, l := range lists {
			if !l.first[parts[0]] {
				continue
			}
			form := strings.Join(parts[:size], " ")
			if s := l.find(kind, form); s != nil {
				return s.word(form), size
			}
		}
	}

	form := parts[0]
	for _, l := range lists {
		if s := l.find(kind, form); s != nil {
			return s.word(form), 1
		}
	}
	w.Text = form
	w.Idle = idle(form)
	for _, l := range lists {
		w.Turn = w.Turn || l.turn[form]
		w.Idle = w.Idle || l.stop[form] || l.turn[form]
	}
	return w, 1
}

func (s *sense) word(form string) Word {
	return Word{Text: form, Keys: s.keys, Known: true, None: s.none, Quiet: s.quiet}
}

// find is what a list says of a form: as it stands, or by the longest stem.
func (l *list) find(kind, form string) *sense {
	if s := l.forms[kind][form]; s != nil {
		return s
	}
	rest := form
	for range maxEnding + 1 {
		if s := l.stems[kind][rest]; s != nil {
			return s
		}
		_, size := utf8.DecodeLastRuneInString(rest)
		if rest = rest[:len(rest)-size]; rest == "" {
			break
		}
	}
	return nil
}

// idle reports whether a word is a number or a letter, which say nothing of what an entry is for.
func idle(form string) bool {
	if strings.IndexFunc(form, unicode.IsDigit) == 0 {
		return true
	}
	r, size := utf8.DecodeRuneInString(form)
	return size == len(form) && unicode.IsLetter(r)
}

// Stem is what forms of one word have in common, as far as that shows at their ends: аптека and
// аптеку, coffee and coffees.
func Stem(word string) string {
	const least, most = 3, 3
	letters := []rune(word)
	for range most {
		if len(letters) <= least || !slices.Contains(endings, letters[len(letters)-1]) {
			break
		}
		letters = letters[:len(letters)-1]
	}
	return string(letters)
}

// endings are the letters that come and go at the ends of words.
var endings = []rune("aeiousаеиоуыэюяйь")
