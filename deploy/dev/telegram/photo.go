package telegram

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
)

// photoSides are the sizes in which Telegram keeps what a person looks like.
var photoSides = []int{160, 320, 640}

var errNoPicture = errors.New("telegram: a photo is a PNG, JPEG or GIF of up to 10,000 pixels")

// SetPhoto gives the person a photo, which bots may see: the middle of a picture. The bot is not
// told, as in Telegram.
func (p *Person) SetPhoto(content []byte) error {
	if len(content) > maxPhoto {
		return errNoPicture
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Width+size.Height > 10_000 {
		return errNoPicture
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return errNoPicture
	}

	var sizes []upload
	for _, side := range photoSides {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, square(picture, side), nil); err != nil {
			return err
		}
		sizes = append(sizes, upload{name: "photo.jpg", mime: "image/jpeg", content: b.Bytes()})
	}
	p.s.showPhoto(p.ID, sizes)
	return nil
}

// RemovePhoto leaves the person without a photo, or with one that no bot may see.
func (p *Person) RemovePhoto() { p.s.showPhoto(p.ID, nil) }

func (s *Server) showPhoto(person int64, sizes []upload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.Photos == nil { // kept by an older version
		s.state.Photos = map[int64][]string{}
	}
	s.state.Photos[person] = nil
	for i, up := range sizes {
		f := s.keepFile(up, image.Config{Width: photoSides[i], Height: photoSides[i]})
		s.state.Photos[person] = append(s.state.Photos[person], f.ID)
	}
	s.tell(s.peopleEvent())
}

// photo is the largest size of what a person looks like; empty where there is none.
func (s *Server) photo(person int64) string {
	if sizes := s.state.Photos[person]; len(sizes) > 0 {
		return sizes[len(sizes)-1]
	}
	return ""
}

// profilePhotos is the Bot API's UserProfilePhotos.
type profilePhotos struct {
	Total  int           `json:"total_count"`
	Photos [][]PhotoSize `json:"photos"`
}

// getUserProfilePhotos is the Bot API method. People here have one photo at most.
func (s *Server) getUserProfilePhotos(p params) (any, error) {
	person := p.number("user_id")
	if s.state.People[person] == nil {
		return nil, bad("user not found")
	}

	out := profilePhotos{Photos: [][]PhotoSize{}}
	var sizes []PhotoSize
	for _, id := range s.state.Photos[person] {
		sizes = append(sizes, s.state.Files[id].size())
	}
	if len(sizes) == 0 {
		return out, nil
	}
	out.Total = 1
	if p.number("offset") == 0 {
		out.Photos = append(out.Photos, sizes)
	}
	return out, nil
}

// square is the middle of a picture, as large as wanted. Each pixel is the mean of those it
// stands for.
func square(from image.Image, side int) image.Image {
	all := from.Bounds()
	part := min(all.Dx(), all.Dy())
	left, top := all.Min.X+(all.Dx()-part)/2, all.Min.Y+(all.Dy()-part)/2
	to := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			to.Set(x, y, mean(from, image.Rect(
				left+x*part/side, top+y*part/side,
				left+max((x+1)*part/side, x*part/side+1), top+max((y+1)*part/side, y*part/side+1),
			)))
		}
	}
	return to
}

// mean is the colour of a part of a picture, on white.
func mean(from image.Image, part image.Rectangle) color.Color {
	var sum [4]uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			r, g, b, a := from.At(x, y).RGBA()
			for i, v := range [4]uint32{r, g, b, a} {
				sum[i] += uint64(v)
			}
		}
	}
	n := uint64(part.Dx() * part.Dy())
	white := 0xffff - sum[3]/n
	return color.RGBA64{R: uint16(sum[0]/n + white), G: uint16(sum[1]/n + white), B: uint16(sum[2]/n + white), A: 0xffff}
}
