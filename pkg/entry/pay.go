package entry

// payBy finds the account that words name beside a thing: coffee 4 with card, такси 300 с карты,
// mega 54 lei card.
func (r *reader) payBy(s *side) {
	if s.account != "" || len(r.loc.accounts) == 0 {
		return
	}
	last := -1
	for i := range s.tokens[:len(s.tokens)-1] {
		t := &s.tokens[i]
		if t.kind != tokenWord {
			continue
		}
		if size := t.isFrom(s.tokens[i+1:]); size > 0 && r.pays(s, span{i, size + 1}) {
			return
		}
		if byItself[fold(t.text)] && r.pays(s, span{i, 1}) {
			return
		}
		if t.lex().is(roleBy) && r.pays(s, span{i, 2}) {
			return
		}
		last = i
	}
	if last < 0 || onlyWord(s.tokens) == last {
		return
	}
	word := fold(s.tokens[last].text)
	isKind := word == "cash" || word == "card" || accountKinds[word] == "cash" || accountKinds[word] == "card"
	if isKind && (last == 0 || !s.tokens[last-1].lex().is(roleCard)) {
		r.pays(s, span{last, 1})
	}
}

// byItself are the forms of accounts that say by themselves that something was paid so.
var byItself = map[string]bool{"картой": true, "карточкой": true, "наличными": true}

// pays takes the account that ends a span, if there is one.
func (r *reader) pays(s *side, named span) bool {
	end := named.at + named.size
	if end > len(s.tokens)-1 || s.tokens[end-1].kind != tokenWord {
		return false
	}
	at, ok := findAccount(r.loc.accounts, s.tokens[end-1].text, false)
	if !ok {
		return false
	}
	text := textOf(s.tokens[named.at:end])
	for i := named.at; i < end; i++ {
		s.tokens[i].kind = tokenUsed
	}
	s.account = r.loc.accounts[at].Name
	r.entry.Account = s.account
	r.read(ReadAccount, text, s.account)
	return true
}
