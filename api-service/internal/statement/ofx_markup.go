package statement

import (
	"html"
	"io"
	"strings"
)

// Bounds of an element: no tag of OFX has half as many letters, and no text that is kept is longer.
const (
	maxTag   = 64
	maxValue = 8 << 10
)

// element is one tag of an OFX file with the text behind it.
type element struct {
	name  string // in capitals; of a closing tag with its stroke
	value string
	line  int
}

// markup takes an OFX file apart into elements. One reader does for both forms of OFX: in SGML (1.x)
// values have no closing tag and in XML (2.x) they do, but neither has attributes or nests a tag in
// a value. Nothing outside the file is ever looked up.
type markup struct {
	text     string
	at       int
	line     int
	steps    *steps
	unclosed bool // no CDATA is closed from here on: it need not be looked for again
}

func newMarkup(text string, steps *steps) *markup { return &markup{text: text, line: 1, steps: steps} }

// next gives the next element, or io.EOF where there is none.
func (m *markup) next() (element, error) {
	for {
		start := strings.IndexByte(m.text[m.at:], '<')
		if start < 0 {
			return element{}, m.end()
		}
		if err := m.step(start + 1); err != nil {
			return element{}, err
		}

		end := strings.IndexAny(m.text[m.at:], "<>")
		if end < 0 {
			return element{}, m.end()
		}
		e := element{name: tagName(m.text[m.at : m.at+end]), line: m.line}
		broken := m.text[m.at+end] == '<'
		if err := m.step(end); err != nil {
			return element{}, err
		}
		if broken || e.name == "" {
			continue
		}

		if err := m.step(1); err != nil {
			return element{}, err
		}
		var err error
		e.value, err = m.value()
		return e, err
	}
}

// tagName is the name in a tag; none where it is the heading of a file, a mark, or too long.
func tagName(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxTag || text[0] == '?' || text[0] == '!' {
		return ""
	}
	return strings.TrimSuffix(strings.ToUpper(text), "/")
}

// value is the text up to the next tag.
func (m *markup) value() (string, error) {
	const open, closing = "<![CDATA[", "]]>"
	rest := strings.TrimLeft(m.text[m.at:], " \t\r\n")
	if !m.unclosed && strings.HasPrefix(rest, open) {
		end := strings.Index(rest, closing)
		if end > 0 {
			text := rest[len(open):end]
			err := m.step(len(m.text[m.at:]) - len(rest) + end + len(closing))
			return strings.TrimSpace(bounded(text)), err
		}

		m.unclosed = true
		if err := m.steps.take(len(rest)); err != nil {
			return "", err
		}
	}

	end := strings.IndexByte(m.text[m.at:], '<')
	if end < 0 {
		end = len(m.text) - m.at
	}
	text := m.text[m.at : m.at+end]
	err := m.step(end)
	return strings.TrimSpace(html.UnescapeString(bounded(text))), err
}

// bounded is as much of a text as is looked at.
func bounded(text string) string {
	if len(text) <= maxValue {
		return text
	}
	return strings.ToValidUTF8(text[:maxValue], "")
}

func (m *markup) step(n int) error {
	m.line += breaks(m.text[m.at : m.at+n])
	m.at += n
	return m.steps.take(n)
}

func (m *markup) end() error {
	if err := m.step(len(m.text) - m.at); err != nil {
		return err
	}
	return io.EOF
}
