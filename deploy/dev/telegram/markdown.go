package telegram

import (
	"strings"
	"unicode/utf8"
)

// mark is an entity begun in Markdown.
type mark struct {
	sign   string
	entity Entity
	start  int // byte
}

// markReader turns MarkdownV2 into text and entities.
type markReader struct {
	in       string
	at       int // byte
	out      strings.Builder
	length   int // of out, in units
	open     []mark
	entities []Entity
	quote    int // where the quotation began, or -1
	atLine   bool
}

// signs are MarkdownV2's, the longer of two that begin alike first.
var signs = []struct{ sign, kind string }{
	{"```", "pre"}, {"`", "code"}, {"||", "spoiler"}, {"__", "underline"},
	{"_", "italic"}, {"*", "bold"}, {"~", "strikethrough"}, {"![", "custom_emoji"}, {"[", "text_link"},
}

const reserved = "_*[]()~`>#+-=|{}.!"

// parseMarkdownV2 reads parse_mode MarkdownV2.
func parseMarkdownV2(in string) (string, []Entity, error) {
	m := &markReader{in: in, quote: -1, atLine: true}
	for m.at < len(m.in) {
		if err := m.step(); err != nil {
			return "", nil, err
		}
	}
	m.endQuote()
	if n := len(m.open); n > 0 {
		last := m.open[n-1]
		return "", nil, cantParse("Can't find end of %s entity at byte offset %d", title(last.entity.Type), last.start)
	}
	sortEntities(m.entities)
	return m.out.String(), m.entities, nil
}

func (m *markReader) write(text string) {
	m.out.WriteString(text)
	m.length += units(text)
}

// inCode reports whether signs other than the closing one are plain text.
func (m *markReader) inCode() string {
	if n := len(m.open); n > 0 && (m.open[n-1].sign == "`" || m.open[n-1].sign == "```") {
		return m.open[n-1].sign
	}
	return ""
}

func (m *markReader) step() error {
	rest := m.in[m.at:]
	newLine := m.atLine
	m.atLine = false
	if m.quote >= 0 && newLine && rest[0] != '>' {
		m.endQuote()
	}
	code := m.inCode()
	switch {
	case rest[0] == '\\' && len(rest) > 1 && rest[1] < utf8.RuneSelf:
		m.write(rest[1:2])
		m.at += 2
	case code != "" && !strings.HasPrefix(rest, code):
		m.rune(rest)
	case rest[0] == '>' && newLine && code == "":
		if m.quote < 0 {
			m.quote = m.length
		}
		m.at++
	case rest[0] == ']' && m.links() && code == "":
		return m.link()
	case strings.IndexByte(reserved, rest[0]) >= 0:
		return m.sign(rest)
	default:
		m.rune(rest)
	}
	return nil
}

func (m *markReader) rune(rest string) {
	_, size := utf8.DecodeRuneInString(rest)
	m.write(rest[:size])
	m.at += size
	m.atLine = rest[0] == '\n'
}

// links reports whether a link's text is what is being read.
func (m *markReader) links() bool {
	n := len(m.open)
	return n > 0 && strings.HasSuffix(m.open[n-1].sign, "[")
}

// sign opens or closes an entity.
func (m *markReader) sign(rest string) error {
	if n := len(m.open); n > 0 && strings.HasPrefix(rest, m.open[n-1].sign) && !m.links() {
		last := m.open[n-1]
		// Telegram reads "__" greedily: it never ends italics.
		if last.sign != "_" || !strings.HasPrefix(rest, "__") {
			m.at += len(last.sign)
			m.close(last.entity)
			return nil
		}
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s.sign) {
			m.open = append(m.open, mark{sign: s.sign, start: m.at, entity: Entity{Type: s.kind, Offset: m.length}})
			m.at += len(s.sign)
			if s.kind == "pre" {
				m.language()
			}
			return nil
		}
	}
	return cantParse(`Character '%c' is reserved and must be escaped with the preceding '\'`, rest[0])
}

// language takes the word after an opening ``` as the block's language.
func (m *markReader) language() {
	rest := m.in[m.at:]
	line, _, more := strings.Cut(rest, "\n")
	if more && !strings.ContainsAny(line, " `") {
		m.open[len(m.open)-1].entity.Language = line
		m.at += len(line) + 1
	}
}

func (m *markReader) close(e Entity) {
	m.open = m.open[:len(m.open)-1]
	if e.Length = m.length - e.Offset; e.Length > 0 {
		m.entities = append(m.entities, e)
	}
}

// link reads "](address)".
func (m *markReader) link() error {
	last := m.open[len(m.open)-1]
	m.at++
	if !strings.HasPrefix(m.in[m.at:], "(") {
		m.open = m.open[:len(m.open)-1] // a link without an address is its text
		return nil
	}
	end := m.at + 1
	var address strings.Builder
	for ; end < len(m.in) && m.in[end] != ')'; end++ {
		if m.in[end] == '\\' && end+1 < len(m.in) {
			end++
		}
		address.WriteByte(m.in[end])
	}
	if end >= len(m.in) {
		return cantParse("Can't find end of a URL at byte offset %d", m.at)
	}
	m.at = end + 1
	e := last.entity
	if e.Type == "custom_emoji" {
		_, e.EmojiID, _ = strings.Cut(address.String(), "?id=")
	} else {
		e.URL = address.String()
	}
	m.close(e)
	if e.Type == "text_link" && !isLink(e.URL) {
		m.entities = m.entities[:max(0, len(m.entities)-1)]
	}
	return nil
}

func (m *markReader) endQuote() {
	if m.quote >= 0 && m.length > m.quote {
		m.entities = append(m.entities, Entity{Type: "blockquote", Offset: m.quote, Length: m.length - m.quote})
	}
	m.quote = -1
}

// title is how Telegram's errors name a kind of entity.
func title(kind string) string {
	switch kind {
	case "pre":
		return "Pre"
	case "text_link":
		return "TextUrl"
	case "custom_emoji":
		return "CustomEmoji"
	default:
		return strings.ToUpper(kind[:1]) + kind[1:]
	}
}

// parseMarkdown reads the older parse_mode Markdown: nothing nests.
func parseMarkdown(in string) (string, []Entity, error) {
	var out strings.Builder
	var entities []Entity
	for at := 0; at < len(in); {
		rest := in[at:]
		sign, kind := oldSign(rest)
		switch {
		case len(rest) > 1 && rest[0] == '\\' && strings.IndexByte("_*`[", rest[1]) >= 0:
			out.WriteByte(rest[1])
			at += 2
			continue
		case kind == "":
			out.WriteByte(rest[0])
			at++
			continue
		}
		closing := sign
		if kind == "text_link" {
			closing = "]"
		}
		body, after, ok := strings.Cut(rest[len(sign):], closing)
		if !ok {
			return "", nil, cantParse("Can't find end of the entity starting at byte offset %d", at)
		}
		e := Entity{Type: kind, Offset: units(out.String()), Length: units(body)}
		if kind == "text_link" {
			e.URL, after = oldAddress(after)
		}
		if e.Length > 0 && (kind != "text_link" || isLink(e.URL)) {
			entities = append(entities, e)
		}
		out.WriteString(body)
		at = len(in) - len(after)
	}
	return out.String(), entities, nil
}

func oldSign(rest string) (sign, kind string) {
	for _, s := range []struct{ sign, kind string }{
		{"```", "pre"}, {"`", "code"}, {"*", "bold"}, {"_", "italic"}, {"[", "text_link"},
	} {
		if strings.HasPrefix(rest, s.sign) {
			return s.sign, s.kind
		}
	}
	return "", ""
}

// oldAddress reads "(address)" after a link's text, if it is there.
func oldAddress(after string) (address, rest string) {
	inner, ok := strings.CutPrefix(after, "(")
	if !ok {
		return "", after
	}
	address, rest, ok = strings.Cut(inner, ")")
	if !ok {
		return "", after
	}
	return address, rest
}
