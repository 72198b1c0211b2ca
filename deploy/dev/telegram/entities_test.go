package telegram

import (
	"reflect"
	"strings"
	"testing"
)

// drawn writes entities as kind(text), with their link or language.
func drawn(text string, entities []Entity) string {
	var out []string
	for _, e := range entities {
		from, to := cut(text, e.Offset), cut(text, e.Offset+e.Length)
		out = append(out, e.Type+"("+text[from:to]+")"+e.URL+e.Language)
	}
	return strings.Join(out, " ")
}

// cut is the byte at which so many UTF-16 units end.
func cut(text string, unit int) int {
	for at := range text {
		if units(text[:at]) == unit {
			return at
		}
	}
	return len(text)
}

func TestTelegramFindsEntities(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"/start abc", "bot_command(/start)"},
		{"😀 /add 12 #home @card", "bot_command(/add) hashtag(#home) mention(@card)"},
		{"12/20 path/to /usr/bin", ""},
		{"see https://t.me/x_bot?start=A, or example.org.", "url(https://t.me/x_bot?start=A) url(example.org)"},
		{"http://localhost:8080/ is nobody's", ""},
		{"write to a.b@example.org", "email(a.b@example.org)"},
		{"cafea #casă ^ieri", "hashtag(#casă)"},
		{"x#y #12", ""},
		{"12.50 coffee", ""},
	} {
		if got := drawn(c.text, findEntities(c.text)); got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
	if got := findEntities("😀 /add")[0]; got.Offset != 3 || got.Length != 4 {
		t.Errorf("offsets count UTF-16 units: %+v", got)
	}
}

func TestMarkupIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mode, in, text, want string }{
		{"HTML", "<b>a<i>b</i></b> &lt;c&gt; &amp; &copy;", "ab <c> & &copy;", "bold(ab) italic(b)"},
		{"HTML", `<a href="https://example.org/?a=1&amp;b=2">x</a>`, "x", "text_link(x)https://example.org/?a=1&b=2"},
		{"HTML", `<a href="http://localhost/">x</a>`, "x", ""},
		{"HTML", `<pre><code class="language-go">x</code></pre>`, "x", "pre(x)go"},
		{"HTML", "😀<code>/add</code> /add", "😀/add /add", "code(/add) bot_command(/add)"},
		{"HTML", "<b> x </b>", "x", "bold(x)"},
		{"HTML", "<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>", "qs", "expandable_blockquote(q) spoiler(s)"},
		{"MarkdownV2", `*b* _i_ __u__ ~s~ \. ||p||`, "b i u s . p", "bold(b) italic(i) underline(u) strikethrough(s) spoiler(p)"},
		{"MarkdownV2", "*a _b_* `c.d`", "a b c.d", "bold(a b) italic(b) code(c.d)"},
		{"MarkdownV2", "[x](https://example.org/a_b)", "x", "text_link(x)https://example.org/a_b"},
		{"MarkdownV2", ">q\n>r\nend", "q\nr\nend", "blockquote(q\nr\n)"},
		{"MarkdownV2", "```go\nx := 1\n```", "x := 1", "pre(x := 1)go"},
		{"Markdown", `*b* _i_ [x](https://example.org/) \_ 2.5`, "b i x _ 2.5", "bold(b) italic(i) text_link(x)https://example.org/"},
	} {
		p := params{values: map[string]string{}}
		text, entities, err := p.marked(c.in, c.mode, "entities")
		if got := drawn(text, entities); err != nil || text != c.text || got != c.want {
			t.Errorf("%s %q: got %q %s (%v), want %q %s", c.mode, c.in, text, got, err, c.text, c.want)
		}
	}
}

func TestBrokenMarkupIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mode, in, want string }{
		{"HTML", "<x>a</x>", `Unsupported start tag "x" at byte offset 0`},
		{"HTML", "a <b>b", `Can't find end tag corresponding to start tag "b"`},
		{"HTML", "<b>a</i>", `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"HTML", "a</b>", "Unexpected end tag at byte offset 1"},
		{"HTML", "1 < 2", "Unclosed start tag at byte offset 2"},
		{"MarkdownV2", "1.5", `Character '.' is reserved and must be escaped with the preceding '\'`},
		{"MarkdownV2", "*a", "Can't find end of Bold entity at byte offset 0"},
		{"Markdown", "a_b", "Can't find end of the entity starting at byte offset 1"},
	} {
		p := params{values: map[string]string{}}
		_, _, err := p.marked(c.in, c.mode, "entities")
		if want := "Bad Request: can't parse entities: " + c.want; err == nil || err.Error() != want {
			t.Errorf("%s %q: got %v, want %s", c.mode, c.in, err, want)
		}
	}
}

func TestGivenEntitiesAreKept(t *testing.T) {
	t.Parallel()
	p := params{values: map[string]string{"entities": `[{"type":"bold","offset":2,"length":2}]`}}
	text, entities, err := p.marked("  ab", "", "entities")
	if want := []Entity{{Type: "bold", Length: 2}}; err != nil || text != "ab" || !reflect.DeepEqual(entities, want) {
		t.Errorf("got %q %+v, %v", text, entities, err)
	}
}

func FuzzMarkupNeverPanics(f *testing.F) {
	for _, seed := range []string{"<b>", "*a_b__c", "[x](", "```", "a</", "&#x;", ">q\n", "||", "![x](tg://emoji?id=1)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, mode := range []string{"", "HTML", "MarkdownV2", "Markdown"} {
			text, entities, err := (params{}).marked(in, mode, "entities")
			for _, e := range entities {
				if err == nil && (e.Offset < 0 || e.Length < 1 || e.Offset+e.Length > units(text)) {
					t.Errorf("%s %q: %+v lies outside %q", mode, in, e, text)
				}
			}
		}
	})
}
