package portrait_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"financebot/api-service/internal/portrait"
)

// striped is a picture of three upright stripes: red, green and blue.
func striped(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	stripes := []color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}}
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, stripes[x*3/width])
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withComment puts a text into a JPEG, as cameras do with the place of a picture.
func withComment(content []byte, text string) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(text)+2))
	return bytes.Join([][]byte{content[:2], segment, []byte(text), content[2:]}, nil)
}

func TestPortraitIsTheMiddleOfWhatWasSent(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string][]byte{
		"wide":  asJPEG(t, striped(600, 200)),
		"small": asPNG(t, striped(30, 10)),
		"large": asJPEG(t, striped(portrait.MaxSide, portrait.MaxSide/3)),
	} {
		out, err := portrait.Of(sent)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := jpeg.Decode(bytes.NewReader(out))
		if err != nil || img.Bounds().Dx() != portrait.Side || img.Bounds().Dy() != portrait.Side {
			t.Fatalf("%s: got %v, %v", name, img.Bounds(), err)
		}
		for _, x := range []int{portrait.Side / 8, portrait.Side / 2, portrait.Side * 7 / 8} {
			if r, g, b, _ := img.At(x, portrait.Side/2).RGBA(); g < 0xd000 || r > 0x3000 || b > 0x3000 {
				t.Errorf("%s: at %d it is not green but %x %x %x", name, x, r, g, b)
			}
		}
	}
}

func TestWhatIsTransparentIsWhite(t *testing.T) {
	t.Parallel()
	out, err := portrait.Of(asPNG(t, image.NewRGBA(image.Rect(0, 0, 64, 64))))
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := img.At(160, 160).RGBA(); r < 0xf000 || g < 0xf000 || b < 0xf000 {
		t.Errorf("got %x %x %x", r, g, b)
	}
}

func TestNothingElseComesAlong(t *testing.T) {
	t.Parallel()
	const place = "GPS 47.0105N 28.8638E"
	out, err := portrait.Of(append(withComment(asJPEG(t, striped(90, 90)), place), []byte("<script>"+place)...))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("script")) {
		t.Error("what was written beside the picture came along")
	}
}

func TestUnfitPicturesAreRefused(t *testing.T) {
	t.Parallel()
	whole := asJPEG(t, striped(90, 90))
	for name, sent := range map[string][]byte{
		"nothing":       {},
		"a text":        []byte("not a picture"),
		"half of one":   whole[:len(whole)/2],
		"too wide":      asPNG(t, image.NewGray(image.Rect(0, 0, portrait.MaxSide+1, 1))),
		"too high":      asPNG(t, image.NewGray(image.Rect(0, 0, 1, portrait.MaxSide+1))),
		"a large claim": claim(asPNG(t, striped(8, 8)), 60_000, 60_000),
	} {
		if _, err := portrait.Of(sent); !errors.Is(err, portrait.ErrUnfit) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// claim lets a PNG say that it is of another size.
func claim(content []byte, width, height uint32) []byte {
	out := bytes.Clone(content)
	binary.BigEndian.PutUint32(out[16:], width)
	binary.BigEndian.PutUint32(out[20:], height)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

func FuzzOf(f *testing.F) {
	f.Add(asJPEG(f, striped(9, 5)))
	f.Add(asPNG(f, striped(5, 9)))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, content []byte) {
		out, err := portrait.Of(content)
		if err != nil {
			return
		}
		if got, err := jpeg.DecodeConfig(bytes.NewReader(out)); err != nil || got.Width != portrait.Side {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
