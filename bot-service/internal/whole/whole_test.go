// Package whole tests the pair of services as it runs: the two binaries, PostgreSQL, Redis and
// a local Telegram.
package whole_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/port"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

func TestMain(m *testing.M) { devtest.Main(m) }

const (
	token    = "700100200:AAHcanary-of-the-telegram-token_0123"
	botKey   = "test:0123456789abcdef0123456789abcdef"
	patience = 60 * time.Second
)

// pair is both services and what they stand on.
type pair struct {
	t        *testing.T
	telegram *telegram.Server
	postgres *pgboot.Server
	redis    *redisboot.Server
	api, bot *devtest.Process
	apiURL   string
	botURL   string
}

func start(t *testing.T) *pair {
	t.Helper()
	p := &pair{t: t}
	var err error
	if p.postgres, err = pgboot.Start(t.Context(), pgboot.Options{Throwaway: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.postgres.Stop() })
	if p.redis, err = redisboot.Start(t.Context(), redisboot.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.redis.Stop)
	p.telegram = telegram.New(telegram.Options{Token: token, Username: "finance_test_bot"})
	listening := httptest.NewServer(p.telegram.Handler())
	t.Cleanup(func() { _ = p.telegram.Close(); listening.Close() })

	apiAddr, botAddr := p.addr(), p.addr()
	p.apiURL, p.botURL = "http://"+apiAddr, "http://"+botAddr
	env := []string{
		"API_ADDR=" + apiAddr, "DATABASE_URL=" + p.postgres.URL, "PUBLIC_URL=" + p.apiURL, "BOT_USERNAME=finance_test_bot",
		"JWT_KEYS=" + botKey, "BOT_CLIENT_KEYS=" + botKey, "RATE_LIMIT_AUTH_PER_MINUTE=1000", "LOG_LEVEL=info",
		"REDIS_URL=" + p.redis.URL, "BOT_ADDR=" + botAddr, "BOT_TOKEN=" + token, "BOT_CLIENT_KEY=" + botKey,
		"API_BASE_URL=" + p.apiURL, "TELEGRAM_API_URL=" + listening.URL,
	}
	<-devtest.Start(t, devtest.Binary(t, "api"), env, "migrate", "up").Done()
	p.api = devtest.Start(t, devtest.Binary(t, "api"), env)
	p.bot = devtest.Start(t, devtest.Binary(t, "bot"), env)
	p.api.WaitReady(p.apiURL + "/readyz")
	p.bot.WaitReady(p.botURL + "/readyz")
	return p
}

func (p *pair) addr() string {
	p.t.Helper()
	n, err := port.Pick()
	if err != nil {
		p.t.Fatal(err)
	}
	return port.Loopback(n)
}

func (p *pair) context() context.Context {
	ctx, cancel := context.WithTimeout(p.t.Context(), patience)
	p.t.Cleanup(cancel)
	return ctx
}

func (p *pair) ask(who *telegram.Person, text string) telegram.Message {
	p.t.Helper()
	m, err := who.Chat().WaitReply(p.context(), who.Send(text).ID)
	if err != nil {
		p.t.Fatalf("%s: no answer: %v", text, err)
	}
	return m
}

func (p *pair) tap(who *telegram.Person, m telegram.Message, button, words string) telegram.Message {
	p.t.Helper()
	found, ok := m.Button(button)
	if !ok {
		p.t.Fatalf("%q has no button %q", m.Text, button)
	}
	if _, err := who.TapIn(who.Chat(), m.ID, found.CallbackData); err != nil {
		p.t.Fatal(err)
	}
	return p.says(who, words)
}

func (p *pair) says(who *telegram.Person, words string) telegram.Message {
	p.t.Helper()
	var found telegram.Message
	all, err := who.Chat().Wait(p.context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if m.FromBot() && strings.Contains(m.Text, words) {
				found = m
			}
		}
		return found.ID != 0
	})
	if err != nil {
		p.t.Fatalf("never said %q, but %v", words, all)
	}
	return found
}

// web is somebody who signs up on the website.
func (p *pair) web(email string) *client.Client {
	p.t.Helper()
	c := client.New(p.apiURL, http.DefaultClient)
	in, err := c.Register(p.context(), api.Register{Email: email, Password: "a long enough passphrase 17"})
	if err != nil {
		p.t.Fatal(err)
	}
	return c.As(in.AccessToken)
}

func (p *pair) person(lang string) *telegram.Person {
	return p.telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
}

func TestPair(t *testing.T) {
	t.Parallel()
	p := start(t)
	t.Run("registers in three languages", p.registers)
	t.Run("links from the web to the chat, and unlinks", p.linksFromTheWeb)
	t.Run("links from the chat to the web", p.linksFromTheChat)
	t.Run("shows on cards what is in the books", p.showsTheBooks)
	t.Run("asks what is meant, and learns", p.learns)
	t.Run("loses nobody when a part is killed", p.survives)
	t.Run("stops and probes itself", p.stops)
}

func (p *pair) registers(t *testing.T) {
	for lang, want := range map[string][2]string{
		"en": {"Quick register", "Registration successful!"}, "ro": {"Înregistrare rapidă", "Înregistrare reușită!"},
		"ru": {"Быстрая регистрация", "Регистрация прошла успешно!"},
	} {
		who := p.person(lang)
		p.tap(who, p.ask(who, "/start"), want[0], want[1])
		if got := p.ask(who, "/balance"); !strings.Contains(got.Text, "0") || !strings.Contains(got.Text, "💵") {
			t.Errorf("%s: balance: %q", lang, got.Text)
		}
		last := map[string]string{
			"en": "This chat is the only way into your account",
			"ro": "Acest chat este singura cale de acces la contul tău",
			"ru": "Этот чат — единственный способ войти в ваш аккаунт",
		}[lang]
		if got := p.ask(who, "/unlink"); !strings.HasPrefix(got.Text, last) {
			t.Errorf("%s: unlinking the last way in: %q", lang, got.Text)
		}
	}
}

func (p *pair) linksFromTheWeb(t *testing.T) {
	site, who := p.web("ana@example.com"), p.person("en")
	code, err := site.GenerateCode(p.context(), api.PurposeTelegramLink)
	if err != nil {
		t.Fatal(err)
	}
	m := p.ask(who, strings.ToLower(code.Code[:4]+"-"+code.Code[4:]))
	if m.Text != "Link this chat to a…@example.com?" {
		t.Fatalf("got %q", m.Text)
	}
	p.tap(who, m, "Yes, link it", "linked to a…@example.com")
	if got := p.ask(who, "/balance"); !strings.Contains(got.Text, "Total") {
		t.Errorf("balance: %q", got.Text)
	}
	if got := p.ask(who, "/start "+code.DeepLink[strings.LastIndex(code.DeepLink, "=")+1:]); !strings.Contains(got.Text, "used already") {
		t.Errorf("the code again: %q", got.Text)
	}
	p.tap(who, p.ask(who, "/unlink"), "Yes, unlink", "no longer linked")
	if got := p.ask(who, "/start"); !strings.Contains(got.Text, "Welcome") {
		t.Errorf("afterwards: %q", got.Text)
	}
	told := 0
	for _, m := range who.Chat().Messages() {
		if m.FromBot() && strings.Contains(m.Text, "linked to a…@example.com") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times that it is linked", told)
	}
}

func (p *pair) linksFromTheChat(t *testing.T) {
	site, who := p.web("bob@example.com"), p.person("ro")
	m := p.ask(who, "/link")
	_, code, ok := strings.Cut(m.Text, "link?code=") // this address is no button's for Telegram
	if b, found := m.Button("Deschide site-ul"); found {
		_, code, ok = strings.Cut(b.URL, "link?code=")
	}
	if code, _, _ = strings.Cut(code, "\n"); !ok || len(code) != 32 {
		t.Fatalf("got %q %v", m.Text, m.Buttons())
	}
	chat, err := site.LinkingChat(p.context(), code)
	if err != nil || chat.ChatID != who.ID {
		t.Fatalf("got %+v, %v", chat, err)
	}
	if _, err := site.ConfirmLink(p.context(), api.ConfirmLink{Code: code}); err != nil {
		t.Fatal(err)
	}
	p.says(who, "b…@example.com") // by itself
	if got := p.ask(who, "/balance"); !strings.Contains(got.Text, "💵") {
		t.Errorf("balance: %q", got.Text)
	}
}

// showsTheBooks books, edits and undoes: what a card says after each is what the books hold.
func (p *pair) showsTheBooks(t *testing.T) {
	who := p.person("en")
	p.tap(who, p.ask(who, "/start"), "Quick register", "Registration successful!")
	gift := who.Send("7 gift")
	card := p.says(who, "Cash: -$7.00 now")
	wantWords(t, card.Text, "📂 🎁 Gifts")
	p.tap(who, card, "Date", "Expense: $7.00")
	p.tap(who, p.offers(who, card.ID, "Yesterday"), "Yesterday", "📅 yesterday")

	if err := who.Edit(gift.ID, "+7 gift"); err != nil {
		t.Fatal(err)
	}
	card = p.says(who, "Income: $7.00")
	wantWords(t, card.Text, "Cash: $7.00 now", "📅 yesterday")
	card = p.tap(who, card, "Undo", "Cash: -$7.00 now")
	wantWords(t, card.Text, "Expense: $7.00", "📅 yesterday")
	wantWords(t, p.ask(who, "/transactions").Text, "-$7.00 · 🎁 Gifts · gift")

	if err := who.Edit(gift.ID, "7 gift\n+2 tip"); err != nil {
		t.Fatal(err)
	}
	list := p.says(who, "2. +$2.00 · tip")
	p.tap(who, list, "Undo the change", "Cash: -$7.00 now")
	p.tap(who, p.ask(who, "3 frob\n4 quux"), "2", "Expense: $4.00")
	p.tap(who, p.says(who, "Expense: $4.00"), "Undo", "Undone: -$4.00 · quux")
	wantWords(t, p.says(who, "Cash: -$10.00 now").Text, "Expense: $3.00") // the list, which is of one now
	wantWords(t, p.ask(who, "/undo").Text, "Undone: -$3.00 · frob")
	wantWords(t, p.ask(who, "/transactions").Text, "-$7.00 · 🎁 Gifts · gift", "Total: -$7.00")
}

// learns books what was asked about by a tap, and knows a word after one correction.
func (p *pair) learns(t *testing.T) {
	who := p.person("en")
	p.tap(who, p.ask(who, "/start"), "Quick register", "Registration successful!")
	card := p.tap(who, p.ask(who, "rent 1.200"), "1200 rent", "Expense: $1,200.00")
	wantWords(t, card.Text, "📂 🏠 Home")
	p.tap(who, p.ask(who, "tom returned 20"), "It was an expense", "Expense: $20.00")
	p.tap(who, p.ask(who, "1,300 rent"), "↪️ Read it as: 1.30 rent", "Expense: $1.30")

	p.tap(who, p.ask(who, "9 beer"), "🛒 Groceries", "📂 🛒 Groceries")
	wantWords(t, p.ask(who, "8 beers with Bob").Text, "📂 🛒 Groceries")
	p.tap(who, p.ask(who, "/language"), "🇷🇴 Română", "română")
	wantWords(t, p.ask(who, "7 bere").Text, "fără categorie")
	wantWords(t, p.ask(who, "12 cafea").Text, "📂 ☕ Cafenele și restaurante")
}

// offers waits until a message has a button.
func (p *pair) offers(who *telegram.Person, id int, button string) (found telegram.Message) {
	p.t.Helper()
	_, err := who.Chat().Wait(p.context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if _, has := m.Button(button); has && m.ID == id {
				found = m
			}
		}
		return found.ID != 0
	})
	if err != nil {
		p.t.Fatalf("never offered %q", button)
	}
	return found
}

func wantWords(t *testing.T, said string, words ...string) {
	t.Helper()
	said = strings.ReplaceAll(said, "\u00a0", " ")
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("%q lacks %q", said, w)
		}
	}
}

// survives kills each part while people register. Nobody is left without an answer once he
// writes again, and nobody is there twice.
func (p *pair) survives(t *testing.T) {
	parts := map[string]func(){
		"bot": func() { p.bot.Kill(); p.bot.Restart() },
		"api": func() { p.api.Kill(); p.api.Restart() },
		"redis": func() {
			p.redis.Kill()
			if err := p.redis.Restart(p.context()); err != nil {
				t.Fatal(err)
			}
		},
		"postgres": func() {
			p.postgres.Kill()
			if err := p.postgres.Restart(p.context()); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, kill := range parts {
		var people []*telegram.Person
		var first []telegram.Message
		for i := range 15 {
			who := p.person("en")
			first = append(first, who.Send("/register"))
			people = append(people, who)
			if i == 7 {
				kill()
			}
		}
		p.api.WaitReady(p.apiURL + "/readyz")
		p.bot.WaitReady(p.botURL + "/readyz")
		ids := map[string]bool{}
		for i, who := range people {
			// Whatever was killed, what was written before it gets its answer too.
			if _, err := who.Chat().WaitReply(p.context(), first[i].ID); err != nil {
				t.Errorf("%s killed: %d never got an answer", name, who.ID)
			}
			ids[p.registered(who)] = true
		}
		if len(ids) != len(people) {
			t.Errorf("%s killed: %d people have %d ids", name, len(people), len(ids))
		}
	}
}

// registered is the user id that a person is told when he asks again.
func (p *pair) registered(who *telegram.Person) string {
	p.t.Helper()
	limit := p.context()
	for {
		m := p.ask(who, "/register")
		if _, after, ok := strings.Cut(m.Text, "user id is "); ok {
			id, _, _ := strings.Cut(after, ".")
			return id
		}
		if limit.Err() != nil {
			p.t.Fatalf("%d was never registered: %q", who.ID, m.Text)
		}
	}
}

func (p *pair) stops(t *testing.T) {
	probe := devtest.Start(t, devtest.Binary(t, "bot"), []string{"BOT_ADDR=" + strings.TrimPrefix(p.botURL, "http://")}, "health")
	<-probe.Done()
	probe.Stop() // it ended well
	p.bot.Stop()
	again := devtest.Start(t, devtest.Binary(t, "bot"), []string{"BOT_ADDR=" + strings.TrimPrefix(p.botURL, "http://")}, "health")
	<-again.Done()
	if !strings.Contains(again.Log(), "bot: ") {
		t.Errorf("nobody is there, and the probe says %q", again.Log())
	}
}
