package whole_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

func (h *house) person(name string) *telegram.Person {
	return h.telegram.Person(telegram.Person{FirstName: name, Language: "en"})
}

func (h *house) people(count int) []*telegram.Person {
	all := make([]*telegram.Person, count)
	for i := range all {
		all[i] = h.person(fmt.Sprintf("Ana %d", i+1))
	}
	return all
}

// ask sends a text and gives the bot's next message.
func (h *house) ask(p *telegram.Person, text string) telegram.Message {
	h.t.Helper()
	sent := p.Send(text)
	reply, err := p.Chat().WaitReply(h.ctx, sent.ID)
	if err != nil {
		h.t.Fatalf("%s: no answer: %v", text, err)
	}
	return reply
}

// tap presses a button and waits until a message of the bot holds words.
func (h *house) tap(p *telegram.Person, m telegram.Message, button, words string) telegram.Message {
	h.t.Helper()
	if _, err := p.Tap(m.ID, button); err != nil {
		h.t.Fatalf("%q under %q: %v", button, m.Text, err)
	}
	return h.hears(p, words)
}

// hears waits until a message of the bot holds words, and gives the newest such message.
func (h *house) hears(p *telegram.Person, words string) telegram.Message {
	h.t.Helper()
	var heard telegram.Message
	all, err := p.Chat().Wait(h.ctx, func(all []telegram.Message) bool {
		heard = newest(all, words)
		return heard.ID != 0
	})
	if err != nil {
		h.t.Fatalf("never said %q, but:%s", words, said(all))
	}
	return heard
}

func newest(all []telegram.Message, words string) (found telegram.Message) {
	for _, m := range all {
		if m.FromBot() && strings.Contains(m.Text, words) {
			found = m
		}
	}
	return found
}

// answers are the bot's messages behind another.
func answers(p *telegram.Person, after int) []telegram.Message {
	return slices.DeleteFunc(p.Chat().Messages(), func(m telegram.Message) bool { return !m.FromBot() || m.ID <= after })
}

func said(all []telegram.Message) string {
	var out strings.Builder
	for _, m := range all {
		fmt.Fprintf(&out, "\n- %q", m.Text)
	}
	return out.String()
}

// signed is the API as the bot calls it.
func (h *house) signed() *client.Client {
	h.t.Helper()
	keys, err := signing.ParseKeys("b1:" + botSecret)
	if err != nil {
		h.t.Fatal(err)
	}
	return client.New(h.apiURL, &http.Client{Timeout: callWithin}).Signing(keys.First())
}

// web is the API as a browser calls it, nobody being signed in.
func (h *house) web() *client.Client {
	return client.New(h.apiURL, &http.Client{Timeout: callWithin, Transport: patient{}})
}

const (
	callWithin = time.Minute
	retries    = 10
	retryAfter = 500 * time.Millisecond
)

// patient asks again where the API is too busy to answer in time: most tests are not about that.
// It is not for signed calls, which are good for once.
type patient struct{}

func (patient) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close() // it is read
	}
	for n := 1; ; n++ {
		again := req.Clone(req.Context())
		again.Body = http.NoBody
		if len(body) > 0 {
			again.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, err := http.DefaultTransport.RoundTrip(again)
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable || n == retries {
			return resp, err
		}
		_ = resp.Body.Close() // the status says it all
		if err := pause(req.Context(), retryAfter); err != nil {
			return nil, err
		}
	}
}

// pause lets a while pass before the next try.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// persist makes a signed call again where the API is too busy to answer in time.
func (h *house) persist(do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if !errs.Is(err, errs.Unavailable) || n == retries || pause(h.ctx, retryAfter) != nil {
			return err
		}
	}
}

// signUp makes an account on the web and gives the API as its owner calls it.
func (h *house) signUp(email string) *client.Client {
	h.t.Helper()
	done, err := h.web().Register(h.ctx, api.Register{Email: email, Password: "a canary sings 17 songs"})
	if err != nil {
		h.t.Fatal(err)
	}
	return h.web().As(done.AccessToken)
}

// each does something for everybody, several at a time, and fails the test where it goes wrong.
func (h *house) each(all []*telegram.Person, do func(*telegram.Person) error) {
	h.t.Helper()
	const atOnce = 16
	todo := make(chan *telegram.Person)
	var wait sync.WaitGroup
	for range atOnce {
		wait.Go(func() {
			for p := range todo {
				if err := h.persist(func() error { return do(p) }); err != nil {
					h.t.Errorf("%s: %v", p.FirstName, err)
				}
			}
		})
	}
	for _, p := range all {
		todo <- p
	}
	close(todo)
	wait.Wait()
	if h.t.Failed() {
		h.t.FailNow()
	}
}

// registerAll makes a user for each chat, as the bot would.
func (h *house) registerAll(all []*telegram.Person) {
	h.t.Helper()
	bot := h.signed()
	h.each(all, func(p *telegram.Person) error {
		_, err := bot.RegisterChat(h.ctx, api.RegisterChat{Chat: api.Chat{ChatID: p.ID, FirstName: p.FirstName}})
		return err
	})
}

// welcomed are the bot's words to who has a user.
var welcomed = regexp.MustCompile(`Registration successful!|already registered`)

// registered reports whether the bot said that the person has a user.
func registered(p *telegram.Person) bool {
	return slices.ContainsFunc(p.Chat().Messages(), func(m telegram.Message) bool {
		return m.FromBot() && welcomed.MatchString(m.Text)
	})
}
