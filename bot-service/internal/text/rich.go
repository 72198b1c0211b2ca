package text

import (
	"strings"
	"unicode/utf16"
)

// What stands between two marks is shown in another way. They are no characters, so nobody can type
// them, and what people typed needs no escaping anywhere.
const (
	codeOn  = '\uFDD0'
	codeOff = '\uFDD1'
	boldOn  = '\uFDD2'
	boldOff = '\uFDD3'
)

// marked puts marks in the place of the tags in which messages are written.
var marked = strings.NewReplacer(
	"<code>", string(codeOn), "</code>", string(codeOff), "<b>", string(boldOn), "</b>", string(boldOff),
)

// Kinds of spans, as Telegram names them.
const (
	Code = "code" // a tap copies it
	Bold = "bold"
)

// Span is a part of a text that is shown in another way, measured in UTF-16 units.
type Span struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
}

// Rich parts a text from its marks. A mark without its other half ends with the text, or is none.
func Rich(said string) (plain string, spans []Span) {
	var out strings.Builder
	at, began := 0, map[string]int{}
	end := func(kind string) {
		if from, open := began[kind]; open && at > from {
			spans = append(spans, Span{Type: kind, Offset: from, Length: at - from})
		}
		delete(began, kind)
	}

	for _, r := range said {
		switch r {
		case codeOn:
			began[Code] = at
		case codeOff:
			end(Code)
		case boldOn:
			began[Bold] = at
		case boldOff:
			end(Bold)
		default:
			out.WriteRune(r)
			at += max(utf16.RuneLen(r), 1)
		}
	}
	end(Code)
	end(Bold)
	return out.String(), spans
}

// Plain is a text without its marks, for what shows none: buttons and notes.
func Plain(said string) string {
	plain, _ := Rich(said)
	return plain
}
