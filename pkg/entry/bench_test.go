package entry

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"short":    "12.50 coffee",
		"full":     "200 lei groceries @card #home !food ~Linella ^yesterday",
		"transfer": "100 EUR @cash > 1985 lei @card",
		"sum":      "350+120*2-(40/8) food",
		"russian":  "1 234,56 руб продукты @карта ^25 декабря",
		"message":  strings.Repeat("12.50 coffee @card #home\n", 50),
	} {
		b.Run(name, func(b *testing.B) { benchmarkParse(b, text) })
	}
}

// BenchmarkParseWorst are messages of full length that are as much work as one can be, in one line
// and in fifty.
func BenchmarkParseWorst(b *testing.B) {
	for name, piece := range map[string]string{
		"brackets": "( ", "depth": "(1+", "spaced depth": "( 1 + ", "sum": "1+", "spaced sum": "1 + ", "numbers": "1 ",
		"groups": "1 234 ", "doubts": "1.234 ", "currencies": "5 л ", "units": "5х", "symbols": "€5€€ ",
		"glued units": "5k€EUR", "codes": "eur5", "letters": "х", "words": "ЙЙЙ ", "long word": "и\u0306",
		"tags": "#й ", "same tags": "#ЙЙЙЙЙЙЙЙЙЙЙЙЙЙЙЙ ", "quotes": "@\"", "escapes": "\\a ", "marks": "1,",
		"dates": "^12 march ", "no dates": "^a b c d ", "minors": "1 lei 1 bani ", "products": "1 x ", "emoji": "👩‍👩‍👧",
		"several": "5 a, ", "joints": "5 a and 6 ", "days": "monday ", "spans": "last week ", "dates said": "5 march ", "spoken": "twelve ",
		"moves": "move 5 from a to b ", "verbs": "a paid ", "dashes": "12-5 ", "debts": "debt ", "lent": "lent 5 a, ",
		"unclear": "1.200 ", "unclear parts": "a 1.200, ", "givers": "mom paid 5 ", "returns": "returned 5 to a ", "sources": "from cash ", "times": "2 x at 3 ", "slashes": "1/2 ",
	} {
		b.Run(name+"/line", func(b *testing.B) { benchmarkParse(b, filled(piece, MaxMessage)) })
		b.Run(name+"/lines", func(b *testing.B) {
			benchmarkParse(b, filled(filled(piece, MaxMessage/MaxLines-1)+"\n", MaxMessage))
		})
	}
}

// filled repeats a piece up to so many characters.
func filled(piece string, size int) string {
	return string([]rune(strings.Repeat(piece, size))[:size])
}

func benchmarkParse(b *testing.B, text string) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Parse(text, options[2]) // some of these are refused, which is work as well
	}
}

func BenchmarkFormat(b *testing.B) {
	entries, err := Parse("200 lei groceries and bags @card #home !food ~Linella ^yesterday", options[0])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Format(entries[0], options[0])
	}
}

// BenchmarkParseCorpus reads the longest message of each language that people are held to write.
func BenchmarkParseCorpus(b *testing.B) {
	longest := map[string]string{}
	for _, s := range corpus(b) {
		if len(s.text) > len(longest[s.language()]) {
			longest[s.language()] = s.text
		}
	}
	for language, text := range longest {
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(text, corpusOptions[language])
			}
		})
	}
}
