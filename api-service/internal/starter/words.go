package starter

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"financebot/pkg/api"
	"financebot/pkg/entry"
)

//go:embed words/*.txt
var files embed.FS

// maxEnding is how many letters a star stands for.
const maxEnding = 4

// none stands for no category.
const none = "-"

// maxPhrase is how many words a name has.
const maxPhrase = 3

// sense is what a form says: the categories of a kind in which it belongs.
type sense struct {
	keys  []string
	none  bool // whether it belongs in no starter category by itself, these being the likeliest
	quiet bool // whether it tells only where nothing else does
}

// list are the words of one language.
type list struct {
	forms map[string]map[string]*sense // by kind, then by the words of a form
	stems map[string]map[string]*sense // of forms with a star
	stop  map[string]bool
	turn  map[string]bool
	first map[string]bool // words that a form of several words begins with
}

// lists are the words of each language, read when they are first wanted.
var lists = sync.OnceValues(func() (map[string]*list, error) {
	all := map[string]*list{}
	for _, language := range api.Languages {
		content, err := files.ReadFile("words/" + language + ".txt")
		if err != nil {
			return nil, err
		}
		read, err := readList(string(content))
		if err != nil {
			return nil, fmt.Errorf("words/%s.txt: %w", language, err)
		}
		all[language] = read
	}
	addLatin(all)
	return all, nil
})

// Check reports what is wrong with the words.
func Check() error {
	_, err := lists()
	return err
}

func newList() *list {
	l := &list{stop: map[string]bool{}, turn: map[string]bool{}, first: map[string]bool{}}
	l.forms, l.stems = map[string]map[string]*sense{}, map[string]map[string]*sense{}
	for _, kind := range []string{api.Expense, api.Income} {
		l.forms[kind], l.stems[kind] = map[string]*sense{}, map[string]*sense{}
	}
	return l
}

func readList(content string) (*list, error) {
	l := newList()
	section := ""
	for number, line := range strings.Split(content, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[':
			section = strings.Trim(line, "[]")
			continue
		}
		for word := range strings.FieldsSeq(line) {
			if err := l.add(section, word); err != nil {
				return nil, fmt.Errorf("line %d: %q: %w", number+1, word, err)
			}
		}
	}
	return l, nil
}

func (l *list) add(section, word string) error {
	switch section {
	case "stop":
		l.stop[word] = true
		return nil
	case "turn":
		l.turn[word] = true
		return nil
	}

	kind, said, _ := strings.Cut(section, " ")
	if l.forms[kind] == nil {
		return fmt.Errorf("[%s] has no kind", section)
	}
	keys := strings.Fields(said)
	for _, key := range keys {
		known := func(c Category) bool { return c.Kind == kind && c.Key == key }
		if key != none && !slices.ContainsFunc(starters, known) {
			return fmt.Errorf("[%s] has no category %q", section, key)
		}
	}

	word, quiet := strings.CutPrefix(word, "~")
	word, stem := strings.CutSuffix(word, "*")
	parts := split(strings.ReplaceAll(word, "_", " "))
	if len(parts) == 0 || len(parts) > maxPhrase {
		return fmt.Errorf("has %d words", len(parts))
	}
	if len(parts) > 1 {
		l.first[parts[0]] = true
	}

	into := l.forms[kind]
	if stem {
		into = l.stems[kind]
	}
	form := strings.Join(parts, " ")
	if into[form] == nil {
		into[form] = &sense{}
	}
	into[form].take(keys, quiet)
	return nil
}

func (s *sense) take(keys []string, quiet bool) {
	s.quiet = s.quiet || quiet
	for _, key := range keys {
		switch {
		case key == none:
			s.none = true
		case !slices.Contains(s.keys, key):
			s.keys = append(s.keys, key)
		}
	}
}

// apostrophes stand inside of words: McDonald's.
var apostrophes = strings.NewReplacer("'", "", "’", "")

// split gives the words of a text: small letters without marks, and each picture by itself.
func split(text string) []string {
	var all []string
	begin := -1
	folded := apostrophes.Replace(entry.Fold(text))
	for i, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if begin < 0 {
				begin = i
			}
			continue
		}
		if begin >= 0 {
			all, begin = append(all, folded[begin:i]), -1
		}
		if unicode.Is(unicode.So, r) {
			all = append(all, string(r))
		}
	}
	if begin >= 0 {
		all = append(all, folded[begin:])
	}
	return all
}
