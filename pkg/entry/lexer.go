package entry

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"financebot/pkg/errs"
)

type tokenKind uint8

const (
	tokenWord   tokenKind = iota
	tokenNumber           // digits and their marks
	tokenOp               // + - * /
	tokenOpen
	tokenClose
	tokenUnit  // a currency, a multiple, a measure
	tokenRef   // @account !category ~payee #tag ^date
	tokenArrow // between the sides of a transfer
	tokenUsed  // a part that is already read
	tokenEnd   // after the last one
)

// The caps bound the work on a message before any is done.
const (
	maxTokens = 320 // of a line: more than its note and its sum can have within their own caps
	maxParts  = 800 // tokens of a message: in 4096 characters people write some 700 words
)

// wide is the gap of several spaces, which no number has inside.
const wide = '\n'

// token is a piece of a line. A chunk, what stands between two spaces, is one token or several.
type token struct {
	kind    tokenKind
	chunk   string // the whole chunk as it was written, on its first token
	gap     rune   // the space before its first token
	text    string // digits and marks, an operator, a name
	sigil   byte   // of a ref
	quoted  bool   // of a ref: whether its name was
	dated   bool   // of a word: whether it is a date
	meaning *unit  // of a unit
	number  number
}

// end stands for the chunk of the last token, which begins one like any other.
const end = "\n"

// first reports whether the token begins a chunk.
func (t token) first() bool { return t.chunk != "" }

// unit is what the token means beside a number.
func (t *token) unit() *unit {
	if t.meaning == nil {
		return nothing
	}
	return t.meaning
}

// isPart reports whether the token has a meaning that its place does not change.
func (t token) isPart() bool { return t.kind == tokenRef || t.kind == tokenUsed }

// lexer cuts a line into tokens.
type lexer struct {
	loc    *locale
	rest   string
	tokens []token
	fault  *errs.Error
}

// lex gives the tokens of a line, the last of which is a tokenEnd, in the room of old ones.
func lex(line string, loc *locale, room []token) ([]token, *errs.Error) {
	l := lexer{loc: loc, rest: line, tokens: room[:0]}
	for l.fault == nil {
		gap := l.space()
		if l.rest == "" {
			break
		}
		if l.next(gap); len(l.tokens) > maxTokens {
			return l.tokens, ErrParts
		}
	}
	return append(l.tokens, token{kind: tokenEnd, chunk: end}), l.fault
}

// space skips spaces and tells which it was.
func (l *lexer) space() (gap rune) {
	for l.rest != "" {
		r, size := utf8.DecodeRuneInString(l.rest)
		if !isSpace(r) {
			break
		}
		if gap != 0 {
			r = wide
		}
		gap, l.rest = r, l.rest[size:]
	}
	return gap
}

// next takes the token or the arithmetic chunk that the rest begins with.
func (l *lexer) next(gap rune) {
	if l.literal(gap) || l.arrow(gap) || l.ref(gap) {
		return
	}
	chunk := l.rest[:chunkEnd(l.rest)]
	if foreignDigits(chunk) {
		l.fault = ErrDigits
		return
	}
	if tokens, size := l.loc.arithmetic(l.tokens, chunk); size > 0 {
		first := &tokens[len(l.tokens)]
		first.chunk, first.gap = chunk[:size], gap
		l.tokens, l.rest = tokens, l.rest[size:]
		return
	}
	l.push(token{kind: tokenWord, text: chunk, gap: gap, dated: looksLikeDate(chunk)}, len(chunk))
}

func (l *lexer) push(t token, size int) {
	t.chunk = l.rest[:size]
	l.tokens, l.rest = append(l.tokens, t), l.rest[size:]
}

// literal takes a word of the note that would else be read as something.
func (l *lexer) literal(gap rune) bool {
	if l.rest[0] != '\\' {
		return false
	}
	size := chunkEnd(l.rest)
	if size == 1 {
		return false
	}
	word := l.rest[1:size]
	l.tokens, l.rest = append(l.tokens, token{kind: tokenWord, chunk: word, text: word, gap: gap}), l.rest[size:]
	return true
}

func (l *lexer) arrow(gap rune) bool {
	if strings.IndexByte("-=>→", l.rest[0]) < 0 {
		return false
	}
	for _, form := range [...]string{">", "->", "=>", "→"} {
		after, found := strings.CutPrefix(l.rest, form)
		if !found {
			continue
		}
		r, _ := utf8.DecodeRuneInString(after)
		if after == "" || isSpace(r) || r == '@' || (r >= '0' && r <= '9') {
			l.push(token{kind: tokenArrow, gap: gap}, len(form))
			return true
		}
	}
	return false
}

// chunkEnd is where the chunk at the beginning of s ends.
func chunkEnd(s string) int {
	if i := strings.IndexFunc(s, isSpace); i >= 0 {
		return i
	}
	return len(s)
}

// foreignDigits reports whether a number in other digits begins here: to take it for a word
// would book another number of the line.
func foreignDigits(chunk string) bool {
	if strings.IndexByte("+-(", chunk[0]) >= 0 {
		chunk = chunk[1:]
	}
	r, _ := utf8.DecodeRuneInString(chunk)
	return r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r)
}
