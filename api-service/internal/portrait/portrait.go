// Package portrait makes a small square picture of one that somebody sent. What comes out was drawn
// here: nothing of the file that came in is left in it but what it showed.
package portrait

import "errors"

// Sizes of pictures, in pixels a side.
const (
	Side    = 320  // of what comes out
	MaxSide = 1280 // of what is read; twice the largest photo of Telegram
)

// ErrUnfit says that something is no picture that could be read, or a larger one than is read.
var ErrUnfit = errors.New("portrait: not a JPEG or PNG of up to 1280 pixels a side")
