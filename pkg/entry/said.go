package entry

import (
	"slices"
	"strconv"
	"strings"

	"financebot/pkg/errs"
)

// said reads a line without an arrow: one entry or several.
func (r *reader) said(s *side) ([]Entry, *errs.Error) {
	base := r.entry
	sums := r.candidates(s.tokens)
	parts, ordered := r.partsOf(s.tokens, sums)
	if ordered {
		if all, fault := r.several(base, parts); fault != ErrTwoAmounts {
			return all, fault
		}
	}
	e, fault := r.one(base, s.tokens, sums)
	if fault == nil {
		return []Entry{e}, nil
	}
	if r.offered || len(sums) > maxPartsOfLine {
		return nil, fault
	}
	if fault == ErrTwoAmounts && len(parts) == 0 {
		parts = apart(s.tokens, sums)
	}
	if fault == ErrTwoAmounts && len(parts) > 1 {
		if all, fault := r.several(base, parts); fault == nil {
			r.offer(all)
		}
	}
	r.offerEach(base, s.tokens, sums, fault)
	return nil, fault
}

// one reads the only entry of tokens.
func (r *reader) one(base Entry, tokens []token, sums []candidate) (Entry, *errs.Error) {
	r.entry = base
	s := side{tokens: tokens}
	if fault := r.refsOf(&s); fault != nil {
		return Entry{}, fault
	}
	r.entry.Account = s.account
	if len(sums) == 0 {
		return Entry{}, ErrNoAmount
	}
	chosen, fault := r.choose(r.multiplied(tokens, sums), tokens)
	if fault != nil {
		return Entry{}, fault
	}
	if chosen.unclear(s.account) {
		return Entry{}, r.askMark(base, tokens, chosen)
	}
	return r.about(tokens, chosen)
}

// about reads what is said about an amount.
func (r *reader) about(tokens []token, chosen *candidate) (Entry, *errs.Error) {
	s := side{tokens: tokens, account: r.entry.Account, amount: chosen}
	r.entry.Kind = Expense
	if chosen.sign == "+" {
		r.entry.Kind = Income
	}
	if chosen.sign == "" {
		if moved, fault := r.move(&s); moved || fault != nil {
			return r.entry, fault
		}
	}
	if chosen.sign == "" {
		r.payBy(&s)
	}
	if fault := r.take(&s, s.account, &r.entry.Amount); fault != nil {
		return Entry{}, fault
	}
	if d := owed(tokens, chosen); d.sort != noDebt && chosen.sign == "" {
		return r.entry, r.owing(tokens, chosen, d)
	}
	why := r.kind(tokens, chosen)
	r.entry.Note = r.noteOf(tokens)
	if fault := checkNote(r.entry.Note); fault != nil {
		return Entry{}, fault
	}
	if why != "" {
		r.tellKind(why)
	}
	r.tellMark(chosen)
	return r.entry, nil
}

// several reads parts as an entry each. What a part says of the day and the account goes for all.
func (r *reader) several(base Entry, parts [][]token) ([]Entry, *errs.Error) {
	all := make([]Entry, 0, len(parts))
	accounts := 0
	for _, tokens := range parts {
		e, fault := r.one(base, tokens, r.candidates(tokens))
		if fault != nil {
			return nil, fault
		}
		if e.Kind == Transfer {
			return nil, ErrTwoAmounts
		}
		if e.Account != "" {
			accounts++
		}
		if len(all) > 0 && !says(tokens, roleSpent|roleGave) {
			r.carry(&all[0], &e)
		}
		base.Readings = nil
		all = append(all, e)
	}
	if r.mixed(all) {
		return nil, ErrTwoAmounts
	}
	first := &all[0]
	first.Readings = append(first.Readings, Reading{Code: ReadSeveral, Text: first.Note, As: strconv.Itoa(len(all))})
	return shared(all, accounts), nil
}

// carry makes an entry what the first of its line was said to be, where it says nothing of its own:
// sold a chair for 30 and a table for 50.
func (r *reader) carry(first, e *Entry) {
	if first.Kind != Income || e.Kind == Income {
		return
	}
	for _, told := range first.Readings {
		if told.Code != ReadKind || !lexemeOf(told.Text).is(roleGot|roleTook) {
			continue
		}
		r.entry, r.entry.Kind = *e, Income
		r.tellKind(told.Text)
		*e = r.entry
	}
}

// says reports whether a word has a role.
func says(tokens []token, role role) bool {
	return slices.ContainsFunc(tokens, func(t token) bool { return t.lex().is(role) })
}

// mixed reports whether only some of the entries have a currency, which is not the default one's:
// in "20 EUR taxi and 15 lunch" the lunch may be either.
func (r *reader) mixed(all []Entry) bool {
	foreign, none := false, false
	for _, e := range all {
		none = none || e.Amount.Currency == ""
		foreign = foreign || (e.Amount.Currency != "" && e.Amount.Currency != r.loc.currency)
	}
	return foreign && none
}

// shared gives all entries the one account that is named.
func shared(all []Entry, accounts int) []Entry {
	account := ""
	for _, e := range all {
		account = or(account, e.Account)
	}
	for i := range all {
		if accounts == 1 {
			all[i].Account = account
		}
	}
	return all
}

// offer adds a choice: the lines that read as these entries.
func (r *reader) offer(all []Entry) {
	if r.offered {
		return
	}
	lines := make([]string, len(all))
	for i, e := range all {
		lines[i] = Format(e, r.loc.options)
	}
	if choice := strings.Join(lines, "\n"); choice != "" && !slices.Contains(r.choices, choice) {
		r.choices = append(r.choices, choice)
	}
}

// offerEach adds a choice for each sum that may be the amount of a line that was refused.
func (r *reader) offerEach(base Entry, tokens []token, sums []candidate, fault *errs.Error) {
	switch fault {
	case ErrTwoAmounts, ErrUnsure, ErrDateOrSum, ErrDash:
	default:
		return
	}
	for i := range sums {
		c := &sums[i]
		if c.doubt == noMoney {
			continue
		}
		r.offerValue(base, tokens, c, c.value)
		if thousands, fits := c.value.times(ratio{thousand, 1}); c.maybeTenge && fits {
			plain := *c
			plain.currency = ""
			r.offerValue(base, tokens, &plain, thousands)
		}
		if from, to, ok := c.dashed(); ok {
			r.offerValue(base, tokens, c, from.value)
			r.offerValue(base, tokens, c, to.value)
		}
	}
}

// maxChoices is how many ways of reading a line are offered.
const maxChoices = 4

func onDay(all []Entry, day Date) []Entry {
	for i := range all {
		all[i].Date = day
	}
	return all
}
