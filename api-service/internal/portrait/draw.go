package portrait

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures with transparent parts come as PNG

	"golang.org/x/image/draw"
)

// quality is that of the JPEG, where faces have no blocks yet: about 20 KB.
const quality = 85

// paper lies below what is transparent.
var paper = image.NewUniform(color.White)

// Of is the middle of a JPEG or PNG, as a JPEG of Side pixels. The size is read before the
// picture is, so that a small file never becomes a large picture in memory.
func Of(content []byte) ([]byte, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width > MaxSide || size.Height > MaxSide {
		return nil, ErrUnfit
	}
	sent, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, ErrUnfit
	}

	drawn := image.NewRGBA(image.Rect(0, 0, Side, Side))
	draw.Draw(drawn, drawn.Bounds(), paper, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(drawn, drawn.Bounds(), sent, middle(sent.Bounds()), draw.Over, nil)

	var out bytes.Buffer
	if err := jpeg.Encode(&out, drawn, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("portrait: %w", err)
	}
	return out.Bytes(), nil
}

// middle is the largest square in the middle of a picture.
func middle(all image.Rectangle) image.Rectangle {
	side := min(all.Dx(), all.Dy())
	from := all.Min.Add(image.Pt((all.Dx()-side)/2, (all.Dy()-side)/2))
	return image.Rectangle{Min: from, Max: from.Add(image.Pt(side, side))}
}
