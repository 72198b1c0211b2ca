package entry

import (
	"iter"
	"slices"
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
func Parse(text string, o Options) ([]Entry, error) { return parse(text, localeOf(o)) }

func parse(text string, loc *locale) ([]Entry, error) {
	if utf8.RuneCountInString(text) > MaxMessage {
		return nil, ErrMessage
	}
	r := reader{loc: loc}
	var entries []Entry
	var bad []BadLine
	for number, line := range Lines(text) {
		if len(entries)+len(bad) >= MaxLines {
			return nil, ErrTooManyLines
		}
		read, fault := r.line(line)
		if r.parts > maxParts {
			return nil, ErrMessage
		}
		if fault != nil {
			bad = append(bad, r.bad(number, line, fault))
			continue
		}
		for _, e := range read {
			e.Line = number
			entries = append(entries, e)
		}
	}
	switch {
	case len(bad) > 0 && more(entries, bad):
		return []Entry{withNote(entries[0], bad)}, nil
	case len(bad) > 0:
		return nil, &Refusal{Lines: bad, text: text}
	case len(entries) == 0:
		return nil, ErrEmpty
	}
	return entries, nil
}

func (r *reader) bad(number int, line string, fault *errs.Error) BadLine {
	b := BadLine{Number: number, Text: strings.ToValidUTF8(line, "\ufffd"), Cause: fault}
	b.Choices = slices.Clone(r.choices)
	r.offered = r.offered || len(r.choices) > 0
	return b
}

// more reports whether the lines without an amount go on with the note of the one before them.
func more(entries []Entry, bad []BadLine) bool {
	if len(entries) != 1 || entries[0].Kind == Transfer || entries[0].Line > bad[0].Number {
		return false
	}
	length := utf8.RuneCountInString(entries[0].Note)
	for _, l := range bad {
		if l.Cause != ErrNoAmount || len(l.Choices) > 0 || strings.ContainsAny(l.Text, sigils+`\`) {
			return false
		}
		length += 1 + utf8.RuneCountInString(l.Text)
	}
	return length <= MaxNote
}

func withNote(e Entry, more []BadLine) Entry {
	for _, l := range more {
		e.Readings = append(e.Readings, Reading{Code: ReadMore, Text: l.Text})
		e.Note = strings.TrimLeft(e.Note+" "+tidy(l.Text), " ")
	}
	return e
}

// ParseSum reads a text that is one amount in the currency of the Options, and the words beside
// it. A number that stands for itself is doubted less than in Parse: it was asked for. It gives what
// Parse and Amount.In give, or ErrTwoAmounts.
func ParseSum(text string, o Options) (money.Money, Entry, error) {
	loc := localeOf(o)
	loc.asked = true
	entries, err := parse(text, loc)
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

	future  bool // whether the day that was said is still to come
	sure    []*candidate
	offered bool     // whether a line before has choices: one question at a time
	choices []string // of a line that is in doubt: how it may have been meant
}

// line reads a line, which can hold several entries.
func (r *reader) line(line string) ([]Entry, *errs.Error) {
	r.choices = nil
	if !utf8.ValidString(line) || strings.ContainsFunc(line, unkeepable) {
		return nil, ErrText
	}
	tokens, fault := lex(line, r.loc, r.tokens)
	r.entry, r.sides, r.tokens, r.sums = Entry{}, r.sides[:0], tokens, r.sums[:0]
	r.future = false
	if r.parts += len(tokens); fault != nil {
		return nil, fault
	}
	for _, step := range [...]func() *errs.Error{r.date, r.day, r.split} {
		if fault := step(); fault != nil {
			return nil, fault
		}
	}
	entries, fault := r.entries()
	if fault != nil {
		return nil, fault
	}
	if r.future {
		if r.loc.today.Before(entries[0].Date) {
			r.offer(entries)
		}
		r.offer(onDay(entries, r.loc.today))
		return nil, ErrFuture
	}
	return entries, nil
}

// entries are those of a line, whose day is known and whose sides are parted.
func (r *reader) entries() ([]Entry, *errs.Error) {
	if len(r.sides) == 1 {
		return r.said(&r.sides[0])
	}
	for _, step := range [...]func() *errs.Error{r.refs, r.amounts, r.note} {
		if fault := step(); fault != nil {
			return nil, fault
		}
	}
	return []Entry{r.entry}, nil
}

// unkeepable reports whether no database or terminal should be given r.
func unkeepable(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

// split parts the sides at the arrow.
func (r *reader) split() *errs.Error {
	r.qualify()
	r.spoken()
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
		if fault := r.refsOf(&r.sides[i]); fault != nil {
			return fault
		}
	}
	return nil
}

func (r *reader) refsOf(s *side) *errs.Error {
	for _, t := range s.tokens {
		if t.kind != tokenRef {
			continue
		}
		if fault := r.ref(t, s); fault != nil {
			return fault
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
		r.words(&b, s.tokens)
	}
	r.entry.Note = b.String()
	return checkNote(r.entry.Note)
}

func checkNote(note string) *errs.Error {
	if utf8.RuneCountInString(note) > MaxNote {
		return ErrNoteLong
	}
	return nil
}

func (r *reader) noteOf(tokens []token) string {
	var b strings.Builder
	r.words(&b, tokens)
	return b.String()
}

// words gathers what is no part of an entry, and remarks on it.
func (r *reader) words(b *strings.Builder, tokens []token) {
	for _, t := range tokens[:len(tokens)-1] {
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
