package chart

import (
	"image/color"
	"math"
)

// Donut draws parts of a whole, whose name and amount stand in the middle. There are at most
// MaxSlices; what comes after is not drawn.
func Donut(f Frame, name, amount string, slices []Slice) ([]byte, error) {
	c, err := newCanvas(f)
	if err != nil {
		return nil, err
	}
	if len(slices) == 0 {
		return c.nothing(f)
	}
	slices = slices[:min(len(slices), MaxSlices)]
	const x, y, outer, inner = 245.0, 340.0, 195.0, 120.0
	angle := -math.Pi / 2
	for i, s := range slices {
		sweep := float64(s.PerMille) / 1000 * 2 * math.Pi
		c.ring(x, y, inner, outer, angle, angle+sweep, c.colourOf(i, s))
		angle += sweep
	}
	c.write(amount, at{x: x, y: y + 4, width: 2*inner - 24, size: c.sizeFor(amount, 2*inner-24), bold: true, anchor: middle, colour: c.text})
	c.write(name, at{x: x, y: y + 32, width: 2*inner - 40, size: small, anchor: middle, colour: c.muted})
	c.legend(slices)
	return c.encode()
}

func (c *canvas) colourOf(i int, s Slice) color.Color {
	if s.Rest {
		return c.rest
	}
	return series[i%len(series)]
}

// ring draws a slice with a thin gap to the next.
func (c *canvas) ring(x, y, inner, outer, from, to float64, colour color.Color) {
	c.NewSubPath()
	c.DrawArc(x, y, outer, from, to)
	c.DrawArc(x, y, inner, to, from)
	c.ClosePath()
	c.SetColor(colour)
	c.FillPreserve()
	c.SetColor(c.back)
	c.SetLineWidth(2)
	c.Stroke()
}

// sizeFor is the largest size in which an amount fits.
func (c *canvas) sizeFor(text string, width float64) int {
	for size := 28; size > 12; size -= 2 {
		if c.wideOf(text, pen{size, true}) <= width {
			return size
		}
	}
	return 12
}

// legend tells the slices, one a line, amounts and shares in columns. An amount is never cut:
// a part of a number is another number.
func (c *canvas) legend(slices []Slice) {
	const x, end, row, gap = 490.0, width - margin, 42.0, 20.0
	size := medium
	amounts, shares := c.columns(slices, size)
	if amounts > 220 {
		size = small
		amounts, shares = c.columns(slices, size)
	}
	y := 340 - row*float64(len(slices)-1)/2
	for i, s := range slices {
		c.SetColor(c.colourOf(i, s))
		c.DrawRoundedRectangle(x, y-9, 18, 18, 4)
		c.Fill()
		c.write(s.Share, at{x: end, y: y + 7, width: shares, size: size, anchor: right, colour: c.muted})
		c.write(s.Amount, at{x: end - shares - gap, y: y + 7, width: amounts, size: size, anchor: right, colour: c.text})
		c.write(s.Name, at{x: x + 32, y: y + 7, width: end - shares - amounts - 2*gap - x - 32, size: size, colour: c.text})
		y += row
	}
}

// columns are how wide the amounts and the shares are.
func (c *canvas) columns(slices []Slice, size int) (amounts, shares float64) {
	for _, s := range slices {
		amounts = max(amounts, c.wideOf(s.Amount, pen{size, false}))
		shares = max(shares, c.wideOf(s.Share, pen{size, false}))
	}
	return amounts, shares
}
