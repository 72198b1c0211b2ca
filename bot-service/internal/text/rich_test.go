package text

import (
	"reflect"
	"testing"
)

func TestMarksBecomeSpans(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]struct {
		plain string
		spans []Span
	}{
		"plain <b>&":                         {"plain <b>&", nil},
		marked.Replace("<b>€5</b> for 😀"):    {"€5 for 😀", []Span{{Bold, 0, 2}}},
		marked.Replace("😀 <code>a</code> b"): {"😀 a b", []Span{{Code, 3, 1}}},
		marked.Replace("<code>open"):         {"open", []Span{{Code, 0, 4}}},
		marked.Replace("shut</b> <b></b>"):   {"shut ", nil},
	} {
		plain, spans := Rich(written)
		if plain != want.plain || !reflect.DeepEqual(spans, want.spans) {
			t.Errorf("%q: got %q %+v", written, plain, spans)
		}
	}
}

// What people call their things is shown as they wrote it, and its tags are no tags.
func TestWhatIsFilledInIsNoMarkup(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ro", "ru"} {
		said := catalog(t).In(lang).Say("account.line", Data{"Emoji": "💵", "Name": "<b>&amp;</b>", "Balance": "5"})
		plain, spans := Rich(said)
		if plain != "💵 <b>&amp;</b>: 5" || len(spans) != 1 || spans[0].Offset != 17 {
			t.Errorf("%s: got %q %+v", lang, plain, spans)
		}
	}
}
