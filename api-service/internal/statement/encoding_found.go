package statement

import (
	"bytes"
	"regexp"
	"strings"
)

// declaration is where a file says its encoding: the header of OFX 1 and the first line of XML.
// Nothing is looked at but letters of ASCII, which all encodings of one byte have in common.
var declaration = regexp.MustCompile(`(?i)(?:^|\s)(?:CHARSET:|<\?xml[^>]{0,200}encoding=["'])\s*([a-z0-9_.:-]{1,40})`)

// headSearched is how far from the beginning a file says its encoding and its format.
const headSearched = 4 << 10

// otherNames are what files call some encodings beside the name by which we know them. ISO-8859-1
// is read as windows-1252, which has the same letters and more: programs seldom tell them apart.
var otherNames = map[string]string{
	"8859-1": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
	"ansi": "windows-1252", "cp866": "ibm866", "866": "ibm866",
}

// declaredTable is the encoding of one byte a character that a file declares, if it does.
func declaredTable(content []byte) (encoding string, is bool) {
	found := declaration.FindSubmatch(content[:min(len(content), headSearched)])
	if found == nil {
		return "", false
	}

	name := strings.ToLower(string(found[1]))
	if known := otherNames[name]; known != "" {
		return known, true
	}

	for _, prefix := range []string{"", "windows-", "iso-"} { // OFX writes 1252, and 8859-2
		encoding = prefix + strings.TrimPrefix(name, "cp")
		if _, is := tables[encoding]; is {
			return encoding, true
		}
	}

	return "", false
}

// unmarked16 finds UTF-16 that begins without a byte order mark. Digits, spaces and the ends of
// lines tell: in the right order of bytes every table and every list of entries is full of them,
// in the wrong one they are rare signs of Asia. A character of control betrays what is no text.
func unmarked16(content []byte) (encoding string, is bool) {
	head := content[:min(len(content), 64<<10)]
	head = head[:len(bytes.TrimRight(head, padding))]
	if bytes.IndexByte(head, 0) < 0 {
		return "", false
	}

	if len(head)%2 != 0 && len(head) < len(content) {
		head = content[:len(head)+1] // the zero of the last character looked like padding
	}

	little, big := plainUnits(head, 0), plainUnits(head, 1)
	units := len(head) / 2
	switch {
	case little > big && little*10 >= units:
		return "utf-16le", true
	case big > little && big*10 >= units:
		return "utf-16be", true
	}

	return "", false
}

// plainUnits counts the characters of ASCII in a text of UTF-16; low says which byte of two holds
// them. It gives zero where there is a character of control.
func plainUnits(head []byte, low int) int {
	plain := 0
	for at := 0; at+1 < len(head); at += 2 {
		if head[at+1-low] != 0 {
			continue
		}

		switch b := head[at+low]; {
		case b < ' ' && b != '\t' && b != '\n' && b != '\r', b >= 0x7F && b < 0xA0:
			return 0
		case b < 0x7F:
			plain++
		}
	}

	return plain
}

// padding is what some programs put behind the end of a text: they fill it up with NUL, or mark
// the end with Ctrl-Z.
const padding = "\x00\x1A"
