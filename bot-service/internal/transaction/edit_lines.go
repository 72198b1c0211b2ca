package transaction

import (
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/entry"
)

// edit is what changed between two texts: their lines but for those at the head and the tail.
type edit struct {
	was, now   []string
	head, tail int
}

// rows are the lines of a text that were booked, an entry each.
func rows(text string) []string {
	var all []string
	for _, line := range entry.Lines(text) {
		all = append(all, line)
	}
	return all
}

// compare finds the lines that changed. Where lines only went, one that stayed counts as changed:
// something has to take their place.
func compare(was, now []string) edit {
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

// one reports whether one line was changed in its place.
func (e edit) one() bool {
	return len(e.was) == len(e.now) && e.head+e.tail == len(e.now)-1
}

// spliced puts the new entries in the place of those whose lines changed.
func (e edit) spliced(entries []int64, added []api.QuickEntry) []int64 {
	all := slices.Clone(entries[:e.head])
	for _, a := range added {
		all = append(all, a.ID)
	}
	return append(all, entries[len(entries)-e.tail:]...)
}

// changes are what a line says otherwise than the line before it, as far as the entry does not
// say so yet: what was chosen on the card stays where the words did not change.
func changes(before, line api.QuickEntry, e api.Transaction) (in api.UpdateTransaction, some bool) {
	set := func(changed bool) bool {
		some = some || changed
		return changed
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
	named := differ(before.CategoryID, line.CategoryID) || before.UnknownCategory != line.UnknownCategory
	if set(named && differ(e.CategoryID, line.CategoryID)) {
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
