package telegram_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"net/http"
	"testing"

	"financebot/deploy/dev/telegram"
)

// userPhotos is the answer of getUserProfilePhotos.
type userPhotos struct {
	Total  int                    `json:"total_count"`
	Photos [][]telegram.PhotoSize `json:"photos"`
}

func TestBotSeesThePhotoOfAPerson(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	ask := func(p params) userPhotos {
		p["user_id"] = ana.ID
		return get[userPhotos](b, "getUserProfilePhotos", p)
	}
	if none := ask(params{}); none.Total != 0 || none.Photos == nil || len(none.Photos) != 0 {
		t.Errorf("without a photo: %+v", none)
	}

	if err := ana.SetPhoto(picture(t)); err != nil {
		t.Fatal(err)
	}
	shown := ask(params{"limit": 1})
	if shown.Total != 1 || len(shown.Photos) != 1 || len(shown.Photos[0]) != 3 {
		t.Fatalf("got %+v", shown)
	}
	for i, side := range []int{160, 320, 640} {
		size := shown.Photos[0][i]
		file := get[struct {
			Path string `json:"file_path"`
		}](b, "getFile", params{"file_id": size.FileID})
		status, _, content := b.page(http.MethodGet, "/file/bot"+srv.Token()+"/"+file.Path, "", nil)
		img, err := jpeg.DecodeConfig(bytes.NewReader([]byte(content)))
		if status != http.StatusOK || err != nil || size.Width != side || (img.Width != side || img.Height != side) {
			t.Errorf("%d: %+v, %d, %+v, %v", side, size, status, img, err)
		}
	}
	if later := ask(params{"offset": 1}); later.Total != 1 || len(later.Photos) != 0 {
		t.Errorf("behind the first: %+v", later)
	}
	if again := ask(params{}); again.Photos[0][0].FileUniqueID != shown.Photos[0][0].FileUniqueID {
		t.Error("the same photo has another name")
	}

	if err := ana.SetPhoto([]byte("no picture")); err == nil {
		t.Error("a text became a photo")
	}
	if err := ana.SetPhoto(picture(t)); err != nil {
		t.Fatal(err)
	}
	if other := ask(params{}); other.Photos[0][0].FileUniqueID == shown.Photos[0][0].FileUniqueID {
		t.Error("another photo has the same name")
	}
	ana.RemovePhoto()
	if none := ask(params{}); none.Total != 0 {
		t.Errorf("after it was taken away: %+v", none)
	}
	b.refused("getUserProfilePhotos", params{"user_id": 1}, 400, "user not found")
}

func TestPersonSetsAPhotoOnThePage(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	set := func(content []byte) int {
		status, _, _ := b.page(http.MethodPost, "/local/photo",
			`{"person":`+idText(ana.ID)+`,"content":"`+base64.StdEncoding.EncodeToString(content)+`"}`, asJSON())
		return status
	}
	total := func() int { return get[userPhotos](b, "getUserProfilePhotos", params{"user_id": ana.ID}).Total }
	var gray bytes.Buffer
	if err := jpeg.Encode(&gray, image.NewGray(image.Rect(0, 0, 50, 20)), nil); err != nil {
		t.Fatal(err)
	}
	if status := set(gray.Bytes()); status != 200 || total() != 1 {
		t.Errorf("set: %d, %d photos", status, total())
	}
	if status := set([]byte("text")); status != 400 || total() != 1 {
		t.Errorf("no picture: %d, %d photos", status, total())
	}
	if status := set(nil); status != 200 || total() != 0 {
		t.Errorf("taken away: %d, %d photos", status, total())
	}
}
