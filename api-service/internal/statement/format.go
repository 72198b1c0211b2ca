package statement

import (
	"regexp"
	"strings"

	"financebot/pkg/api"
)

// formats tell a file by how it begins, in capitals; the first that fits is taken.
var formats = []struct {
	format string
	begins *regexp.Regexp
}{
	{api.FormatOFX, regexp.MustCompile(`^OFXHEADER|<OFX[\s>]|<\?OFX`)},
	{api.FormatQIF, regexp.MustCompile(`^!(?:TYPE:|ACCOUNT|OPTION)`)},
	{api.FormatCAMT, regexp.MustCompile(`^<(?s:.*)(?:CAMT\.05[234]\.|<(?:\w+:)?(?:BKTOCSTMRSTMT|BKTOCSTMRACCTRPT|BKTOCSTMRDBTCDTNTFCTN)[\s>])`)},
	{api.FormatMT940, regexp.MustCompile(`(?s:(?:^|\{4:\s*|[\r\n]):20:.*[\r\n]:(?:25P?|28C?|60[FM]|61):)`)},
}

// notTable begins a page, or XML of another kind.
var notTable = regexp.MustCompile(`^<(?:\?XML|!DOCTYPE|HTML)[\s>]`)

// formatOf finds the format; all text that begins like none of them is taken for a table. It gives
// ErrFormat for pages and for XML in which no bank tells of movements.
func formatOf(text string) (string, error) {
	head := strings.ToUpper(strings.TrimSpace(text[:min(len(text), headSearched)]))
	for _, f := range formats {
		if f.begins.MatchString(head) {
			return f.format, nil
		}
	}

	if notTable.MatchString(head) {
		return "", ErrFormat
	}
	return api.FormatCSV, nil
}
