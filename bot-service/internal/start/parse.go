package start

import (
	"regexp"
	"strings"
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
