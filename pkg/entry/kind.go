package entry

import "strings"

// kind tells expense from income by the words beside an amount without a sign, and takes the words
// that say nothing else. It gives the words that made it income, or that may have.
func (r *reader) kind(tokens []token, chosen *candidate) (why string) {
	if chosen.sign != "" {
		return ""
	}
	kind, at := heard(tokens, chosen)
	r.entry.Kind = kind
	if at >= 0 {
		why = trimmed(tokens[at].chunk)
	}
	r.dropVerb(tokens, chosen)
	return why
}

func trimmed(chunk string) string { return strings.Trim(chunk, punctuation) }

// heard is the kind that tokens tell, and the token that tells it, or -1 where nothing else would
// be likely.
func heard(tokens []token, chosen *candidate) (Kind, int) {
	const gives = roleSpent | roleGave | roleOwes
	var has role
	earning, returned := -1, -1
	for i := range tokens[:len(tokens)-1] {
		t := &tokens[i]
		if t.kind == tokenUsed || t.kind == tokenRef {
			continue
		}
		l := t.lex()
		next := following(tokens, i)
		switch {
		case l.is(roleTook) && (i+1 == chosen.from || tokens[next].lex().is(roleSpent)):
			return Income, i // got 50, got paid
		case l.is(gives) && near(tokens, i, roleMe), l.is(roleMe) && near(tokens, i, gives):
			return Income, i
		case l.is(roleBy) && has.any(roleSpent) && tokens[next].lex().is(roleGiver):
			return Income, i // paid by a client
		case l.is(roleGiver) && handsOver(tokens, next):
			return Income, i
		case l.is(roleGot), l.is(rolePlus) && i+1 == chosen.from && i == firstWord(tokens):
			return Income, i
		case has.any(roleMove) && t.kind == tokenWord && t.comesFrom(tokens[i+1:]):
			return Income, i // перевод от мамы
		case l.is(roleSpent|roleGave|roleMove) && othersDo(tokens, i):
			returned = i // Ion a plătit 50: to me, or for me
		case l.is(roleEarning) && earning < 0:
			earning = i
		case l.is(roleOwes):
			returned = i
		}
		given := t.kind == tokenWord && has.any(roleGift) && t.comesFrom(tokens[i+1:])
		if given || (has.any(roleTook) && l.is(roleBackward)) {
			return Income, i // a gift from mom; got it back
		}
		has |= l.role
	}
	switch {
	case returned >= 0:
		return Expense, returned
	case has.any(roleSpent | roleGave):
		return Expense, -1
	case earning >= 0:
		return Income, earning
	}
	if at := firstWord(tokens); at >= 0 && tokens[at].comesFrom(tokens[at+1:]) {
		return Income, at
	}
	return Expense, -1
}

// othersDo reports whether a verb may have a subject that is not "I": a word at the beginning.
func othersDo(tokens []token, verb int) bool {
	first := firstWord(tokens)
	if first < 0 || first >= verb {
		return false
	}
	return !tokens[verb-1].lex().is(roleSelf|roleMe|roleTook) && !tokens[first].lex().is(roleSelf)
}

// following is the next token that is not used, which the last one ends.
func following(tokens []token, i int) int {
	for i++; i < len(tokens)-1 && tokens[i].isPart(); i++ {
	}
	return i
}

// near reports whether one of the two tokens behind has a role.
func near(tokens []token, i int, r role) bool {
	for _, t := range tokens[i+1 : min(i+3, len(tokens))] {
		if t.lex().is(r) {
			return true
		}
	}
	return false
}

// handsOver reports whether a token or the one behind it is "gave": mama a dat.
func handsOver(tokens []token, at int) bool {
	const gave = roleGave | roleMove | roleOwes
	return tokens[at].lex().is(gave) || (isArticle(tokens[at].text) && tokens[at+1].lex().is(gave))
}

func firstWord(tokens []token) int {
	for i, t := range tokens[:len(tokens)-1] {
		if t.kind == tokenWord {
			return i
		}
	}
	return -1
}

// comesFrom reports whether a token says whom the money came from: from Bob, de la mama, от мамы.
func (t *token) comesFrom(after []token) bool {
	switch fold(t.text) {
	case "from", "от":
		return after[0].kind == tokenWord
	case "de":
		return fold(after[0].text) == "la" && len(after) > 2
	}
	return false
}

// wordsOf is how many words are left for the note.
func wordsOf(tokens []token) (words int) {
	for i := range tokens {
		if tokens[i].kind == tokenWord || (tokens[i].kind == tokenUnit && tokens[i].first()) {
			words++
		}
	}
	return words
}

// dropJoint takes the word between a thing and its price.
func (r *reader) dropJoint(tokens []token, chosen *candidate) {
	i, opens := chosen.from-1, firstWord(tokens)
	if i <= opens || opens < 0 || tokens[i].kind != tokenWord || wordsOf(tokens) < 2 {
		return
	}
	if tokens[i].lex().is(roleFor) || fold(tokens[i].text) == "de" {
		tokens[i].kind = tokenUsed
	}
}

// dropVerb takes the words that only say that money was spent or received, and the one between
// a thing and its price, where other words are left for the note.
func (r *reader) dropVerb(tokens []token, chosen *candidate) {
	r.dropJoint(tokens, chosen)
	words := wordsOf(tokens)
	opens := firstWord(tokens)
	drop := func(i int) {
		tokens[i].kind = tokenUsed
		words--
	}
	behind := chosen.to
	isFor := behind < len(tokens)-1 && tokens[behind].kind == tokenWord && tokens[behind].lex().is(roleFor) && words > 1
	if opens < 0 {
		return
	}
	verb := opens
	if tokens[verb].lex().is(roleSelf) && verb+1 < len(tokens)-1 {
		verb++
	}
	l := tokens[verb].lex()
	if l.is(roleTook) && tokens[following(tokens, verb)].lex().is(roleSpent) {
		return // got paid
	}
	says := l.is(roleSpent|roleGot|roleTook|rolePlus) || (l.is(roleGave) && isFor)
	takes := says && tokens[verb].kind == tokenWord && !l.is(roleKept)
	switch {
	case takes && words > 1+verb-opens && tokens[following(tokens, verb)].kind != tokenEnd:
		for i := opens; i <= verb; i++ {
			drop(i)
		}
		if isFor && words > 1 {
			drop(behind)
		}
	case isFor && opens == behind:
		drop(behind)
	}
}

// tellKind tells what made an entry income, and how it is the other way.
func (r *reader) tellKind(why string) {
	other := r.entry
	other.Readings = nil
	other.Kind = Income
	if r.entry.Kind == Income {
		other.Kind = Expense
	}
	r.entry.Readings = append(r.entry.Readings, Reading{
		Code: ReadKind, Text: why, As: string(r.entry.Kind), Other: Format(other, r.loc.options),
	})
}
