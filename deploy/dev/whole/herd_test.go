package whole_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// life is how long the bot keeps a token.
const life = 30 * 24 * time.Hour

func TestTokensThatEndAtOnceAreRefreshedOncePerChat(t *testing.T) {
	t.Parallel()
	for name, old := range map[string]struct {
		ends    time.Duration
		secret  string
		updates int
	}{
		"ended":                       {ends: -time.Second, secret: jwtSecret, updates: 5},
		"signed by a key of the past": {ends: time.Hour, secret: "a key that nobody takes any more", updates: 2},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			g := h.standBetween(nil)
			h.startAPI()
			h.api.WaitReady(h.apiURL + "/readyz")
			people := h.people(200)
			h.registerAll(people)
			ends := time.Now().Add(old.ends)
			for _, p := range people {
				h.redisDo("SET", tokenKey(p), chatToken(p, old.secret, ends), "EX", strconv.Itoa(int(life.Seconds())))
			}
			asked := h.flood(people, "/balance", old.updates)
			h.startBot()
			h.awaitReady()

			began := time.Now()
			h.eventually("every update is answered", func() bool { return countAnswers(asked) >= old.updates*len(people) })
			h.took(strconv.Itoa(old.updates*len(people))+" updates answered", began)
			h.onlyBalances(g, asked)
			refreshed := g.perChat("/auth/token/refresh-telegram")
			for chat, n := range refreshed {
				if n != 1 {
					t.Errorf("%s was refreshed %d times", chat, n)
				}
			}
			if len(refreshed) != len(people) {
				t.Errorf("%d chats were refreshed, want %d", len(refreshed), len(people))
			}
		})
	}
}

// chatToken is a token as the API would have given it.
func chatToken(p *telegram.Person, secret string, ends time.Time) string {
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err) // plain data
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(map[string]any{"alg": "HS256", "typ": "JWT", "kid": "j1"}) + "." + part(map[string]any{
		"iss": "finance-bot", "aud": []string{"finance-bot-api"}, "sub": "1", "sid": strconv.FormatInt(p.ID, 10), "typ": "telegram",
		"jti": "1", "iat": ends.Add(-life).Unix(), "nbf": ends.Add(-life).Unix(), "exp": ends.Unix(),
	})
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// flood lets everybody write several times at once and gives their first messages.
func (h *house) flood(people []*telegram.Person, text string, times int) map[*telegram.Person]int {
	asked := map[*telegram.Person]int{}
	for range times {
		for _, p := range people {
			sent := p.Send(text)
			if asked[p] == 0 {
				asked[p] = sent.ID
			}
		}
	}
	return asked
}

func countAnswers(asked map[*telegram.Person]int) int {
	n := 0
	for p, first := range asked {
		n += len(answers(p, first))
	}
	return n
}

// onlyBalances sees to it that nobody was put off, unless the API was too busy to answer at all.
func (h *house) onlyBalances(g *gate, asked map[*telegram.Person]int) {
	h.t.Helper()
	if n := g.count(limited); n > 0 {
		h.t.Errorf("%d calls were limited", n)
	}
	other := map[string]int{}
	n := 0
	for p, first := range asked {
		for _, m := range answers(p, first) {
			if !strings.Contains(m.Text, "$0.00") {
				other[m.Text]++
				n++
			}
		}
	}
	if busy := g.count(failed); n > busy {
		h.t.Errorf("%d answers are no balance (the API failed %d times): %v", n, busy, other)
	}
}

func TestFiveHundredChatsOfOneBotAreNotLimited(t *testing.T) {
	h := build(t)
	g := h.standBetween(nil)
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.exhaustAddress()

	people := h.people(500)
	began := time.Now()
	registering := h.flood(people, "/register", 1)
	h.startBot()
	h.awaitReady()
	h.eventually("all are answered", func() bool { return countAnswers(registering) >= len(people) })
	if late := unregistered(people); len(late) > 0 { // the API was too busy to answer in time
		h.took(strconv.Itoa(len(late))+" have to try again", began)
		h.registerAgain(late)
	}
	h.took("500 chats registered", began)
	h.learnBalances(people)
	h.took("500 chats registered and saw their balance", began)
	if n := g.count(limited); n > 0 {
		t.Errorf("%d calls were limited", n)
	}

	// As many calls again, from the same address and within the same minute.
	bot := h.signed()
	h.each(people[:200], func(p *telegram.Person) error {
		token, err := bot.ChatToken(h.ctx, p.ID)
		if err == nil {
			_, err = bot.As(token.AccessToken).Accounts(h.ctx)
		}
		return err
	})
	h.took("and were called for once more", began)
}

// learnBalances lets everybody ask for the balance at once, and again where the API was too busy to
// answer in time or something else was said first, until all know it.
func (h *house) learnBalances(people []*telegram.Person) {
	h.t.Helper()
	const tries = 20 // well below what one chat may ask in a minute
	asked, tried := h.flood(people, "/balance", 1), map[*telegram.Person]int{}
	h.eventually("all know their balance", func() bool {
		waiting := 0
		for p, last := range asked {
			said := answers(p, last)
			if newest(said, "$0.00").ID != 0 {
				continue
			}
			waiting++
			if len(said) > 0 && tried[p] < tries {
				tried[p]++
				asked[p] = p.Send("/balance").ID
			}
		}
		return waiting == 0
	})
}

// exhaustAddress uses up what strangers from this machine's address may do in a minute, which
// shows at the same time that limits are in force.
func (h *house) exhaustAddress() {
	h.t.Helper()
	const allowed = 5
	for n := 1; ; n++ {
		_, err := h.web().Login(h.ctx, api.Login{Email: "nobody@example.com", Password: "wrong"})
		if errs.Is(err, errs.Limited) && n > allowed {
			return
		}
		if !errs.Is(err, errs.Unauthenticated) || n > 2*allowed {
			h.t.Fatalf("login %d: %v", n, err)
		}
	}
}

func TestNoisyChatIsLimitedAlone(t *testing.T) {
	h := build(t)
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	const allowed = 100
	noisy, quiet, bot := int64(41), int64(42), h.signed()
	for n := 1; ; n++ {
		err := h.persist(func() error { return second(bot.ChatUser(h.ctx, noisy)) })
		if errs.Is(err, errs.Limited) && n > allowed {
			break
		}
		// Where Redis is too slow for a moment, the API counts by itself: up to as many again.
		if err != nil || n > 2*allowed {
			t.Fatalf("call %d: %v", n, err)
		}
	}
	if err := h.persist(func() error { return second(bot.ChatUser(h.ctx, quiet)) }); err != nil {
		t.Errorf("another chat: %v", err)
	}
	if status := statusOf(t, h.apiURL+"/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d", status)
	}
}

// statusOf is the status of an address, zero where nobody is there.
func statusOf(t *testing.T, url string) int {
	t.Helper()
	client := http.Client{Timeout: 5 * time.Second}
	resp, err := client.Get(url)
	if err != nil {
		return 0
	}
	_ = resp.Body.Close() // only the status matters
	return resp.StatusCode
}
