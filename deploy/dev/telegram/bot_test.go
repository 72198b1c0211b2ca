package telegram_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

// bot is a bot that talks to the server by plain HTTP.
type bot struct {
	t   *testing.T
	url string
}

type params map[string]any

// reply is any answer of the Bot API.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

const token = "123456:TEST"

// setup starts a server with a bot.
func setup(t *testing.T, opt telegram.Options) (*telegram.Server, bot) {
	t.Helper()
	opt.Token = token
	srv := telegram.New(opt)
	return srv, serve(t, srv)
}

func serve(t *testing.T, srv *telegram.Server) bot {
	t.Helper()
	listening := httptest.NewServer(srv.Handler())
	t.Cleanup(func() {
		if err := srv.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		listening.Close()
	})
	return bot{t: t, url: listening.URL}
}

// ctx ends a test that waits in vain.
func ctx(t *testing.T) context.Context {
	t.Helper()
	c, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return c
}

func (b bot) post(method, contentType string, body io.Reader) reply {
	b.t.Helper()
	res, err := http.Post(b.url+"/bot"+token+"/"+method, contentType, body)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	defer res.Body.Close()
	var out reply
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	if !out.OK && out.Code != res.StatusCode {
		b.t.Errorf("%s: error_code %d travels with status %d", method, out.Code, res.StatusCode)
	}
	return out
}

// ask calls a method with JSON.
func (b bot) ask(method string, p params) reply {
	b.t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.post(method, "application/json", bytes.NewReader(data))
}

// get calls a method that must succeed, and reads its result.
func get[T any](b bot, method string, p params) T {
	b.t.Helper()
	return result[T](b, b.ask(method, p))
}

func result[T any](b bot, r reply) T {
	b.t.Helper()
	if !r.OK {
		b.t.Fatalf("refused: %d %s", r.Code, r.Description)
	}
	var out T
	if err := json.Unmarshal(r.Result, &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// refused calls a method that must fail with these words.
func (b bot) refused(method string, p params, code int, words string) {
	b.t.Helper()
	r := b.ask(method, p)
	if r.OK || r.Code != code || !strings.Contains(r.Description, words) {
		b.t.Errorf("%s %v: got %d %q, want %d %q", method, p, r.Code, r.Description, code, words)
	}
}

// upload calls a method with a file whose part has that file name.
func (b bot) upload(method, field, name string, content []byte, p map[string]string) reply {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range p {
		if err := form.WriteField(key, value); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		b.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.post(method, form.FormDataContentType(), &body)
}

// updates asks for what came since offset, without waiting.
func (b bot) updates(offset int) []telegram.Update {
	b.t.Helper()
	return get[[]telegram.Update](b, "getUpdates", params{"offset": offset})
}

// started is a person who has pressed Start, which the bot has heard.
func started(srv *telegram.Server, b bot) *telegram.Person {
	b.t.Helper()
	ana := srv.Person(telegram.Person{FirstName: "Ana", Username: "ana", Language: "ro"})
	ana.Start("")
	b.confirmAll()
	return ana
}

func (b bot) confirmAll() {
	b.t.Helper()
	for all := b.updates(0); len(all) > 0; {
		all = b.updates(all[len(all)-1].ID + 1)
	}
}
