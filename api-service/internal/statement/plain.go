package statement

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"financebot/pkg/api"
)

const (
	maxID     = 255 // of the bank's name for an entry
	maxAmount = 40  // of an amount as it is written
)

// plainAmount reads an amount as programs write it for programs: either mark may stand before the
// decimals, and there are no groups, so that the one cannot be taken for the other.
func plainAmount(text string) (amount string, negative, ok bool) {
	if len(text) > maxAmount {
		return "", false, false
	}

	n, ok := readNumber(strings.Replace(text, ",", ".", 1))
	if ok {
		amount, ok = n.decimal('.')
	}
	if strings.ContainsAny(n.digits, " '") || strings.Count(n.digits, ".") > 1 {
		return "", false, false
	}
	return amount, n.negative, ok
}

func kindOf(negative bool) string {
	if negative {
		return api.Expense
	}
	return api.Income
}

// accounts are those that a file is about, as far as it matters: the last, and whether there is another.
type accounts struct {
	any     bool
	last    string
	several bool
}

func (a *accounts) add(name string) {
	a.several = a.several || a.any && name != a.last
	a.any, a.last = true, name
}

// nameAccounts keeps the names of accounts where the file is about several. The only account of a
// file needs no name in its rows; by it the next file is known.
func (s *Statement) nameAccounts(a accounts) {
	if a.several {
		return
	}

	for i := range s.Rows {
		s.Rows[i].Account = ""
	}
	s.Source = a.last
}

// linesOf are the lines of a text, whether they end in LF, CR LF or CR.
func linesOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for text != "" {
			end := strings.IndexAny(text, "\r\n")
			if end < 0 {
				end = len(text)
			}
			if !yield(text[:end]) {
				return
			}

			text = text[end:]
			if strings.HasPrefix(text, "\r\n") {
				text = text[1:]
			}
			text = text[min(1, len(text)):]
		}
	}
}

// distrustIDs takes the bank's ids from rows that share one and are different movements: it names
// nothing then, as where a bank writes 0 for all of them. Without it such rows are known again by
// what they say.
func (s *Statement) distrustIDs() {
	type name struct{ account, id string }
	first := map[name]int{}
	shared := map[name]bool{}
	for i, r := range s.Rows {
		if r.ExternalID == "" {
			continue
		}

		id := name{r.Account, r.ExternalID}
		at, seen := first[id]
		switch {
		case !seen:
			first[id] = i
		case !s.Rows[at].sameAs(r):
			shared[id] = true
		}
	}

	for i, r := range s.Rows {
		if shared[name{r.Account, r.ExternalID}] {
			s.Rows[i].ExternalID = ""
		}
	}
}

// sameAs reports whether two rows tell of the same movement.
func (r Row) sameAs(other Row) bool {
	return r.Kind == other.Kind && r.Date.Equal(other.Date) &&
		shortest(r.Amount) == shortest(other.Amount) && r.words() == other.words()
}

// shortest is a plain decimal without the zeros behind its mark that say nothing.
func shortest(amount string) string {
	if !strings.Contains(amount, ".") {
		return amount
	}
	return strings.TrimSuffix(strings.TrimRight(amount, "0"), ".")
}

// words are what a row says, without what differs by accident.
func (r Row) words() string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(r.Payee+" "+r.Note), unicode.IsSpace), " ")
}

// leastName is the length that tells a bank's name for an entry from a number within the file,
// which the next file gives to another entry.
const leastName = 6

// bankName is by what the bank knows an entry; empty where it only fills a place.
func bankName(text string) string {
	text = strings.TrimSpace(text)
	switch {
	case len(text) < leastName, strings.Trim(text, "0") == "":
		return ""
	case strings.EqualFold(text, "NONREF"), strings.EqualFold(text, "NOTPROVIDED"), strings.EqualFold(text, "NOT PROVIDED"):
		return ""
	}
	return cut(text, maxID)
}

// plainWords are texts in one line, each once, without what only fills a place.
func plainWords(texts ...string) string {
	var all []string
	for _, text := range texts {
		text = strings.Join(strings.Fields(bounded(text)), " ")
		if text != "" && !strings.EqualFold(text, "NOTPROVIDED") && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " ")
}
