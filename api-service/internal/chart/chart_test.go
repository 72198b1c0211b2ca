package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// shown decodes a picture and fails where it is not of the one size.
func shown(t *testing.T, body []byte, err error) image.Image {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 1<<20 {
		t.Errorf("a picture of %d bytes", len(body))
	}
	picture, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size != (image.Point{X: width, Y: height}) {
		t.Errorf("the size is %v", size)
	}
	return picture
}

// count counts the pixels of a colour in a picture without transparency.
func count(t *testing.T, picture image.Image, wanted color.Color) int {
	t.Helper()
	opaque, ok := picture.(*image.RGBA)
	if !ok {
		t.Fatalf("the picture is %T", picture)
	}
	w := color.RGBAModel.Convert(wanted).(color.RGBA)
	pixel := []byte{w.R, w.G, w.B, w.A}
	n := 0
	for i := 0; i < len(opaque.Pix); i += 4 {
		if bytes.Equal(opaque.Pix[i:i+4], pixel) {
			n++
		}
	}
	return n
}

func TestSlicesHaveTheirShares(t *testing.T) {
	t.Parallel()
	body, err := Donut(Frame{Title: "T"}, "all", "100", []Slice{
		{Name: "a", Amount: "75", Share: "75 %", PerMille: 750}, {Name: "b", Amount: "25", Share: "25 %", PerMille: 250, Rest: true},
	})
	picture := shown(t, body, err)
	first, rest := count(t, picture, series[0]), count(t, picture, palettes[Light].rest)
	if ratio := float64(first) / float64(rest); ratio < 2.8 || ratio > 3.2 {
		t.Errorf("three quarters have %d pixels, a quarter %d", first, rest)
	}
}

func TestThemesDiffer(t *testing.T) {
	t.Parallel()
	for theme, back := range map[string]color.Color{"": rgb(0xffffff), Light: rgb(0xffffff), Dark: rgb(0x17212b), "x": rgb(0xffffff)} {
		body, err := Donut(Frame{Theme: theme, Empty: "nothing"}, "", "", nil)
		if got := color.RGBAModel.Convert(shown(t, body, err).At(1, 1)); got != back {
			t.Errorf("%q: the corner is %v", theme, got)
		}
	}
}

func TestNothingIsSaidInWords(t *testing.T) {
	t.Parallel()
	words := map[bool]int{}
	for _, empty := range []string{"", "Nothing was booked"} {
		for name, draw := range map[string]func(Frame) ([]byte, error){
			"donut":    func(f Frame) ([]byte, error) { return Donut(f, "", "", nil) },
			"no steps": func(f Frame) ([]byte, error) { return Plot(f, nil, nil) },
			"zeros": func(f Frame) ([]byte, error) {
				return Plot(f, []string{"a"}, nil, Panel{Bars: []Series{{Values: []int64{0}}}})
			},
		} {
			body, err := draw(Frame{Empty: empty})
			n := count(t, shown(t, body, err), palettes[Light].muted)
			if empty == "" && n != 0 || empty != "" && n == 0 {
				t.Errorf("%s, %q: %d pixels of text", name, empty, n)
			}
			words[empty == ""] += n
		}
	}
}

func TestBarsGrowWithTheirFigures(t *testing.T) {
	t.Parallel()
	axis := func(int64) string { return "" }
	body, err := Plot(Frame{}, []string{"a", "b"}, axis, Panel{Bars: []Series{{Values: []int64{100, 0}}, {Values: []int64{-50, 0}}}})
	picture := shown(t, body, err)
	up, down := count(t, picture, series[0]), count(t, picture, series[1])
	if ratio := float64(up) / float64(down); ratio < 1.8 || ratio > 2.2 {
		t.Errorf("100 has %d pixels, -50 has %d", up, down)
	}
}

func TestManyStepsFitToo(t *testing.T) {
	t.Parallel()
	values, labels := make([]int64, 3653), make([]string, 3653)
	for i := range values {
		values[i], labels[i] = int64(i*7919%1000), "31 decembrie"
	}
	body, err := Plot(Frame{}, labels, func(int64) string { return strings.Repeat("9", 40) },
		Panel{Bars: []Series{{Values: values}}}, Panel{Lines: []Series{{Values: values}}})
	shown(t, body, err)
}

func TestOnlyWhatCanBeDrawnIsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Groceries": "Groceries", "🛒 Groceries": "Groceries", "Home 🏠 sweet": "Home sweet", "👨‍👩‍👧‍👦": "", "☕️": "", "1️⃣ First": "1 First", "🇲🇩": "",
		"ă â î ș ț Ă Â Î Ș Ț": "ă â î ș ț Ă Â Î Ș Ț", "ş ţ": "ş ţ", "Ёжик Щука ґ є ї": "Ёжик Щука ґ є ї",
		"s\u0326 a\u0306": "ș ă", "€ $ £ ₽ ₴ ₺ ₸": "€ $ £ ₽ ₴ ₺ ₸", "№ 7 ™": "№ 7 ™", "日本": "", "a\u202eb\tc\nd": "ab c d", "\x00\xff": "",
		"a\u00a0b": "a\u00a0b", "": "",
	} {
		if got, err := Drawable(text); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	c, err := newCanvas(Frame{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{strings.Repeat("Щ", 500), strings.Repeat("слово, ", 100), strings.Repeat("🛒", 5000) + "x"} {
		got := c.fit(text, at{width: 200, size: medium})
		if w := c.wideOf(got, pen{medium, false}); w > 200 || len(text) < 3000 && !strings.HasSuffix(got, ellipsis) {
			t.Errorf("%q is %.0f wide", got, w)
		}
	}
	if got := c.fit("short", at{width: 200, size: medium}); got != "short" {
		t.Errorf("got %q", got)
	}
	if got := c.fit("word", at{width: 1, size: medium}); got != ellipsis {
		t.Errorf("no room: got %q", got)
	}
}
