// Package chart draws pictures of figures: it is given words and whole numbers, and knows
// neither languages nor money. A picture has one size, whatever is in it.
package chart

// Themes of a picture; any other is light.
const (
	Light = "light"
	Dark  = "dark"
)

// MaxSlices is how many parts of a whole can be told apart.
const MaxSlices = 10

// Frame is what stands around the figures.
type Frame struct {
	Theme    string
	Title    string
	Subtitle string
	Footer   string // a remark; may be empty
	Empty    string // what to say where there is nothing to draw
}

// Slice is a part of a whole.
type Slice struct {
	Name     string
	Amount   string
	Share    string // in words: "34.3 %"
	PerMille int64
	Rest     bool // what is left over, in grey
}

// Series is a row of figures with a name.
type Series struct {
	Name   string
	Values []int64
}

// Panel is bars and lines over one axis.
type Panel struct {
	Bars  []Series
	Lines []Series
}
