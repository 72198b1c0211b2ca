package entry

import (
	"unicode"
	"unicode/utf8"

	"financebot/pkg/errs"
)

// debt is what a line says of money that is lent, borrowed or paid back.
type debt struct {
	sort debtSort
	verb int // its token

	toMe    bool // Bob lent me
	source  bool // borrowed from Bob, занял у Вани
	by      bool // paid back by Bob
	target  bool // lent to Bob, i-am împrumutat
	subject int  // who is not me: Bob returned; -1 where nobody is said
	object  int  // the word behind the verb, or -1
}

// debtSort is which way money goes where nothing but the verb is said.
type debtSort uint8

const (
	noDebt   debtSort = iota
	lent              // away
	borrowed          // here
	either            // занял, am împrumutat
	returned          // away, or here where a thing was: returned shoes
	repaid            // away, and it was no thing: repaid, paid back
)

// maxBehind is how many words may stand between a verb and what goes with it: paid me back.
const maxBehind = 3

// looselyLent are forms that also mean borrowed, unless somebody is named: одолжил Ване.
var looselyLent = map[string]bool{"одолжил": true, "одолжила": true}

// handedOver are forms by which others pay back what they owe: Ваня отдал.
var handedOver = map[string]bool{"отдал": true, "отдала": true}

// paying are forms of "paid", which others do to me or for me: mom paid.
var paying = map[string]bool{
	"paid": true, "platit": true, "achitat": true, "заплатил": true, "заплатила": true, "оплатил": true, "оплатила": true,
}

// owed reads what a line says of a debt.
func owed(tokens []token, chosen *candidate) (d debt) {
	for i := range tokens[:len(tokens)-1] {
		if tokens[i].kind == tokenWord {
			d.sort = debtVerb(tokens, i)
		}
		if d.sort == noDebt {
			continue
		}
		d.verb = i
		d.around(tokens, chosen)
		return d
	}
	return d
}

// debtVerb is the sort of debt that a verb speaks of, with the words behind it.
func debtVerb(tokens []token, i int) debtSort {
	l := tokens[i].lex()
	form := fold(tokens[i].text)
	back, owes := behind(tokens, i, roleBackward), behind(tokens, i, roleDebt)
	switch {
	case l.is(roleLent) && l.is(roleBorrowed), l.is(roleDebt) && wordsOf(tokens) == 1:
		return either
	case l.is(roleLent):
		return lent
	case l.is(roleBorrowed):
		return borrowed
	case l.is(roleReturned):
		return returned
	case l.is(roleRepaid), l.is(roleSpent|roleGave) && back >= 0:
		return repaid
	case (l.is(roleTook) || form == "took") && behind(tokens, i, roleDebt|roleLoan) >= 0:
		return borrowed // взял в долг
	case l.is(roleGave) && owes >= 0 && lends(tokens, owes):
		return lent // дал в долг
	case l.is(roleGave) && owes >= 0, handedOver[form] && othersDo(tokens, i):
		return repaid // отдал долг
	case paying[form] && othersDo(tokens, i) && says(tokens[:i], roleGiver):
		return either // mom paid: to me, or for me
	}
	return noDebt
}

// behind is the token of a role among the words behind another one, or -1.
func behind(tokens []token, at int, r role) int {
	for i := at + 1; i < len(tokens)-1 && i <= at+maxBehind; i++ {
		if tokens[i].kind == tokenWord && tokens[i].lex().is(r) {
			return i
		}
	}
	return -1
}

// lends reports whether a word for a debt says that it begins: в долг, cu împrumut, взаймы.
func lends(tokens []token, at int) bool {
	if fold(tokens[at].text) == "взаймы" {
		return true
	}
	before := fold(tokens[at-1].text)
	return before == "в" || before == "cu"
}

// around finds whom the money comes from and whom it goes to.
func (d *debt) around(tokens []token, chosen *candidate) {
	d.subject, d.object = -1, -1
	if othersDo(tokens, d.verb) {
		d.subject = firstWord(tokens)
	}
	for i := range tokens[:len(tokens)-1] {
		t := &tokens[i]
		if t.kind != tokenWord {
			continue
		}
		said := tokens[i+1].kind == tokenWord
		switch form := fold(t.text); {
		case t.lex().is(roleMe):
			d.toMe = true
		case form == "m-am": // împrumutat
			d.source = true
		case form == "i-am", form == "le-am", form == "l-am", form == "lui" && said, form == "to" && said:
			d.target = true
		case i > d.verb && (t.comesFrom(tokens[i+1:]) || form == "у" && said):
			d.source = true
		case form == "by" && said:
			d.by = true
		}
		next := i > d.verb && d.object < 0 && !t.lex().is(roleBackward|roleMe) && !isArticle(t.text)
		if next && (i < chosen.from || i >= chosen.to) {
			d.object = i
		}
	}
}

// kind is which way the money goes, and whether what was said is enough to tell.
func (d *debt) kind(tokens []token) (kind Kind, sure bool) {
	switch {
	case d.toMe:
		return Income, d.sort != borrowed
	case d.by:
		return Income, d.sort == returned || d.sort == repaid
	case d.source:
		return Income, d.sort == borrowed || d.sort == either || looselyLent[fold(tokens[d.verb].text)]
	case d.subject >= 0 && d.sort != returned && d.sort != repaid:
		return Expense, false // Bob borrowed 20: from whom
	}

	switch d.sort {
	case borrowed:
		return Income, !d.target
	case lent:
		return Expense, d.object >= 0 || d.target || !looselyLent[fold(tokens[d.verb].text)]
	case either:
		return Expense, d.target
	}
	if d.subject >= 0 {
		if tokens[d.subject].lex().is(roleDebt) {
			return Expense, d.object < 0 // долг вернул
		}
		return Income, !d.target
	}
	return d.mine(tokens)
}

// mine is kind where I pay something back, or bring it back to a shop.
func (d *debt) mine(tokens []token) (Kind, bool) {
	switch {
	case d.target || d.sort == repaid:
		return Expense, true
	case d.object < 0:
		return Expense, false
	}
	object := &tokens[d.object]
	if object.lex().is(roleDebt | roleGiver | roleTaker) {
		return Expense, true
	}
	return isGiven(object.text)
}

// isGiven tells a name to whom something was given from one who gives: Ване, Ваня. What is no name
// is a thing, of which nobody knows.
func isGiven(name string) (kind Kind, sure bool) {
	first, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsUpper(first) {
		return Expense, false
	}
	last, _ := utf8.DecodeLastRuneInString(fold(name))
	switch {
	case !unicode.Is(unicode.Cyrillic, last):
		return Expense, false // returned Bob, returned Amazon
	case last == 'е', last == 'у', last == 'ю', last == 'и':
		return Expense, true
	}
	return Income, true
}

// owing takes the kind of an entry from what is said of a debt. It gives ErrWay where that does
// not tell, offering both.
func (r *reader) owing(tokens []token, chosen *candidate, d debt) *errs.Error {
	kind, sure := d.kind(tokens)
	r.dropJoint(tokens, chosen)
	r.entry.Note = r.noteOf(tokens)
	if fault := checkNote(r.entry.Note); fault != nil {
		return fault
	}

	r.entry.Kind = kind
	if sure {
		r.tellKind(trimmed(tokens[d.verb].chunk))
		return nil
	}
	for _, kind := range [...]Kind{Income, Expense} {
		either := r.entry
		either.Kind, either.Readings = kind, nil
		r.offer([]Entry{either})
	}
	return ErrWay
}
