package transaction

import (
	"slices"
	"unicode/utf8"

	"financebot/api-service/internal/starter"
	"financebot/pkg/api"
)

// maxLikely is how many categories are offered where none is sure.
const maxLikely = 2

// meanings are what words mean in a workspace: what was learned of them, and else what they say of
// the categories that it began with.
type meanings struct {
	hints    map[Cue]int64
	language string // of whoever typed the words; empty where that is not known

	kinds map[int64]string     // of the categories that are there
	ids   map[starterKey]int64 // of those that it began with
}

type starterKey struct{ kind, key string }

func newMeanings(categories []Category, hints map[Cue]int64, language string) meanings {
	m := meanings{hints: hints, language: language, kinds: map[int64]string{}, ids: map[starterKey]int64{}}
	for _, c := range categories {
		m.kinds[c.ID] = c.Kind
		as, known, _ := c.began()
		key := starterKey{c.Kind, as.Key}
		if _, taken := m.ids[key]; known && !taken {
			m.ids[key] = c.ID
		}
	}
	return m
}

// category finds the category of an entry by its words: the one that was chosen for all of them
// before, or that each of them tells. Zero is none; likely are those that it may be then.
func (m meanings) category(kind, note, payee string) (id int64, likely []int64) {
	if cue, ok := newCue(kind, note, payee); ok {
		if id, known := m.hints[cue]; known && m.has(kind, id) {
			return id, nil
		}
	}
	id, likely = m.tell(kind, note)
	if id == 0 && len(likely) == 0 {
		return m.tell(kind, payee)
	}
	return id, likely
}

func (m meanings) has(kind string, id int64) bool {
	return m.kinds[id] == kind
}

// tell finds the category that the words of a text tell, zero where they tell none or where they
// do not agree; likely are those that it may be then.
func (m meanings) tell(kind, text string) (id int64, likely []int64) {
	var strong, quiet, perhaps []int64
	open := false

	for _, w := range starter.Words(kind, text, m.language) {
		if w.Turn && (open || len(strong) > 0) {
			break // lunch with the dentist
		}
		if learned, known := m.learned(kind, w); known {
			strong = append(strong, learned)
			continue
		}
		ids := m.named(kind, w.Keys)
		switch {
		case w.None:
			open, perhaps = true, append(perhaps, ids...)
		case len(w.Keys) > 1:
			perhaps = append(perhaps, ids...)
		case w.Quiet:
			quiet = append(quiet, ids...)
		default:
			strong = append(strong, ids...)
		}
	}

	strong, quiet = distinct(strong), distinct(quiet)
	switch {
	case !open && len(strong) == 1:
		return strong[0], nil
	case !open && len(strong) == 0 && len(quiet) == 1:
		return quiet[0], nil
	}
	return 0, distinct(slices.Concat(strong, perhaps, quiet))
}

// learned is the category that somebody chose for a word, if it is there still.
func (m meanings) learned(kind string, w starter.Word) (int64, bool) {
	cue, can := wordCue(kind, w)
	id, known := m.hints[cue]
	return id, can && known && m.has(kind, id)
}

// named are the categories of a workspace that began with these keys.
func (m meanings) named(kind string, keys []string) []int64 {
	var ids []int64
	for _, key := range keys {
		if id, there := m.ids[starterKey{kind, key}]; there {
			ids = append(ids, id)
		}
	}
	return ids
}

// distinct is each id once, in the order of their first places.
func distinct(ids []int64) []int64 {
	var once []int64
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// wordCue is what a category is remembered by where a single word counts, if it can be.
func wordCue(kind string, w starter.Word) (c Cue, ok bool) {
	c = Cue{Kind: kind, Source: api.HintWord, Words: starter.Stem(w.Text)}
	return c, !w.Idle && utf8.RuneCountInString(c.Words) <= maxCue
}

// wordCues are what is remembered of the words of a text.
func wordCues(kind, text string) []Cue {
	var cues []Cue
	for _, w := range starter.Words(kind, text, "") {
		if cue, ok := wordCue(kind, w); ok {
			cues = append(cues, cue)
		}
	}
	return cues
}

// telling is the word of a text that a choice says something of: its only one, or else the first
// that says nothing by itself. Who takes "coffee pods" out of the cafés speaks of pods.
func telling(kind, text string) (cue Cue, ok bool) {
	var words []starter.Word
	for _, w := range starter.Words(kind, text, "") {
		if !w.Idle {
			words = append(words, w)
		}
	}
	if len(words) == 1 {
		return wordCue(kind, words[0])
	}
	for _, w := range words {
		if !w.Known {
			return wordCue(kind, w)
		}
	}
	return Cue{}, false
}
