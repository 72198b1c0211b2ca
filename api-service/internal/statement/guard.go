package statement

import "strings"

// formula begins what a spreadsheet may take for more than text; the wide signs count in some.
const formula = "=+-@\t\r\n＝＋－＠"

// Guard makes a text safe in a spreadsheet: one that would be run as a formula gets an
// apostrophe before it. Unguard takes exactly that away again.
func Guard(text string) string {
	if !runs(text) {
		return text
	}
	return "'" + text
}

// Unguard gives a text as it was before Guard.
func Unguard(text string) string {
	if rest, guarded := strings.CutPrefix(text, "'"); guarded && runs(text) {
		return rest
	}
	return text
}

// runs reports whether the text is a formula, be it behind spaces and apostrophes: so a text
// that was guarded before, or written like that, is guarded once more and comes back as it was.
func runs(text string) bool {
	text = strings.TrimLeft(text, "' ")
	return text != "" && strings.IndexAny(text[:firstRune(text)], formula) == 0
}

func firstRune(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}
