package chart

import (
	"image/color"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Sizes of letters, in pixels.
const (
	small  = 16
	medium = 20
	large  = 30
)

const ellipsis = "…"

// fonts have Latin, Cyrillic and Romanian letters and the signs of currencies.
var fonts = sync.OnceValues(func() (map[bool]*opentype.Font, error) {
	plain, err := opentype.Parse(dejavusans.TTF)
	if err != nil {
		return nil, err
	}
	bold, err := opentype.Parse(dejavusansbold.TTF)
	return map[bool]*opentype.Font{false: plain, true: bold}, err
})

// pens are the fonts in the sizes of one picture; a face must not be shared.
type pens struct {
	fonts map[bool]*opentype.Font
	faces map[pen]font.Face
}

type pen struct {
	size int
	bold bool
}

func newPens() (*pens, error) {
	all, err := fonts()
	return &pens{fonts: all, faces: map[pen]font.Face{}}, err
}

func (p *pens) face(of pen) font.Face {
	if face := p.faces[of]; face != nil {
		return face
	}
	face, err := opentype.NewFace(p.fonts[of.bold], &opentype.FaceOptions{Size: float64(of.size), DPI: 72})
	if err != nil {
		panic("chart: " + err.Error()) // of a size below one only
	}
	p.faces[of] = face
	return face
}

// Where a text stands to its place.
const (
	left   = 0.0
	middle = 0.5
	right  = 1.0
)

// at is where and how a text is written; it is cut to the width.
type at struct {
	x, y, width float64
	size        int
	bold        bool
	anchor      float64
	colour      color.Color
}

func (c *canvas) write(text string, place at) {
	text = c.fit(text, place)
	if text == "" {
		return
	}
	c.SetColor(place.colour)
	c.DrawStringAnchored(text, place.x, place.y, place.anchor, 0)
}

// fit cleans a text and cuts it to the width of its place.
func (c *canvas) fit(text string, place at) string {
	c.SetFontFace(c.pens.face(pen{place.size, place.bold}))
	runes := []rune(c.pens.clean(text))
	if c.wide(runes) <= place.width {
		return string(runes)
	}
	low, high := 0, len(runes) // the longest beginning that fits lies between
	for low < high {
		half := (low + high + 1) / 2
		if c.wide(append(trimmed(runes[:half]), []rune(ellipsis)...)) <= place.width {
			low = half
		} else {
			high = half - 1
		}
	}
	return string(trimmed(runes[:low])) + ellipsis
}

func trimmed(runes []rune) []rune { return []rune(strings.TrimRight(string(runes), " .,")) }

func (c *canvas) wide(runes []rune) float64 {
	w, _ := c.MeasureString(string(runes))
	return w
}

// wideOf is how wide a text would be.
func (c *canvas) wideOf(text string, of pen) float64 {
	c.SetFontFace(c.pens.face(of))
	return c.wide([]rune(c.pens.clean(text)))
}

// clean leaves what the fonts can draw: letters are composed, emoji and whatever would become
// a box are left out, and spaces are single.
func (p *pens) clean(text string) string {
	if len(text) > 1<<10 {
		text = strings.ToValidUTF8(text[:1<<10], "")
	}
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0':
			return ' '
		case r == utf8.RuneError, pictorial(r), !p.has(r):
			return -1
		}
		return r
	}, norm.NFC.String(text))
	for strings.Contains(kept, "  ") {
		kept = strings.ReplaceAll(kept, "  ", " ")
	}
	return strings.Trim(kept, " ")
}

// pictorial are emoji, their parts, and signs that direct the text around them.
func pictorial(r rune) bool {
	switch {
	case r >= 0x1f000, r >= 0x2300 && r <= 0x23ff, r >= 0x2600 && r <= 0x27bf, r >= 0x2b00 && r <= 0x2bff:
		return true
	case r == 0x20e3, r >= 0xfe00 && r <= 0xfe0f, unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		return true
	}
	return false
}

func (p *pens) has(r rune) bool {
	var buffer sfnt.Buffer
	glyph, err := p.fonts[false].GlyphIndex(&buffer, r)
	return err == nil && glyph != 0
}

// Drawable is a text without what cannot be drawn.
func Drawable(text string) (string, error) {
	p, err := newPens()
	if err != nil {
		return "", err
	}
	return p.clean(text), nil
}
