package telegram_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

// clock is a time that only tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func TestFaultsAreAnsweredInTurn(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	p := params{"chat_id": ana.ID, "text": "x"}
	srv.Fault(telegram.Fault{Method: "sendmessage", Status: 429, RetryAfter: 7})
	srv.Fault(telegram.Fault{Method: "*", Times: 2, Status: 500})
	srv.Fault(telegram.Fault{Chat: 77, Status: 403})

	if r := b.ask("sendMessage", p); r.Code != 429 || r.Parameters.RetryAfter != 7 || r.Description != "Too Many Requests: retry after 7" {
		t.Errorf("got %+v", r)
	}
	b.refused("sendMessage", p, 500, "Internal Server Error")
	b.refused("getMe", nil, 500, "Internal Server Error")
	get[telegram.Message](b, "sendMessage", p)
	if n := len(ana.Chat().Messages()); n != 2 {
		t.Errorf("a refused call had an effect: %d messages", n)
	}
	var statuses []int
	for _, c := range srv.Calls("sendMessage") {
		statuses = append(statuses, c.Status)
	}
	if len(statuses) != 3 || statuses[0] != 429 || statuses[2] != 200 {
		t.Errorf("journal: %v", statuses)
	}
}

func TestFaultAfterTheEffect(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	srv.Fault(telegram.Fault{Method: "sendMessage", Status: 502, Body: "<html>Bad Gateway</html>", AfterEffect: true})
	data, _ := json.Marshal(params{"chat_id": ana.ID, "text": "x"})
	res, err := http.Post(b.url+"/bot"+token+"/sendMessage", "application/json", strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != 502 || !strings.HasPrefix(string(body), "<html>") {
		t.Errorf("got %d %s", res.StatusCode, body)
	}
	if ana.Chat().Last().Text != "x" {
		t.Error("the message was to arrive all the same")
	}
}

func TestCutAnswerBreaksOff(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	srv.Fault(telegram.Fault{Method: "getMe", Cut: true})
	res, err := http.Get(b.url + "/bot" + token + "/getMe")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestSlowAnswerIsGood(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	srv.Fault(telegram.Fault{Hang: 10 * time.Millisecond, Times: -1})
	begin := time.Now()
	for range 2 {
		get[telegram.User](b, "getMe", nil)
	}
	if took := time.Since(begin); took < 20*time.Millisecond {
		t.Errorf("took %v", took)
	}
	srv.ClearFaults()
}

func TestOldServerRefusesMethods(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	srv.Refuse("setMyCommands")
	b.refused("setMyCommands", params{"commands": "[]"}, 404, "Not Found")
	b.refused("inventNothing", nil, 404, "Not Found")
	b.refused("inventNothing", nil, 404, "Not Found")
}

func TestWrongTokenIsUnauthorized(t *testing.T) {
	t.Parallel()
	_, b := setup(t, telegram.Options{})
	for _, path := range []string{"/bot1:WRONG/getMe", "/file/bot1:WRONG/documents/file_1"} {
		res, err := http.Get(b.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if want := `{"ok":false,"error_code":401,"description":"Unauthorized"}`; res.StatusCode != 401 || strings.TrimSpace(string(body)) != want {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
}

func TestFloodIsRefused(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv, b := setup(t, telegram.Options{Now: clock.now, Flood: telegram.Flood{PerChat: 1, PerGroup: 20, InAll: 30}})
	ana := started(srv, b)
	p := params{"chat_id": ana.ID, "text": "x"}
	get[telegram.Message](b, "sendMessage", p)
	if r := b.ask("sendMessage", p); r.Code != 429 || r.Parameters.RetryAfter != 1 {
		t.Errorf("got %+v", r)
	}
	clock.advance(time.Second)
	get[telegram.Message](b, "sendMessage", p)
}
