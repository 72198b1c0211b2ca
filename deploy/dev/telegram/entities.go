package telegram

import (
	"cmp"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// units is a text's length as Telegram counts it: in UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// pattern is something Telegram finds in plain text by itself. What it finds
// must not stand directly after a rune for which after says so.
type pattern struct {
	kind  string
	form  *regexp.Regexp
	after func(rune) bool
	ok    func(string) bool
}

var patterns = []pattern{
	{kind: "url", after: func(r rune) bool { return isWord(r) || r == '@' }, ok: isLink,
		form: regexp.MustCompile(`(?i)(?:https?://|tg://)[^\s<>"'` + "`" + `]+|(?:[\pL\pN-]+\.)+(?:com|org|net|me|io|md|ro|ru|dev|app|eu|info)\b(?:/[^\s<>"']*)?`)},
	{kind: "email", after: isWord,
		form: regexp.MustCompile(`[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`)},
	{kind: "bot_command", after: func(r rune) bool { return isWord(r) || r == '/' || r == '<' },
		form: regexp.MustCompile(`/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?`)},
	{kind: "mention", after: isWord,
		form: regexp.MustCompile(`@[A-Za-z][A-Za-z0-9_]{2,31}`)},
	{kind: "hashtag", after: isWord, ok: func(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) },
		form: regexp.MustCompile(`#[\pL\pN_]{1,256}`)},
	{kind: "cashtag", after: isWord,
		form: regexp.MustCompile(`\$[A-Z]{3,8}\b`)},
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// findEntities finds links, addresses, commands, mentions and tags in a text.
func findEntities(text string) []Entity { return findMore(text, nil) }

// findMore adds what is found in a text to the entities it already has,
// staying out of code and of links.
func findMore(text string, have []Entity) []Entity {
	found := slices.Clone(have)
	for _, p := range patterns {
		for _, at := range p.form.FindAllStringIndex(text, -1) {
			e, ok := p.entity(text, at[0], at[1])
			if ok && !slices.ContainsFunc(found, func(other Entity) bool { return excludes(other, e) }) {
				found = append(found, e)
			}
		}
	}
	sortEntities(found)
	return found
}

func (p pattern) entity(text string, from, to int) (Entity, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	if from > 0 && p.after(before) {
		return Entity{}, false
	}
	match := text[from:to]
	if p.kind == "url" {
		match = strings.TrimRight(match, ".,:;!?)]}»…*_~")
	}
	if p.kind == "bot_command" && strings.HasPrefix(text[to:], "/") { // a path
		return Entity{}, false
	}
	if p.ok != nil && !p.ok(match) {
		return Entity{}, false
	}
	return Entity{Type: p.kind, Offset: units(text[:from]), Length: units(match)}, true
}

// excludes reports whether an entity leaves no room for one found later.
func excludes(have, found Entity) bool {
	apart := have.Offset+have.Length <= found.Offset || found.Offset+found.Length <= have.Offset
	if apart {
		return false
	}
	switch have.Type {
	case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
		return false
	}
	return true
}

// sortEntities puts entities in Telegram's order: by offset, outer before inner.
func sortEntities(all []Entity) {
	slices.SortStableFunc(all, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
}

// isLink reports whether Telegram accepts a link: it has no use for names that
// only one's own network knows, such as localhost.
func isLink(link string) bool {
	if strings.HasPrefix(link, "tg://") {
		return true
	}
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := u.Hostname()
	if net.ParseIP(host) != nil {
		return true
	}
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && dot < len(host)-2 && !strings.ContainsAny(host, " _")
}

// trimmed cuts the white space around a text, as Telegram does, and moves its
// entities along; empty ones vanish.
func trimmed(text string, entities []Entity) (string, []Entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	cut := units(text) - units(left)
	text = strings.TrimRightFunc(left, unicode.IsSpace)
	end := units(text)
	var kept []Entity
	for _, e := range entities {
		from, to := max(0, e.Offset-cut), min(end, e.Offset-cut+e.Length)
		if from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	return text, kept
}

// maxMarked bounds a text together with its markup, in bytes.
const maxMarked = 1 << 16

// marked reads a text with the markup that parse_mode names, or with the
// entities given as JSON, and says what Telegram would make of it.
func (p params) marked(text, mode, entities string) (string, []Entity, error) {
	if len(text) > maxMarked {
		return "", nil, bad("message is too long")
	}
	var given []Entity
	var err error
	switch strings.ToLower(mode) {
	case "":
		err = p.decode(entities, &given)
	case "html":
		text, given, err = parseHTML(text)
	case "markdownv2":
		text, given, err = parseMarkdownV2(text)
	case "markdown":
		text, given, err = parseMarkdown(text)
	default:
		err = bad("unsupported parse_mode")
	}
	if err != nil {
		return "", nil, err
	}
	text, given = trimmed(text, given)
	if units(text) > maxText {
		return text, given, nil // to be refused: not worth a search
	}
	return text, findMore(text, given), nil
}

func cantParse(format string, args ...any) error {
	return bad("can't parse entities: "+format, args...)
}
