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
	literal bool   // of a word: whether a backslash said so
	equals  bool   // of the first of a sum: whether an equals sign asked for it
	means   *lexeme
	meaning *unit // of a unit
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

// lex is what the token means as a word.
func (t *token) lex() *lexeme {
	if t.means == nil {
		return unknownWord
	}
	return t.means
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
	chunk := l.rest[:hastyComma(l.rest[:chunkEnd(l.rest)])]
	if foreignDigits(chunk) {
		l.fault = ErrDigits
		return
	}
	sum, asked := askedSum(chunk)
	if tokens, size := l.loc.arithmetic(l.tokens, sum); size > 0 {
		size += len(chunk) - len(sum)
		first := &tokens[len(l.tokens)]
		first.equals = asked
		first.chunk, first.gap = chunk[:size], gap
		if first.kind == tokenUnit {
			first.means = lexemeOf(first.chunk)
		}
		l.tokens, l.rest = tokens, l.rest[size:]
		return
	}
	word := token{kind: tokenWord, text: chunk, gap: gap, dated: looksLikeDate(strings.TrimRight(chunk, punctuation))}
	word.means = lexemeOf(chunk)
	l.push(word, len(chunk))
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
	l.tokens = append(l.tokens, token{kind: tokenWord, chunk: word, text: word, gap: gap, literal: true})
	l.rest = l.rest[size:]
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

// askedSum is a chunk without what makes a sum of it: =12/5, or 12:5, where 12:05 is a time.
func askedSum(chunk string) (sum string, asked bool) {
	if after, found := strings.CutPrefix(chunk, "="); found && strings.IndexByte("0123456789(", first(after)) >= 0 {
		return after, true
	}
	left, right, found := strings.Cut(chunk, ":")
	if found && len(right) == 1 && left != "" && len(left) <= 9 && allDigits(left) && allDigits(right) {
		return left + "/" + right, true
	}
	return chunk, false
}

// first is the first byte of a text, or a space.
func first(s string) byte {
	if s == "" {
		return ' '
	}
	return s[0]
}

// hastyComma is where a chunk ends that has no space behind its semicolon, or behind the comma between
// a number and a word.
func hastyComma(chunk string) int {
	for i := 1; i < len(chunk)-1; i++ {
		if chunk[i] != ';' && (chunk[i] != ',' || chunk[i-1] < '0' || chunk[i-1] > '9') {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(chunk[i+1:]); unicode.IsLetter(r) {
			return i + 1
		}
	}
	return len(chunk)
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
