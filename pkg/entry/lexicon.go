package entry

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// role is what a word can do in a sentence about money; most words do nothing of it.
type role uint64

const (
	roleDay      role = 1 << iota // yesterday
	roleWeekday                   // monday
	roleMonth                     // march
	roleSpan                      // days, weeks, months: of "2 days ago"
	roleAgo                       // after a span
	roleBack                      // before a span: "acum 3 zile"
	roleLast                      // last friday
	roleNext                      // next friday
	roleOn                        // on monday
	roleHour                      // morning, behind a day
	roleNumber                    // twelve
	roleAnd                       // joins two entries, or the parts of a number
	roleSpent                     // bought
	roleGave                      // gave: spent, but for "mom gave"
	roleGot                       // received
	roleTook                      // got: income before an amount, a purchase before a thing
	roleOwes                      // owes: to me or by me
	roleEarning                   // salary
	roleGiver                     // mom: before gave, she gave
	roleMe                        // me: whoever paid me, gave me
	roleSelf                      // I, before a verb
	roleFrom                      // from
	roleTo                        // to
	roleFor                       // for, between a thing and its price
	roleTimes                     // "5 times 20"
	roleEach                      // "2 coffees at 3 each"
	roleMove                      // moved
	roleDraw                      // withdrew
	rolePut                       // put aside
	roleLabel                     // room, before a number that is no money
	roleModel                     // iphone, as a label
	roleClock                     // at, before an hour
	roleKept                      // sold: a verb that belongs in the note
	roleBy                        // with card
	roleMachine                   // atm: alone it is a withdrawal
	roleAhead                     // in a week, through which days are still to come
	rolePlus                      // plus 500 from mom
	roleGift                      // gift, loan: from somebody it is income
	roleBackward                  // got it back
	roleShare                     // installment 2/12, which is no date
	roleLent                      // lent
	roleBorrowed                  // borrowed
	roleReturned                  // returned: a debt or a thing, to me or by me
	roleRepaid                    // repaid
	roleDebt                      // debt
	roleLoan                      // credit: what was taken, or is paid
	roleTaker                     // to mom, in one word: маме
	roleCard                      // sim: a card that nobody pays with
)

// lexeme is what a word means.
type lexeme struct {
	role    role
	days    int // of a day from today; how long a span is
	weekday time.Weekday
	month   time.Month
	number  int64 // in hundredths
}

func (r role) any(of role) bool { return r&of != 0 }

func (l *lexeme) is(r role) bool { return l.role.any(r) }

// unknownWord is the lexeme of all other words.
var unknownWord = &lexeme{}

// lexicon are the words of all languages: who speaks one of them writes in the others too.
var lexicon = newLexicon(&english, &romanian, &russian)

func newLexicon(languages ...*words) map[string]*lexeme {
	all := map[string]*lexeme{}
	at := func(form string) *lexeme {
		if all[form] == nil {
			all[form] = &lexeme{}
		}
		return all[form]
	}
	for _, w := range languages {
		for r, forms := range w.roles {
			for form := range strings.FieldsSeq(forms) {
				at(form).role |= r
			}
		}
		for form, n := range w.numbers {
			l := at(form)
			l.role, l.number = l.role|roleNumber, 100*n
		}
		for form := range strings.FieldsSeq(w.halves) {
			l := at(form)
			l.role, l.number = l.role|roleNumber, 150
		}
		w.addDays(at)
	}
	return all
}

// addDays adds what is needed to find a date that has no ^ before it.
func (w *words) addDays(at func(string) *lexeme) {
	for form, days := range w.days {
		if strings.Contains(form, " ") {
			continue
		}
		l := at(form)
		l.role, l.days = l.role|roleDay, days
	}
	for form, days := range w.spans {
		l := at(form)
		l.role, l.days = l.role|roleSpan, days
	}
	for form, weekday := range w.weekdays {
		if !w.saidWeekday(form) {
			continue
		}
		l := at(form)
		l.role, l.weekday = l.role|roleWeekday, weekday
	}
	for form, month := range w.months {
		l := at(form)
		l.role, l.month = l.role|roleMonth, month
	}
}

// saidWeekday reports whether a form is a weekday also where no ^ says so: "sat", "vin" and "ma"
// are words.
func (w *words) saidWeekday(form string) bool {
	return utf8.RuneCountInString(form) > 3 || slices.Contains(strings.Fields(w.shortWeekdays), form)
}

// lexemeOf is the lexeme of a chunk, whatever its letters' size, marks and punctuation.
func lexemeOf(chunk string) *lexeme {
	form := strings.Trim(chunk, punctuation)
	if form == "" || len(form) > maxForm {
		return unknownWord
	}
	var key [maxForm * utf8.UTFMax]byte
	if l, ok := lexicon[string(appendFolded(key[:0], form))]; ok {
		return l
	}
	return unknownWord
}
