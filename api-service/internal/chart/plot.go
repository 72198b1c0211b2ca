package chart

import (
	"image/color"
	"math"
)

// maxBars is how many groups of bars can be told apart; of more steps bars become lines.
const maxBars = 62

// stroke is how many points of a line are drawn at once: the time for a stroke grows with the
// square of its points.
const stroke = 32

// Plot draws panels one below the other over common labels, one for each figure. What the
// figures of an axis are called is the caller's to say.
func Plot(f Frame, labels []string, axis func(int64) string, panels ...Panel) ([]byte, error) {
	c, err := newCanvas(f)
	if err != nil {
		return nil, err
	}
	if len(labels) == 0 || blank(panels) {
		return c.nothing(f)
	}
	p := plot{canvas: c, axis: axis, labels: labels}
	p.key(panels)
	const top, bottom, gap = 150.0, height - 86.0, 34.0
	each := (bottom - top - gap*float64(len(panels)-1)) / float64(len(panels))
	p.left = p.roomForAxis(panels)
	colour := 0
	for i, panel := range panels {
		p.top = top + float64(i)*(each+gap)
		p.bottom = p.top + each
		p.draw(panel, colour)
		colour += len(panel.Bars) + len(panel.Lines)
	}
	p.labelSteps(bottom + 26)
	return c.encode()
}

// plot is the place of one panel.
type plot struct {
	*canvas
	axis              func(int64) string
	labels            []string
	left, top, bottom float64
}

const plotRight = width - margin

func (p *plot) roomForAxis(panels []Panel) float64 {
	widest := 0.0
	for _, panel := range panels {
		low, high, step := panel.scale()
		for _, t := range ticks(low, high, step) {
			widest = max(widest, p.wideOf(p.axis(t), pen{small, false}))
		}
	}
	return margin + min(widest, 260) + 12
}

// draw draws a panel in the colours from one on.
func (p *plot) draw(panel Panel, colour int) {
	low, high, step := panel.scale()
	y := func(v int64) float64 {
		return p.bottom - (p.bottom-p.top)*(float64(v)-float64(low))/max(float64(high)-float64(low), 1)
	}
	p.SetLineWidth(1)
	for _, t := range ticks(low, high, step) {
		p.SetColor(p.grid)
		if t == 0 {
			p.SetColor(p.muted)
		}
		p.DrawLine(p.left, math.Round(y(t))+0.5, plotRight, math.Round(y(t))+0.5)
		p.Stroke()
		p.write(p.axis(t), at{x: p.left - 12, y: y(t) + 5, width: p.left - margin - 12, size: small, anchor: right, colour: p.muted})
	}
	for i, s := range panel.Bars {
		if len(p.labels) > maxBars {
			p.line(s, y, series[colour+i])
		} else {
			p.bars(s, i, len(panel.Bars), y, series[colour+i])
		}
	}
	for i, s := range panel.Lines {
		p.line(s, y, series[colour+len(panel.Bars)+i])
	}
}

// place is the middle of a step.
func (p *plot) place(i int) float64 {
	return p.left + (plotRight-p.left)*(float64(i)+0.5)/float64(len(p.labels))
}

func (p *plot) bars(s Series, nth, of int, y func(int64) float64, colour color.Color) {
	each := min((plotRight-p.left)/float64(len(p.labels))*0.72/float64(of), 46)
	p.SetColor(colour)
	for i, v := range s.Values {
		x := p.place(i) + (float64(nth)-float64(of)/2)*each
		from, to := min(y(0), y(v)), max(y(0), y(v))
		if v != 0 {
			p.DrawRectangle(x+0.5, from, max(each-1, 1), max(to-from, 1))
		}
	}
	p.Fill()
}

func (p *plot) line(s Series, y func(int64) float64, colour color.Color) {
	p.SetColor(colour)
	p.SetLineWidth(3)
	for i, v := range s.Values {
		p.LineTo(p.place(i), y(v))
		if i%stroke == stroke-1 {
			p.Stroke()
			p.LineTo(p.place(i), y(v))
		}
	}
	p.Stroke()
	if len(s.Values) > maxBars {
		return
	}
	for i, v := range s.Values {
		p.DrawCircle(p.place(i), y(v), 4)
	}
	p.Fill()
}

// key names the series in a line below the subtitle.
func (p *plot) key(panels []Panel) {
	x, n := margin, 0
	for _, panel := range panels {
		for _, s := range panel.all() {
			p.SetColor(series[n])
			p.DrawRoundedRectangle(x, 108, 16, 16, 4)
			p.Fill()
			p.write(s.Name, at{x: x + 24, y: 122, width: 220, size: small, colour: p.text})
			x += 24 + min(p.wideOf(s.Name, pen{small, false}), 220) + 28
			n++
		}
	}
}

// labelSteps writes as many labels as have room.
func (p *plot) labelSteps(y float64) {
	widest := 0.0
	for _, l := range p.labels {
		widest = max(widest, p.wideOf(l, pen{small, false}))
	}
	room := (plotRight - p.left) / float64(len(p.labels))
	every := int(math.Ceil((widest + 16) / room))
	for i := 0; i < len(p.labels); i += max(every, 1) {
		p.write(p.labels[i], at{x: p.place(i), y: y, width: widest + 1, size: small, anchor: middle, colour: p.muted})
	}
}
