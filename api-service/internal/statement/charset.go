package statement

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// tables are the encodings of one byte a character.
var tables = map[string]*charmap.Charmap{
	"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1252": charmap.Windows1252,
	"iso-8859-1": charmap.ISO8859_1, "iso-8859-2": charmap.ISO8859_2, "iso-8859-5": charmap.ISO8859_5, "iso-8859-15": charmap.ISO8859_15,
	"koi8-r": charmap.KOI8R, "koi8-u": charmap.KOI8U, "ibm866": charmap.CodePage866,
	"macintosh": charmap.Macintosh, "x-mac-cyrillic": charmap.MacintoshCyrillic,
}

var marks = []struct {
	encoding string
	mark     []byte
}{
	{"utf-8", []byte{0xEF, 0xBB, 0xBF}}, {"utf-16le", []byte{0xFF, 0xFE}}, {"utf-16be", []byte{0xFE, 0xFF}},
}

// decode reads a file into text, in the encoding wanted or in the one found, without a byte
// order mark.
func decode(content []byte, wanted string) (text, encoding string, err error) {
	for _, m := range marks {
		if rest, is := bytes.CutPrefix(content, m.mark); is && (wanted == "" || wanted == m.encoding) {
			content, wanted = rest, m.encoding
			break
		}
	}
	if wanted == "" {
		wanted = encodingOf(content)
	}
	switch wanted {
	case "utf-8":
		text, err = string(content), checkUTF8(content)
	case "utf-16le", "utf-16be":
		text, err = decode16(content, wanted == "utf-16be")
	default:
		var raw []byte
		raw, err = tables[wanted].NewDecoder().Bytes(content)
		text = string(raw)
	}
	if err != nil {
		return "", wanted, err
	}
	text = strings.TrimRight(text, padding)
	if strings.ContainsRune(text, 0) {
		return "", wanted, ErrFormat
	}
	return text, wanted, nil
}

func checkUTF8(content []byte) error {
	for line := 1; len(content) > 0; line++ {
		head, rest, _ := bytes.Cut(content, []byte("\n"))
		if !utf8.Valid(head) {
			return ErrEncoding.Saying(fmt.Sprintf("Line %d is not in UTF-8", line))
		}
		content = rest
	}
	return nil
}

// decode16 refuses halves of characters: they would be replaced without a word.
func decode16(content []byte, bigEndian bool) (string, error) {
	if len(content)%2 != 0 {
		return "", ErrEncoding
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		low, high := content[2*i], content[2*i+1]
		if bigEndian {
			low, high = high, low
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	runes := utf16.Decode(units)
	if bytes.ContainsRune([]byte(string(runes)), utf8.RuneError) {
		return "", ErrEncoding
	}
	return string(runes), nil
}

// encodingOf finds the encoding of a file that does not say it.
func encodingOf(content []byte) string {
	if encoding, is := unmarked16(content); is {
		return encoding
	}
	if utf8.Valid(content) {
		return "utf-8"
	}
	if encoding, is := declaredTable(content); is {
		return encoding
	}
	return likelyTables(content)[0].encoding
}

// decodeWord reads a word of one byte a character.
func decodeWord(encoding string, raw []byte) string {
	runes := make([]rune, len(raw))
	for i, b := range raw {
		runes[i] = tables[encoding].DecodeByte(b)
	}
	return string(runes)
}

// withoutMarks takes the marks of Latin letters away: é is e. Those of Cyrillic make other letters.
func withoutMarks(text string) string {
	var plain strings.Builder
	latin := false
	for _, r := range norm.NFD.String(text) {
		if unicode.Is(unicode.Mn, r) && latin {
			continue
		}
		latin = r < 0x250
		plain.WriteRune(r)
	}
	return norm.NFC.String(plain.String())
}
