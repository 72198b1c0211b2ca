package transaction

import (
	"slices"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/entry"
)

// block is a part of a text: the line that its entries begin on, and the lines behind it up to the
// next entry.
type block struct {
	text    string
	entries int
}

// rows are the lines of a text that say something.
func rows(text string) []string {
	var all []string
	for _, line := range entry.Lines(text) {
		all = append(all, line)
	}
	return all
}

// linesOf are the lines on which entries begin.
func linesOf(all []api.QuickEntry) []int {
	lines := make([]int, 0, len(all))
	for _, e := range all {
		lines = append(lines, e.Line)
	}
	return lines
}

// blocks cuts a text where entries begin.
func blocks(text string, begins []int) []block {
	var all []block
	for number, line := range entry.Lines(text) {
		here := 0
		for _, begin := range begins {
			if begin == number {
				here++
			}
		}
		if here > 0 || len(all) == 0 {
			all = append(all, block{text: line, entries: here})
			continue
		}
		all[len(all)-1].text += "\n" + line
	}
	return all
}

// blocks are those of the message's text.
func (m message) blocks() []block {
	begins := m.Lines
	if len(begins) == 0 { // of a message whose entries were told without their lines
		for number := range entry.Lines(m.Text) {
			begins = append(begins, number)
		}
	}
	all := blocks(m.Text, begins)
	if total(all) != len(m.Entries) {
		return []block{{text: m.Text, entries: len(m.Entries)}}
	}
	return all
}

func total(all []block) (entries int) {
	for _, b := range all {
		entries += b.entries
	}
	return entries
}

// edit is what changed between two texts: their blocks but for those at the head and the tail.
type edit struct {
	was, now   []block
	head, tail int
}

// compare finds the blocks that changed. Where blocks only went, one that stayed counts as changed:
// something has to take their place.
func compare(was, now []block) edit {
	e := edit{was: was, now: now}
	for e.head < min(len(was), len(now)) && was[e.head] == now[e.head] {
		e.head++
	}
	for e.tail < min(len(was), len(now))-e.head && was[len(was)-1-e.tail] == now[len(now)-1-e.tail] {
		e.tail++
	}
	switch gone := e.head+e.tail == len(now) && len(was) > len(now); {
	case gone && e.head > 0:
		e.head--
	case gone:
		e.tail--
	}
	return e
}

func (e edit) empty() bool {
	return len(e.was) == len(e.now) && e.head == len(e.now)
}

// one is the place, among all entries, of the one whose block changed, where that is all.
func (e edit) one() (at int, yes bool) {
	if len(e.was) != len(e.now) || e.head+e.tail != len(e.now)-1 {
		return 0, false
	}
	return total(e.was[:e.head]), e.was[e.head].entries == 1 && e.now[e.head].entries == 1
}

// added is the text of what changed.
func (e edit) added() string {
	var texts []string
	for _, b := range e.now[e.head : len(e.now)-e.tail] {
		texts = append(texts, b.text)
	}
	return strings.Join(texts, "\n")
}

// replaced are those of a message's entries that were in what changed.
func (e edit) replaced(entries []int64) []int64 {
	return entries[total(e.was[:e.head]) : len(entries)-total(e.was[len(e.was)-e.tail:])]
}

// spliced puts the new entries in the place of those that were in what changed.
func (e edit) spliced(entries []int64, added []api.QuickEntry) []int64 {
	all := slices.Clone(entries[:total(e.was[:e.head])])
	for _, a := range added {
		all = append(all, a.ID)
	}
	return append(all, entries[len(entries)-total(e.was[len(e.was)-e.tail:]):]...)
}

// changes are what a line says otherwise than the line before it, as far as the entry does not
// say so yet: what was chosen on the card stays where the words did not change.
func changes(before, line api.QuickEntry, e api.Transaction) (in api.UpdateTransaction, some bool) {
	set := func(changed bool) bool {
		some = some || changed
		return changed
	}
	if set(before.Kind != line.Kind && e.Kind != line.Kind) {
		in.Kind, in.CategoryID = &line.Kind, line.CategoryID // its category was for the other kind
	}
	if set(before.AccountID != line.AccountID && e.AccountID != line.AccountID) {
		in.AccountID = &line.AccountID
	}
	if set(before.Amount != line.Amount && e.Amount != line.Amount) || in.AccountID != nil {
		in.Amount = decimal(line.Amount)
	}
	if in.Amount != nil && e.Currency != line.Currency {
		in.AccountID = &line.AccountID // an amount is in the currency of its account
	}
	if to := line.ToAccountID; to != nil {
		if set(differ(before.ToAccountID, to) && differ(e.ToAccountID, to)) {
			in.ToAccountID = to
		}
		if set(differ(before.ToAmount, line.ToAmount) && differ(e.ToAmount, line.ToAmount)) || in.ToAccountID != nil {
			in.ToAmount = decimal(*line.ToAmount)
		}
	}
	told := differ(before.CategoryID, line.CategoryID) || before.UnknownCategory != line.UnknownCategory
	told = told && (line.Named || !differ(e.CategoryID, before.CategoryID)) // else it was chosen by hand
	if set(in.Kind == nil && told && differ(e.CategoryID, line.CategoryID)) {
		none := int64(0)
		if in.CategoryID = line.CategoryID; in.CategoryID == nil {
			in.CategoryID = &none
		}
	}
	if set(before.Date != line.Date && e.Date != line.Date) {
		in.Date = &line.Date
	}
	if set(before.Note != line.Note && e.Note != line.Note) {
		in.Note = &line.Note
	}
	if set(before.Payee != line.Payee && e.Payee != line.Payee) {
		in.Payee = &line.Payee
	}
	if set(!slices.Equal(before.Tags, line.Tags) && !slices.Equal(e.Tags, line.Tags)) {
		tags := append([]string{}, line.Tags...)
		in.Tags = &tags
	}
	return in, some
}

func decimal(amount string) *api.Decimal {
	d := api.Decimal(amount)
	return &d
}

func differ[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a != b
	}
	return *a != *b
}
