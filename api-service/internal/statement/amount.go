package statement

import (
	"strings"
	"unicode"

	"financebot/pkg/money"
)

// maxNumber bounds what may be an amount: whatever is longer is none, so that nobody spends work on it.
const maxNumber = 120

// number is an amount as it is written, taken apart but for its decimal mark.
type number struct {
	digits   string // digits and marks between them
	negative bool
	plus     bool   // it says itself that money came in
	currency string // letters or a symbol beside it
	decimals string // the digits as a plain decimal, once the mark is known
}

// signWords stand beside an amount for its sign, as banks of India, of Britain and of Germany
// print it.
var signWords = map[string]byte{"dr": '-', "cr": '+', "db": '-', "d": '-', "c": '+', "s": '-', "h": '+', "dt": '-', "kt": '+', "ct": '+'}

// readNumber takes an amount apart: "(1 234,56)", "12.50-", "-12.50 MDL", "$12", "12.50 Cr".
func readNumber(text string) (n number, ok bool) {
	if len(text) > maxNumber {
		return n, false
	}
	text = strings.Map(plainRune, strings.TrimSpace(text))
	if inner, is := strings.CutPrefix(text, "("); is {
		if inner, is = strings.CutSuffix(inner, ")"); !is {
			return n, false
		}
		text, n.negative = inner, true
	}
	first, last := strings.IndexAny(text, "0123456789"), strings.LastIndexAny(text, "0123456789")
	if first < 0 {
		return n, false
	}
	if first > 0 && (text[first-1] == '.' || text[first-1] == ',') { // ".50"
		first--
	}
	n.digits = text[first : last+1]
	return n, len(n.digits) <= 40 && n.beside(text[:first]+" "+text[last+1:])
}

// beside reads what stands before and behind the digits: one sign, one currency.
func (n *number) beside(text string) bool {
	signs := 0
	isSign := func(r rune) bool { return r == '-' || r == '+' }
	for _, r := range text {
		if isSign(r) {
			signs++
			n.negative, n.plus = n.negative || r == '-', n.plus || r == '+'
		}
	}
	apart := func(r rune) bool { return isSign(r) || r == ' ' || r == '.' } // "lei." and "руб." end in a point
	for _, word := range strings.FieldsFunc(text, apart) {
		sign := signWords[strings.ToLower(word)]
		switch {
		case sign != 0:
			signs++
			n.negative, n.plus = n.negative || sign == '-', n.plus || sign == '+'
		case n.currency == "" && moneyWord(word):
			n.currency = word
		default:
			return false
		}
	}
	return signs <= 1
}

// zero reports whether the amount is nothing.
func (n number) zero() bool { return strings.Trim(n.digits, "0., '") == "" }

// moneyWord reports whether what stands beside an amount is a currency; any other letter
// there is a slip.
func moneyWord(text string) bool {
	if r := []rune(text); len(r) == 1 && unicode.Is(unicode.Sc, r[0]) {
		return true
	}
	return currencyNames[strings.ToLower(text)] != nil || money.Known(strings.ToUpper(text))
}

// plainRune makes one character of each sort out of the many that look alike.
func plainRune(r rune) rune {
	switch r {
	case '\u00a0', '\u202f', '\u2009', '\t':
		return ' '
	case '\u2212', '\u2013', '\u2012':
		return '-'
	case '\u2019', '`':
		return '\''
	}
	return r
}

// decimal reads the digits with the decimal mark given, strictly: marks of groups stand
// before three digits each. So nothing is read as a hundred times what it is.
func (n number) decimal(mark byte) (string, bool) {
	whole, fraction, has := n.digits, "", false
	if at := strings.LastIndexByte(n.digits, mark); at >= 0 {
		whole, fraction, has = n.digits[:at], n.digits[at+1:], true
	}
	if !digits(fraction) || has && fraction == "" {
		return "", false
	}
	if whole = ungroup(whole); whole == "" && has {
		whole = "0"
	}
	if whole == "" || !digits(whole) {
		return "", false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if has {
		return whole + "." + fraction, true
	}
	return whole, true
}

// ungroup takes the marks of thousands away, all of one sort; where they stand wrong they stay.
func ungroup(whole string) string {
	at := strings.IndexAny(whole, " '.,")
	if at < 0 {
		return whole
	}
	groups := strings.Split(whole, whole[at:at+1])
	if !grouped(groups, 3) && !grouped(groups, 2) {
		return whole
	}
	return strings.Join(groups, "")
}

// grouped reports whether digits are in groups of so many, but for the last of three: India
// writes 1,23,456.
func grouped(groups []string, size int) bool {
	last := len(groups) - 1
	for i, group := range groups {
		switch {
		case group == "" || i == 0 && len(group) > size:
			return false
		case i == last && len(group) != 3, i > 0 && i < last && len(group) != size:
			return false
		}
	}
	return true
}

func digits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// markOf finds the decimal mark of a column; sure is false where another would do as well.
func markOf(cells []string) (mark byte, sure bool) {
	votes, either := map[byte]int{}, map[byte]bool{}
	for _, cell := range cells {
		n, ok := readNumber(cell)
		if !ok {
			continue
		}
		comma, point := strings.LastIndexByte(n.digits, ','), strings.LastIndexByte(n.digits, '.')
		switch {
		case comma < 0 && point < 0:
		case comma > point && point >= 0:
			votes[',']++
		case point > comma && comma >= 0:
			votes['.']++
		case comma >= 0:
			weigh(n.digits, ',', '.', votes, either)
		default:
			weigh(n.digits, '.', ',', votes, either)
		}
	}
	switch {
	case votes[','] > votes['.']:
		return ',', true
	case votes['.'] > 0:
		return '.', votes['.'] > votes[',']
	case either['.'] && !either[',']: // thousands are commoner than thousandths
		return ',', false
	}
	return '.', !either[',']
}

// weigh looks at a number that has one sort of mark: several of it are groups, and so may be
// one that stands before three digits.
func weigh(text string, mark, other byte, votes map[byte]int, either map[byte]bool) {
	at := strings.IndexByte(text, mark)
	switch {
	case strings.Count(text, string(mark)) > 1:
		votes[other]++
	case len(text)-at-1 == 3 && at <= 3 && at > 0 && text[0] != '0':
		either[mark] = true
	default:
		votes[mark]++
	}
}
