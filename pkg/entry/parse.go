package entry

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Lines are the lines of a message that hold something, without the space around them, each with
// its number from 1. Parse makes one entry of each.
func Lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number := 0
		for line := range strings.SplitSeq(text, "\n") {
			number++
			if line = strings.TrimFunc(line, isSpace); line != "" && !yield(number, line) {
				return
			}
		}
	}
}

// Parse reads all lines of a message, or none. It gives ErrEmpty, ErrMessage, ErrTooManyLines, or
// a *Refusal with every bad line.
func Parse(text string, o Options) ([]Entry, error) {
	if utf8.RuneCountInString(text) > MaxMessage {
		return nil, ErrMessage
	}
	r := reader{loc: localeOf(o)}
	var entries []Entry
	var bad []BadLine
	for number, line := range Lines(text) {
		if len(entries)+len(bad) == MaxLines {
			return nil, ErrTooManyLines
		}
		entry, fault := r.line(line)
		if r.parts > maxParts {
			return nil, ErrMessage
		}
		if fault != nil {
			bad = append(bad, BadLine{Number: number, Text: strings.ToValidUTF8(line, "\ufffd"), Cause: fault})
			continue
		}
		entry.Line = number
		entries = append(entries, entry)
	}
	switch {
	case len(bad) > 0:
		return nil, &Refusal{Lines: bad}
	case len(entries) == 0:
		return nil, ErrEmpty
	}
	return entries, nil
}

// ParseSum reads a text that is one amount in the currency of the Options, and the words beside
// it. It gives what Parse and Amount.In give, or ErrTwoAmounts.
func ParseSum(text string, o Options) (money.Money, Entry, error) {
	entries, err := Parse(text, o)
	if err != nil {
		return money.Money{}, Entry{}, err
	}
	if len(entries) != 1 || entries[0].Kind == Transfer {
		return money.Money{}, Entry{}, ErrTwoAmounts
	}
	sum, err := entries[0].Amount.In(o.Currency)
	return sum, entries[0], err
}

// side is what stands before or after the arrow; without an arrow there is one side.
type side struct {
	tokens  []token // the last of which ends it
	account string
	amount  *candidate
}

// reader gathers the parts of one line after another, each time in the same room.
type reader struct {
	loc    *locale
	entry  Entry
	sides  []side
	tokens []token
	sums   []candidate
	parts  int // tokens of all lines so far
}

func (r *reader) line(line string) (Entry, *errs.Error) {
	if !utf8.ValidString(line) || strings.ContainsFunc(line, unkeepable) {
		return Entry{}, ErrText
	}
	tokens, fault := lex(line, r.loc, r.tokens)
	r.entry, r.sides, r.tokens, r.sums = Entry{}, r.sides[:0], tokens, r.sums[:0]
	if r.parts += len(tokens); fault != nil {
		return Entry{}, fault
	}
	for _, step := range [...]func() *errs.Error{r.date, r.split, r.refs, r.amounts, r.note} {
		if fault := step(); fault != nil {
			return Entry{}, fault
		}
	}
	return r.entry, nil
}

// unkeepable reports whether no database or terminal should be given r.
func unkeepable(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

// split parts the sides at the arrow.
func (r *reader) split() *errs.Error {
	from := 0
	for i, t := range r.tokens {
		if t.kind != tokenArrow && t.kind != tokenEnd {
			continue
		}
		grouped, fault := group(r.tokens[from:i+1], r.loc)
		if fault != nil {
			return fault
		}
		r.sides = append(r.sides, side{tokens: grouped})
		from = i + 1
	}
	if len(r.sides) > 2 {
		return ErrTransfer
	}
	return nil
}

// refs takes the parts with a sigil.
func (r *reader) refs() *errs.Error {
	for i := range r.sides {
		s := &r.sides[i]
		for _, t := range s.tokens {
			if t.kind != tokenRef {
				continue
			}
			if fault := r.ref(t, s); fault != nil {
				return fault
			}
		}
	}
	return nil
}

func (r *reader) ref(t token, s *side) *errs.Error {
	most, fault := MaxName, ErrNameLong
	if t.sigil == '#' {
		most, fault = MaxTag, ErrTagLong
	}
	if utf8.RuneCountInString(t.text) > most {
		return fault
	}
	switch t.sigil {
	case '@':
		return once(&s.account, t.text)
	case '!':
		return once(&r.entry.Category, t.text)
	case '~':
		return once(&r.entry.Payee, t.text)
	}
	return r.tag(t.text)
}

func once(part *string, name string) *errs.Error {
	if *part != "" {
		return ErrRepeated
	}
	*part = name
	return nil
}

func (r *reader) tag(name string) *errs.Error {
	for _, t := range r.entry.Tags {
		if sameName(t, name) {
			return nil
		}
	}
	if len(r.entry.Tags) == MaxTags {
		return ErrTooManyTags
	}
	r.entry.Tags = append(r.entry.Tags, name)
	return nil
}

func sameName(a, b string) bool { return a == b || fold(a) == fold(b) }

// note is the words that remain.
func (r *reader) note() *errs.Error {
	var b strings.Builder
	for _, s := range r.sides {
		for _, t := range s.tokens[:len(s.tokens)-1] {
			if t.isPart() || !t.first() {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.chunk)
			r.remark(t)
		}
	}
	r.entry.Note = b.String()
	if utf8.RuneCountInString(r.entry.Note) > MaxNote {
		return ErrNoteLong
	}
	return nil
}

// remark tells of a word of the note that may have been meant as a part.
func (r *reader) remark(t token) {
	switch {
	case t.dated:
		r.read(ReadDateInNote, t.chunk, "")
	case t.kind == tokenUnit && t.unit().currencies != "" && r.entry.Amount.Currency == "":
		r.read(ReadStray, t.chunk, "")
	}
}

func (r *reader) read(code, text, as string) {
	r.entry.Readings = append(r.entry.Readings, Reading{Code: code, Text: text, As: as})
}
