package entry

import "financebot/pkg/errs"

// move reads a transfer that is told in words: "move 50 from cash to card". Moved is false where the
// words tell of none; where they may tell of one it asks.
func (r *reader) move(s *side) (moved bool, fault *errs.Error) {
	m := r.moves(s.tokens)
	if !m.verb && !m.draw && !m.put && (m.from.size == 0 || m.to.size == 0) {
		return false, nil
	}
	from, fromKnown := r.loc.named(s.tokens, m.from)
	to, toKnown := r.loc.named(s.tokens, m.to)
	switch {
	case m.draw:
		return r.draw(s, m, from, fromKnown)
	case m.verb && m.from.size == 0 && m.to.size == 0:
		if onlyWord(s.tokens) >= 0 {
			return false, r.askWhere(s, "")
		}
		return r.moveBetween(s, m)
	case fromKnown && toKnown, m.verb && m.from.size > 0 && m.to.size > 0:
		return r.moved(s, m, from, to)
	case m.from.size == 0 && toKnown && (m.verb || m.put):
		return r.moved(s, m, "", to)
	case m.verb && m.to.size > 0 && m.from.size == 0:
		return false, r.askWhere(s, to)
	}
	return false, nil
}

// span are tokens that follow one another.
type span struct{ at, size int }

// moving is what tells of a transfer: its verb and the words behind "from" and "to".
type moving struct {
	verb, draw, put bool
	verbAt          int
	from, to        span // with the word before the name
	used            []span
}

// moves finds the verb and the names.
func (r *reader) moves(tokens []token) (m moving) {
	m.verbAt = -1
	if i := onlyWord(tokens); i >= 0 && tokens[i].lex().is(roleMachine) {
		m.draw, m.verbAt = true, i
	}
	for i := range tokens[:len(tokens)-1] {
		t := &tokens[i]
		if t.kind != tokenWord {
			continue
		}
		l := t.lex()
		if m.verbAt < 0 && l.is(roleMove|roleDraw|rolePut) && (i == 0 || !tokens[i-1].lex().is(roleGiver|roleMe)) {
			m.verb, m.draw, m.put, m.verbAt = l.is(roleMove), l.is(roleDraw), l.is(rolePut), i
			if m.put && tokens[i+1].kind == tokenWord {
				m.to = span{i + 1, 1} // пополнил карту
			}
			continue
		}
		if size := t.isFrom(tokens[i+1:]); size > 0 && m.from.size == 0 {
			m.from = nameBehind(tokens, i, size)
			continue
		}
		if m.inTo(tokens, i) {
			m.to = nameBehind(tokens, i, 1)
		}
	}
	return m
}

// onlyWord is the one word of tokens, or -1.
func onlyWord(tokens []token) int {
	at := -1
	for i, t := range tokens {
		if t.kind != tokenWord {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = i
	}
	return at
}

// inTo reports whether a name behind "to" begins here; in Romanian "pe" is both "on" and "to".
func (m *moving) inTo(tokens []token, i int) bool {
	if (m.to.size > 0 && !m.put) || (m.from.size > 0 && i < m.from.at+m.from.size) {
		return false
	}
	l := tokens[i].lex()
	return l.is(roleTo) || (l.is(roleFor) && (m.verb || m.put || m.from.size > 0))
}

// isFrom is how many tokens of "from" stand here: from, de pe, de la, с.
func (t *token) isFrom(after []token) int {
	switch {
	case t.lex().is(roleFrom):
		return 1
	case fold(t.text) == "de" && (fold(after[0].text) == "pe" || fold(after[0].text) == "la"):
		return 2
	}
	return 0
}

// nameBehind is a preposition and the words behind it, up to the next one, a number or the end.
func nameBehind(tokens []token, at, prepositions int) span {
	i := at + prepositions
	for i < len(tokens)-1 && tokens[i].kind == tokenWord && i-at-prepositions < maxNameWords {
		if tokens[i].isFrom(tokens[i+1:]) > 0 || tokens[i].lex().is(roleTo|roleFor) {
			break
		}
		i++
	}
	if i == at+prepositions {
		return span{}
	}
	return span{at, i - at}
}

// maxNameWords is the most words of an account's name that are looked for without a sigil.
const maxNameWords = 3

// named is the account that a span names: the longest name that is known, or else its first word.
func (loc *locale) named(tokens []token, s span) (name string, known bool) {
	if s.size == 0 {
		return "", false
	}
	words := tokens[s.at : s.at+s.size]
	for len(words) > 0 && (words[0].lex().is(roleFrom|roleTo|roleFor) || isFromWord(words[0].text)) {
		words = words[1:]
	}
	for size := len(words); size > 0; size-- {
		if at, ok := findAccount(loc.accounts, textOf(words[:size]), false); ok {
			return loc.accounts[at].Name, true
		}
	}
	return textOf(words), false
}

func isFromWord(word string) bool { return fold(word) == "de" || fold(word) == "la" }

// moved makes the entry a transfer.
func (r *reader) moved(s *side, m moving, from, to string) (bool, *errs.Error) {
	if s.account != "" {
		from = s.account
	}
	if sameName(from, to) || r.entry.Category != "" {
		return false, nil
	}
	text := textOf(s.tokens[:len(s.tokens)-1])
	if fault := r.take(s, from, &r.entry.Amount); fault != nil {
		return false, fault
	}
	r.entry.Kind, r.entry.Account, r.entry.ToAccount = Transfer, from, to
	for _, name := range [...]span{m.from, m.to, {max(m.verbAt, 0), min(m.verbAt+1, 1)}} {
		for i := name.at; i < name.at+name.size; i++ {
			s.tokens[i].kind = tokenUsed
		}
	}
	for _, name := range m.used {
		for i := name.at; i < name.at+name.size; i++ {
			s.tokens[i].kind = tokenUsed
		}
	}
	if m.verbAt > 0 && s.tokens[m.verbAt-1].lex().is(roleSelf) {
		s.tokens[m.verbAt-1].kind = tokenUsed
	}
	note := r.noteOf(s.tokens)
	r.entry.Note = note
	r.read(ReadTransfer, text, or(from, "")+" > "+to)
	return true, checkNote(note)
}

// moveBetween reads a transfer whose accounts stand without a word before them: transfer 100 cash card.
func (r *reader) moveBetween(s *side, m moving) (bool, *errs.Error) {
	var names []string
	for i := range s.tokens[:len(s.tokens)-1] {
		if i == m.verbAt || s.tokens[i].kind != tokenWord || (i >= s.amount.from && i < s.amount.to) {
			continue
		}
		at, ok := findAccount(r.loc.accounts, s.tokens[i].text, false)
		if !ok {
			return false, nil
		}
		names = append(names, r.loc.accounts[at].Name)
		m.used = append(m.used, span{i, 1})
	}
	if len(names) != 2 {
		return false, nil
	}
	return r.moved(s, m, names[0], names[1])
}

// draw reads what was withdrawn as a transfer to cash.
func (r *reader) draw(s *side, m moving, from string, known bool) (bool, *errs.Error) {
	if n := m.from.at + m.from.size; n > 0 && s.tokens[n-1].lex().is(roleMachine) {
		m.used, m.from = append(m.used, m.from), span{}
	}
	cash, hasCash := FindAccount(r.loc.accounts, "cash")
	if !hasCash || (m.from.size > 0 && !known) {
		return false, r.askWhere(s, "cash")
	}
	if m.from.size == 0 {
		card, hasCard := FindAccount(r.loc.accounts, "card")
		if !hasCard {
			return false, r.askWhere(s, "cash")
		}
		from = r.loc.accounts[card].Name
	}
	return r.moved(s, m, from, r.loc.accounts[cash].Name)
}

// askWhere asks whether money went to another account or was spent.
func (r *reader) askWhere(s *side, to string) *errs.Error {
	var e Entry
	base := r.entry
	if fault := r.take(s, s.account, &base.Amount); fault != nil {
		return fault
	}
	base.Note = r.noteOf(s.tokens)
	e = base
	r.offer([]Entry{e})
	if e.ToAccount = to; to != "" && !sameName(to, s.account) && len(to) <= MaxName && e.Category == "" {
		e.Kind, e.Note = Transfer, ""
		r.offer([]Entry{e})
	}
	return ErrWhere
}
