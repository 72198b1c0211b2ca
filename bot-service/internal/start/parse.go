package start

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The two forms of a code: short to type, without what looks alike, and long to be carried by a link.
var (
	shortCode = regexp.MustCompile(`^[A-HJKMNP-Z2-9]{8}$`)
	longCode  = regexp.MustCompile(`^[A-Za-z0-9]{32}$`)
	parted    = strings.NewReplacer("-", "", "–", "", " ", "", "\u00a0", "")
)

// parseCode reads a code as people type and paste it: in either case, with dashes or spaces.
func parseCode(text string) (code string, ok bool) {
	text = strings.TrimSpace(text)
	if longCode.MatchString(text) {
		return text, true
	}
	code = strings.ToUpper(parted.Replace(text))
	if !shortCode.MatchString(code) || !halved(strings.Fields(text)) {
		return "", false
	}
	return code, true
}

// invitationForm is a referral code, as a link carries it.
var invitationForm = regexp.MustCompile(`^UP-[A-Z0-9]{6}$`)

// parseInvitation reads the referral code of whoever sent the person here.
func parseInvitation(text string) (code string, ok bool) {
	code = strings.ToUpper(strings.TrimSpace(text))
	if !invitationForm.MatchString(code) {
		return "", false
	}
	return code, true
}

// entryForm is how an entry looks that could be a code in two halves: "2599 rent".
var entryForm = regexp.MustCompile(`^[0-9]+ [^0-9]+$`)

// halved reports whether a code's eight letters come as one word or in two halves.
func halved(words []string) bool {
	return len(words) == 1 ||
		len(words) == 2 && len(words[0]) == len(words[1]) && !entryForm.MatchString(words[0]+" "+words[1])
}

// maxDistance is how many slips of the hand a suggestion forgives.
const maxDistance = 2

// nearest is the command that was probably meant, or nothing.
func nearest(typed string, commands []string) string {
	best, found := maxDistance+1, ""
	for _, c := range commands {
		// A short command is not meant by something half as long again.
		if d := distance([]rune(typed), []rune(c)); d < best && d*2 < utf8.RuneCountInString(c) {
			best, found = d, c
		}
	}
	return found
}

// distance is how many letters must be put in, left out, changed or swapped with their
// neighbour to get from a to b (optimal string alignment).
func distance(a, b []rune) int {
	if len(a) > 64 {
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
