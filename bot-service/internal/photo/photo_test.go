package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

const (
	asks    = "getUserProfilePhotos"
	fetches = "getFile"
	sets    = "PUT /users/me/photo"
	deletes = "DELETE /users/me/photo"
)

var (
	red  = color.RGBA{R: 255, A: 255}
	blue = color.RGBA{B: 255, A: 255}
)

// faced is somebody who shows a photo of one colour.
func faced(t *testing.T, b *bottest.Bot, c color.Color) *telegram.Person {
	t.Helper()
	p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: "en"})
	face(t, p, c)
	return p
}

func face(t *testing.T, p *telegram.Person, c color.Color) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 90, 120))
	for y := range 120 {
		for x := range 90 {
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := p.SetPhoto(b.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// called waits until a call was made so often in all.
func called(t *testing.T, b *bottest.Bot, call string, times int) {
	t.Helper()
	if err := b.API.WaitCalled(b.Context(), call, times); err != nil {
		t.Fatalf("%s was called %d times, want %d", call, b.API.Calls(call), times)
	}
}

// shows fails unless the person's page has a photo of the colour.
func shows(t *testing.T, b *bottest.Bot, p *telegram.Person, want color.RGBA) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(b.API.Photo(p.ID)))
	if err != nil {
		t.Fatalf("no photo: %v", err)
	}
	r, _, blue, _ := img.At(50, 50).RGBA()
	if img.Bounds().Dx() != 320 || (r > blue) != (want.R > want.B) {
		t.Errorf("the photo is %v, with %x of red and %x of blue", img.Bounds(), r, blue)
	}
}

// tomorrow lets the photo be looked at again.
func tomorrow(t *testing.T, b *bottest.Bot) {
	t.Helper()
	keys, err := b.Redis.Keys(b.Context(), "bot:*:photo:*").Result()
	if err == nil && len(keys) > 0 {
		err = b.Redis.Del(b.Context(), keys...).Err()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestPhotoComesAlongWithANewUser(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	registers := faced(t, b, red)
	b.Ask(registers, "/register")
	called(t, b, sets, 1)
	shows(t, b, registers, red)

	links := faced(t, b, blue)
	b.API.Code("ABCDEFGH", "ana@example.com")
	b.Tap(links, b.Ask(links, "ABCD-EFGH"), "Yes, link it", "linked to a…@example.com")
	called(t, b, sets, 2)
	shows(t, b, links, blue)

	onTheWeb := faced(t, b, red)
	b.Ask(onTheWeb, "/link")
	b.API.User(onTheWeb.ID, "Ana", "en", "ana@example.com")
	b.API.Happen(api.EventTelegramLinked, onTheWeb.ID, map[string]string{"account": "a…@example.com", "by": "web"})
	called(t, b, sets, 3)
	shows(t, b, onTheWeb, red)
}

// Telegram says nothing when a photo changes: it is looked at once a day, and fetched where it did.
func TestPhotoIsFetchedWhereItChanged(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := faced(t, b, red)
	b.Ask(p, "/register")
	called(t, b, sets, 1)

	face(t, p, blue)
	b.Ask(p, "/referral") // the same day
	other := faced(t, b, red)
	b.Ask(other, "/register")
	called(t, b, sets, 2)
	shows(t, b, p, red)
	if n := len(b.Telegram.Calls(asks)); n != 2 {
		t.Errorf("photos were looked at %d times", n)
	}

	tomorrow(t, b)
	b.Ask(p, "/start")
	called(t, b, sets, 3)
	shows(t, b, p, blue)

	tomorrow(t, b)
	b.Ask(p, "/start") // nothing is new
	if _, err := b.Telegram.WaitCalls(b.Context(), asks, func(c []telegram.Call) bool { return len(c) == 4 }); err != nil {
		t.Fatal(err)
	}
	p.RemovePhoto()
	tomorrow(t, b)
	b.Ask(p, "/start")
	called(t, b, deletes, 1)
	if n := len(b.Telegram.Calls(fetches)); n != 3 || b.API.Photo(p.ID) != nil {
		t.Errorf("%d photos were fetched, and one of %d bytes is kept", n, len(b.API.Photo(p.ID)))
	}
}

func TestWhatNobodySeesIsNotFetched(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := faced(t, b, red)
	b.API.User(p.ID, "Ana", "en", "")
	b.API.Hide(p.ID)
	b.Ask(p, "/start")
	b.Ask(faced(t, b, blue), "/register")
	called(t, b, sets, 1)
	for _, call := range b.Telegram.Calls(asks) {
		if call.Params["user_id"] == strconv.FormatInt(p.ID, 10) {
			t.Errorf("it was asked for: %v", call.Params)
		}
	}
}

// A photo that cannot be had is nobody's business but the log's.
func TestFailingPhotosDisturbNobody(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]telegram.Fault{
		"no answer of Telegram": {Method: asks, Times: 1, Status: http.StatusBadGateway},
		"no file":               {Method: "file", Times: 1, Status: http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			b.Telegram.Fault(fault)
			p := faced(t, b, red)
			bottest.Holds(t, b.Ask(p, "/register").Text, "Registration successful!")
			bottest.Holds(t, b.Ask(p, "/balance").Text, "€0.00")
			b.Logs("could not be brought")
			if strings.Contains(b.Log(), bottest.Token) {
				t.Error("the log has the bot's token")
			}

			tomorrow(t, b)
			b.Ask(p, "/start")
			called(t, b, sets, 1)
			shows(t, b, p, red)
		})
	}
}
