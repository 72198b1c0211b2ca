package telegram

import (
	"html"
	"regexp"
	"strings"
)

// htmlTags are the tags Telegram knows and the entities they make.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre",
	"blockquote": "blockquote", "tg-emoji": "custom_emoji",
}

var (
	htmlAttribute = regexp.MustCompile(`([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?`)
	htmlEscape    = regexp.MustCompile(`^&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)
)

// htmlReader turns Telegram's HTML into text and entities.
type htmlReader struct {
	in       string
	at       int // byte
	out      strings.Builder
	length   int // of out, in units
	open     []htmlTag
	entities []Entity
}

type htmlTag struct {
	name   string
	entity Entity
	start  int // byte
}

// parseHTML reads parse_mode HTML.
func parseHTML(in string) (string, []Entity, error) {
	h := &htmlReader{in: in}
	for h.at < len(h.in) {
		var err error
		switch c := h.in[h.at]; {
		case c == '<' && strings.HasPrefix(h.in[h.at:], "</"):
			err = h.closeTag()
		case c == '<':
			err = h.openTag()
		case c == '&':
			h.escape()
		default:
			h.text()
		}
		if err != nil {
			return "", nil, err
		}
	}
	if n := len(h.open); n > 0 {
		return "", nil, cantParse(`Can't find end tag corresponding to start tag "%s"`, h.open[n-1].name)
	}
	sortEntities(h.entities)
	return h.out.String(), h.entities, nil
}

func (h *htmlReader) write(text string) {
	h.out.WriteString(text)
	h.length += units(text)
}

// text copies what has no meaning in HTML.
func (h *htmlReader) text() {
	rest := h.in[h.at:]
	end := strings.IndexAny(rest, "<&")
	if end < 0 {
		end = len(rest)
	}
	h.write(rest[:end])
	h.at += end
}

// escape writes the character that &name; stands for; any other & is itself.
func (h *htmlReader) escape() {
	escaped := htmlEscape.FindString(h.in[h.at:])
	if escaped == "" {
		h.write("&")
		h.at++
		return
	}
	h.write(html.UnescapeString(escaped))
	h.at += len(escaped)
}

func (h *htmlReader) openTag() error {
	start := h.at
	end := strings.IndexByte(h.in[h.at:], '>')
	if end < 0 {
		return cantParse("Unclosed start tag at byte offset %d", start)
	}
	inside := h.in[h.at+1 : h.at+end]
	h.at += end + 1
	name, rest, _ := strings.Cut(strings.ReplaceAll(inside, "\n", " "), " ")
	name = strings.ToLower(name)
	kind, ok := htmlTags[name]
	if !ok {
		return cantParse(`Unsupported start tag "%s" at byte offset %d`, name, start)
	}
	attributes := map[string]string{}
	for _, m := range htmlAttribute.FindAllStringSubmatch(rest, -1) {
		attributes[strings.ToLower(m[1])] = html.UnescapeString(m[2] + m[3] + m[4])
	}
	e := Entity{Type: kind, Offset: h.length}
	switch name {
	case "a":
		e.URL = attributes["href"]
	case "span":
		if attributes["class"] != "tg-spoiler" {
			return cantParse(`Tag "span" must have class "tg-spoiler" at byte offset %d`, start)
		}
	case "code":
		e.Language = strings.TrimPrefix(attributes["class"], "language-")
	case "tg-emoji":
		e.EmojiID = attributes["emoji-id"]
	case "blockquote":
		if _, expandable := attributes["expandable"]; expandable {
			e.Type = "expandable_blockquote"
		}
	}
	h.open = append(h.open, htmlTag{name: name, entity: e, start: start})
	return nil
}

func (h *htmlReader) closeTag() error {
	start := h.at
	end := strings.IndexByte(h.in[h.at:], '>')
	if end < 0 {
		return cantParse("Unclosed end tag at byte offset %d", start)
	}
	name := strings.ToLower(strings.TrimSpace(h.in[h.at+2 : h.at+end]))
	h.at += end + 1
	if len(h.open) == 0 {
		return cantParse("Unexpected end tag at byte offset %d", start)
	}
	tag := h.open[len(h.open)-1]
	if name != "" && name != tag.name {
		return cantParse(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`, start, tag.name, name)
	}
	h.open = h.open[:len(h.open)-1]
	e := tag.entity
	e.Length = h.length - e.Offset
	h.keep(e)
	return nil
}

// keep notes an entity, unless it is empty, leads nowhere, or only names the
// language of the block of code around it.
func (h *htmlReader) keep(e Entity) {
	if e.Length == 0 {
		return
	}
	switch e.Type {
	case "text_link":
		if e.URL == "" {
			e.URL = h.tail(e.Length)
		}
		if !isLink(e.URL) {
			return
		}
	case "code":
		if n := len(h.open); n > 0 && h.open[n-1].name == "pre" {
			h.open[n-1].entity.Language = e.Language
			return
		}
		e.Language = ""
	}
	h.entities = append(h.entities, e)
}

// tail is the last so many units of what was written.
func (h *htmlReader) tail(length int) string {
	text := h.out.String()
	for from := range text {
		if units(text[from:]) == length {
			return text[from:]
		}
	}
	return text
}
