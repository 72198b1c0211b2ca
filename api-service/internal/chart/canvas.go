package chart

import (
	"bytes"
	"image/color"
	"image/png"

	"git.sr.ht/~sbinet/gg"
)

// Size of every picture, in pixels.
const (
	width  = 1000
	height = 600
	margin = 40.0
)

// palette is the colours of a theme.
type palette struct{ back, text, muted, grid, rest color.Color }

var palettes = map[string]palette{
	Light: {back: rgb(0xffffff), text: rgb(0x1f2933), muted: rgb(0x66727f), grid: rgb(0xe1e5ea), rest: rgb(0xa9b2bb)},
	Dark:  {back: rgb(0x17212b), text: rgb(0xf2f5f7), muted: rgb(0x9fb0bf), grid: rgb(0x2c3a48), rest: rgb(0x6f7f8d)},
}

// series are told apart also by those who see few colours, on light and on dark.
var series = []color.Color{
	rgb(0x4e79a7), rgb(0xf28e2b), rgb(0x59a14f), rgb(0xe15759), rgb(0xb07aa1),
	rgb(0x76b7b2), rgb(0xedc948), rgb(0x9c755f), rgb(0xff9da7),
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// canvas is a picture while it is drawn.
type canvas struct {
	*gg.Context
	palette
	pens *pens
}

// newCanvas draws the frame.
func newCanvas(f Frame) (*canvas, error) {
	pens, err := newPens()
	if err != nil {
		return nil, err
	}
	colours, ok := palettes[f.Theme]
	if !ok {
		colours = palettes[Light]
	}
	c := &canvas{gg.NewContext(width, height), colours, pens}
	c.SetColor(c.back)
	c.Clear()
	c.write(f.Title, at{x: margin, y: 58, width: width - 2*margin, size: large, bold: true, colour: c.text})
	c.write(f.Subtitle, at{x: margin, y: 90, width: width - 2*margin, size: medium, colour: c.muted})
	c.write(f.Footer, at{x: margin, y: height - 22, width: width - 2*margin, size: small, colour: c.muted})
	return c, nil
}

// nothing says that there is nothing to draw.
func (c *canvas) nothing(f Frame) ([]byte, error) {
	c.SetColor(c.grid)
	c.SetLineWidth(14)
	c.DrawCircle(width/2, 300, 90)
	c.Stroke()
	c.write(f.Empty, at{x: width / 2, y: 450, width: width - 2*margin, size: medium, anchor: middle, colour: c.muted})
	return c.encode()
}

func (c *canvas) encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed} // most of the time goes there
	err := encoder.Encode(&out, c.Image())
	return out.Bytes(), err
}
