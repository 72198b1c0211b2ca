package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/portrait"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// face is a picture of one colour.
func face(t *testing.T, side int) api.Upload {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = []uint8{200, 120, 40, 255}[i%4]
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return api.Upload{Media: "image/jpeg", Content: b.Bytes()}
}

// pixels is the smallest picture that is one.
func pixels(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// shown is somebody with a chat and a photo, and the address of the public page.
func shown(t *testing.T, a *apptest.API, chatID int64) (chat *client.Client, page string) {
	t.Helper()
	chat, _ = a.Chat(t, chatID)
	u, err := chat.SetPhoto(context.Background(), api.SetPhoto{FileID: "AQADface", File: face(t, 640)})
	if err != nil {
		t.Fatal(err)
	}
	if u.PhotoFileID == nil || *u.PhotoFileID != "AQADface" {
		t.Errorf("the user names the picture %v", u.PhotoFileID)
	}
	return chat, "/u/" + u.ReferralCode
}

func look(t *testing.T, a *apptest.API, path string, header ...string) apptest.Answer {
	t.Helper()
	return a.Do(t, apptest.Request{Method: http.MethodGet, Path: path, Header: header})
}

func TestPhotoIsShownToEverybody(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, page := shown(t, a, 7)

	told := look(t, a, strings.Replace(page, "/u/", "/api/v1/users/public/", 1))
	if want := "https://money.example.com" + page + "/photo.jpg"; told.String("photo") != want {
		t.Errorf("the JSON says %s, want %s", told.Text, want)
	}
	if got := look(t, a, page); got.Status != 200 || !strings.Contains(got.Text, `src="`+page+`/photo.jpg"`) {
		t.Errorf("the page: %d %s", got.Status, got.Text)
	}

	photo := look(t, a, page+"/photo.jpg")
	size, err := jpeg.DecodeConfig(strings.NewReader(photo.Text))
	if err != nil || size.Width != portrait.Side || size.Height != portrait.Side || len(photo.Text) > 64<<10 {
		t.Errorf("got %+v of %d bytes, %v", size, len(photo.Text), err)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		if got := photo.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	again := look(t, a, page+"/photo.jpg", "If-None-Match", photo.Header.Get("ETag"))
	if again.Status != http.StatusNotModified || again.Text != "" {
		t.Errorf("asked again: %d with %d bytes", again.Status, len(again.Text))
	}
}

// As soon as nobody may see the page, nobody sees the photo.
func TestPhotoIsGoneWithThePage(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	no, yes := false, true

	chat, page := shown(t, a, 7)
	for _, public := range []*bool{&no, &yes} {
		if _, err := chat.UpdateUser(ctx, api.UpdateUser{PublicProfile: public}); err != nil {
			t.Fatal(err)
		}
		want := map[bool]int{true: 200, false: 404}[*public]
		for _, path := range []string{page, page + "/photo.jpg", strings.Replace(page, "/u/", "/api/v1/users/public/", 1)} {
			if got := look(t, a, path); got.Status != want {
				t.Errorf("public %v, %s: got %d", *public, path, got.Status)
			}
		}
	}
	if hidden, never := look(t, a, page+"/photo.jpg"), look(t, a, "/u/UP-000000/photo.jpg"); hidden.Status != 200 || never.Status != 404 {
		t.Errorf("got %d and %d", hidden.Status, never.Status)
	}

	if _, err := chat.DeletePhoto(ctx); err != nil {
		t.Fatal(err)
	}
	if got := look(t, a, page+"/photo.jpg"); got.Status != 404 {
		t.Errorf("taken away: %d", got.Status)
	}

	gone, page := shown(t, a, 8)
	me, err := gone.User(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.DeleteUser(ctx, api.DeleteUser{Code: deletionCode(t, a, gone, me.ID)}); err != nil {
		t.Fatal(err)
	}
	if got := look(t, a, page+"/photo.jpg"); got.Status != 404 {
		t.Errorf("after the deletion: %d", got.Status)
	}
	if n := number(t, a, "SELECT count(*) FROM user_photos"); n != 0 {
		t.Errorf("%d photos are kept", n)
	}
}

// The photo came from the chat, and leaves with it.
func TestPhotoLeavesWithTheChat(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	if _, err := chat.SetPhoto(ctx, api.SetPhoto{FileID: "AQADface", File: face(t, 640)}); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.UnlinkChat(ctx); err != nil {
		t.Fatal(err)
	}
	me, err := ana.User(ctx)
	if err != nil || me.PhotoFileID != nil {
		t.Errorf("the user names the picture %v, %v", me.PhotoFileID, err)
	}
	if got := look(t, a, "/u/"+me.ReferralCode+"/photo.jpg"); got.Status != 404 {
		t.Errorf("got %d", got.Status)
	}
}

// What a person took away is not brought back by the chat, which tells again and again what it shows.
func TestPhotoThatAPersonTookAwayStaysAway(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	sets := func(c *client.Client, id string) *string {
		t.Helper()
		u, err := c.SetPhoto(ctx, api.SetPhoto{FileID: id, File: face(t, 640)})
		if err != nil {
			t.Fatal(err)
		}
		return u.PhotoFileID
	}

	sets(chat, "AQADface")
	me, err := ana.DeletePhoto(ctx)
	if err != nil || me.PhotoFileID != nil {
		t.Fatalf("taken away: %v, %v", me.PhotoFileID, err)
	}
	photo := "/u/" + me.ReferralCode + "/photo.jpg"
	for _, id := range []string{"AQADface", "AQADother"} {
		if got := sets(chat, id); got != nil || look(t, a, photo).Status != http.StatusNotFound {
			t.Errorf("the chat brings %s back: %v", id, got)
		}
	}
	if _, err := chat.DeletePhoto(ctx); err != nil || sets(chat, "AQADface") != nil {
		t.Errorf("the chat takes away what is away, and brings it back: %v", err)
	}
	if public := look(t, a, "/api/v1/users/public/"+me.ReferralCode); public.String("photo") != "" {
		t.Errorf("the page names a photo: %s", public.Text)
	}

	if got := sets(ana, "mine"); got == nil || look(t, a, photo).Status != http.StatusOK {
		t.Errorf("the person sets one: %v", got)
	}
}

// With another chat comes what that shows.
func TestPhotoComesAgainWithTheNextChat(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	a.Link(t, ana, 7)
	if _, err := ana.DeletePhoto(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.UnlinkChat(ctx); err != nil {
		t.Fatal(err)
	}
	chat := a.Bot().As(a.Link(t, ana, 8))
	u, err := chat.SetPhoto(ctx, api.SetPhoto{FileID: "AQADface", File: face(t, 640)})
	if err != nil || u.PhotoFileID == nil {
		t.Errorf("got %v, %v", u.PhotoFileID, err)
	}
}

func TestUnfitPhotosChangeNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, page := shown(t, a, 7)
	before := look(t, a, page+"/photo.jpg").Text
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewPaletted(image.Rect(0, 0, 20_000, 20_000), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}

	for name, c := range map[string]struct {
		file api.Upload
		code string
	}{
		"a text":               {api.Upload{Media: "image/jpeg", Content: []byte("<svg onload=alert(1)>")}, api.CodePhotoKind},
		"20,000 pixels a side": {api.Upload{Media: "image/png", Content: huge.Bytes()}, api.CodePhotoKind},
		"another kind":         {api.Upload{Media: "image/svg+xml", Content: []byte("<svg/>")}, api.CodeMediaType},
		"too many bytes":       {api.Upload{Media: "image/jpeg", Content: make([]byte, api.MaxPhoto+1)}, api.CodeTooLarge},
	} {
		if _, err := chat.SetPhoto(ctx, api.SetPhoto{FileID: "AQADother", File: c.file}); !is(err, c.code) {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
	if look(t, a, page+"/photo.jpg").Text != before {
		t.Error("the photo is another one")
	}
}

func TestExportHasThePhoto(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	me, err := chat.SetPhoto(ctx, api.SetPhoto{FileID: "AQADface", File: face(t, 640)})
	if err != nil {
		t.Fatal(err)
	}
	file, err := ana.ExportUser(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Body.Close() }()
	text, err := io.ReadAll(file.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out api.UserExport
	if err := json.Unmarshal(text, &out); err != nil || string(out.Photo) != look(t, a, "/u/"+me.ReferralCode+"/photo.jpg").Text {
		t.Errorf("the export has a photo of %d bytes, %v", len(out.Photo), err)
	}
}
