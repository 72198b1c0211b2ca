package whole_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/pkg/api"
)

// What a person shows in Telegram comes to the public page by itself, and is gone with the page.
func TestPhotoOfTelegramIsOnThePublicPage(t *testing.T) {
	h := open(t)
	ana := h.person("Ana")
	h.must(ana.SetPhoto(orange(t)))
	h.ask(ana, "/register")
	h.eventually("a photo", func() bool {
		return rows(h, pgx.RowTo[int64], "SELECT count(*) FROM user_photos")[0] == 1
	})

	site := h.owner(ana)
	me, err := site.User(h.ctx)
	h.must(err)
	public, err := h.web().PublicUser(h.ctx, me.ReferralCode)
	h.must(err)
	photo := h.apiURL + "/u/" + me.ReferralCode + "/photo.jpg"
	status, content := h.fetch(photo)
	img, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil || status != http.StatusOK || public.Photo == nil {
		t.Fatalf("%d, %v, and the JSON names %v", status, err, public.Photo)
	}
	if r, _, b, _ := img.At(160, 160).RGBA(); r < 0xb000 || b > 0x6000 {
		t.Errorf("the photo is not orange: %x of red, %x of blue", r, b)
	}

	no := false
	_, err = site.UpdateUser(h.ctx, api.UpdateUser{PublicProfile: &no})
	h.must(err)
	if status, _ := h.fetch(photo); status != http.StatusNotFound {
		t.Errorf("with the page hidden: %d", status)
	}
}

func orange(t *testing.T) []byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 200, 300), color.Palette{color.RGBA{R: 230, G: 120, B: 20, A: 255}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fetch gets what is at an address.
func (h *house) fetch(address string) (status int, content []byte) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.ctx, http.MethodGet, address, http.NoBody)
	h.must(err)
	resp, err := http.DefaultClient.Do(req)
	h.must(err)
	defer func() { _ = resp.Body.Close() }()
	content, err = io.ReadAll(resp.Body)
	h.must(err)
	return resp.StatusCode, content
}
