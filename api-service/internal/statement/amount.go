package statement

import (
	"strings"
	"unicode"

	"financebot/pkg/money"
)

// number is an amount as it is written, taken apart but for its decimal mark.
type number struct {
	digits   string // digits and marks between them
	negative bool
	currency string // letters or a symbol beside it
}

// readNumber takes an amount apart: "(1 234,56)", "12.50-", "-12.50 MDL", "$12".
func readNumber(text string) (n number, ok bool) {
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
	signs := 0
	for _, r := range text[:first] + text[last+1:] {
		switch {
		case r == '-' || r == '+':
			signs++
			n.negative = n.negative || r == '-'
		case unicode.IsLetter(r) || unicode.Is(unicode.Sc, r):
			n.currency += string(r)
		case r != ' ' && r != '.': // "lei." and "руб." end in a point
			return n, false
		}
	}
	return n, signs <= 1 && len(n.digits) <= 40 && moneyWord(n.currency)
}

// moneyWords stand beside amounts, apart from the codes of currencies.
var moneyWords = words("", "lei", "leu", "лей", "лея", "руб", "р", "грн", "тг", "лв", "zł", "zl", "kč", "kc", "ft", "kr", "fr", "din", "дин", "rur")

// moneyWord reports whether what stands beside an amount is a currency; any other letter
// there is a slip.
func moneyWord(text string) bool {
	if r := []rune(text); len(r) == 1 && unicode.Is(unicode.Sc, r[0]) {
		return true
	}
	return moneyWords[strings.ToLower(text)] || money.Known(strings.ToUpper(text))
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
	for i, group := range groups {
		if len(group) > 3 || group == "" || i > 0 && len(group) != 3 {
			return whole
		}
	}
	return strings.Join(groups, "")
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
