package start_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"financebot/bot-service/internal/app"
	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func person(b *bottest.Bot, lang string) *telegram.Person {
	return b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
}

func tokenKey(p *telegram.Person) string { return fmt.Sprintf("chat_id:%d:jwt", p.ID) }

func TestStrangerIsWelcomedRegistersAndSeesHisBalance(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]struct{ welcome, button, done, balance string }{
		"en": {"Welcome to Finance Bot!", "Quick register", "Registration successful!", "€0.00"},
		"ro": {"Bun venit la Finance Bot!", "Înregistrare rapidă", "Înregistrare reușită!", "0,00 €"},
		"ru": {"Добро пожаловать в Finance Bot!", "Быстрая регистрация", "Регистрация прошла успешно!", "0,00 €"},
	} {
		p := person(b, lang)
		m := b.Ask(p, "/start")
		if !strings.HasPrefix(m.Text, want.welcome) || len(m.Buttons()) != 2 {
			t.Fatalf("%s: got %q %q", lang, m.Text, m.Buttons())
		}
		done := b.Tap(p, m, want.button, want.done)
		if done.ID != m.ID {
			t.Errorf("%s: registered in message %d, want it in place of %d", lang, done.ID, m.ID)
		}
		bottest.Holds(t, b.Ask(p, "/balance").Text, want.balance)
		bottest.Holds(t, b.Ask(p, "/start").Text, "Ana")
	}
}

func TestFiftyTapsMakeOneUserAndOneMessage(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	m := b.Ask(p, "/start")
	button, _ := m.Button("Quick register")
	for range 50 {
		if _, err := p.TapIn(p.Chat(), m.ID, button.CallbackData); err != nil {
			break // the buttons are gone already
		}
	}
	b.Says(p, "Registration successful!")
	if err := b.Telegram.WaitConfirmed(b.Context()); err != nil {
		t.Fatal(err)
	}
	if b.API.Users() != 1 || len(p.Chat().Messages()) != 2 {
		t.Errorf("%d users, messages: %v", b.API.Users(), p.Chat().Messages())
	}
	taps := len(b.Telegram.Calls("answerCallbackQuery"))
	if _, err := b.Telegram.WaitCalls(b.Context(), "answerCallbackQuery", func(c []telegram.Call) bool { return len(c) >= 1 }); err != nil {
		t.Errorf("%d taps answered", taps)
	}
	bottest.Holds(t, b.Ask(p, "/register").Text, "already registered")
}

func TestCodeFromTheWebBindsAfterAQuestion(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("aB3d", 8)
	for name, send := range map[string]string{
		"deep link": "/start " + long, "command": "/link ABCDEFGH", "pasted": "ABCD-EFGH",
		"lower case": "abcdefgh", "with a space": "/start abcd efgh",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			b.API.Code("ABCDEFGH", "ana@example.com")
			b.API.Code(long, "ana@example.com")
			p := person(b, "en")
			m := b.Ask(p, send)
			if m.Text != "Link this chat to a…@example.com?" {
				t.Fatalf("got %q", m.Text)
			}
			b.Tap(p, m, "Yes, link it", "linked to a…@example.com")
			if token := b.Redis.Get(b.Context(), tokenKey(p)).Val(); strings.Count(token, ".") != 2 {
				t.Errorf("the token is not cached: %q", token)
			}
			if got := b.Ask(p, "/link"); !strings.Contains(got.Text, "already linked") || !strings.Contains(got.Text, "/unlink") {
				t.Errorf("again: got %q", got.Text)
			}
		})
	}
}

func TestNoKeepsTheChatAsItIs(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Code("ABCDEFGH", "ana@example.com")
	p := person(b, "en")
	m := b.Ask(p, "ABCDEFGH")
	yes, _ := m.Button("Yes, link it")
	b.Tap(p, m, "No, leave it", "nothing was linked")
	if b.API.Users() != 0 {
		t.Error("linked all the same")
	}
	// A question is answered by its own buttons only.
	second := b.Ask(p, "ABCDEFGH")
	third := b.Ask(p, "ABCDEFGH")
	if _, err := p.TapIn(p.Chat(), second.ID, yes.CallbackData); err == nil {
		t.Error("an old button stands under a new question")
	}
	old, _ := second.Button("Yes, link it")
	if _, err := p.TapIn(p.Chat(), second.ID, old.CallbackData); err != nil {
		t.Fatal(err)
	}
	if err := b.Telegram.WaitConfirmed(b.Context()); err != nil {
		t.Fatal(err)
	}
	b.Tap(p, third, "Yes, link it", "linked to a…@example.com")
	if n := b.API.Calls("POST /auth/telegram/link"); n != 1 {
		t.Errorf("the older question bound too: %d calls", n)
	}
}

func TestWrongCodeIsExplained(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "ru")
	bottest.Holds(t, b.Ask(p, "/link ABCDEFGH").Text, "Код неверный")
	bottest.Holds(t, b.Ask(p, "/link AB").Text, "не похоже на код")
}

func TestLinkGivesACodeAndAButton(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "ro")
	m := b.Ask(p, "/link")
	button, ok := m.Button("Deschide site-ul")
	if !ok || !strings.HasPrefix(button.URL, "https://finance.example/link?code=Ab3") ||
		!strings.Contains(m.Text, "10 minute") || !strings.Contains(m.Text, "Ab3Ab3") {
		t.Errorf("got %q %+v", m.Text, button)
	}
	bottest.Holds(t, b.Ask(p, "hmm").Text, "ABCD-EFGH")
	bottest.Holds(t, b.Ask(p, "/cancel").Text, "am renunțat")
	bottest.Holds(t, b.Ask(p, "/cancel").Text, "Nu e nimic de anulat")
}

func TestUnlinkAsksFirst(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	b.API.User(p.ID, "Ana", "en", "ana@example.com")
	m := b.Ask(p, "/unlink")
	if !strings.Contains(m.Text, "a…@example.com") || b.API.Calls("POST /auth/telegram/unlink") != 0 {
		t.Fatalf("got %q", m.Text)
	}
	b.Tap(p, m, "No, stay linked", "stays as it is")
	m = b.Ask(p, "/unlink")
	b.Tap(p, m, "Yes, unlink", "no longer linked")
	if n := b.Redis.Exists(b.Context(), tokenKey(p)).Val(); n != 0 {
		t.Error("the token is still there")
	}
	if got := b.Ask(p, "/balance"); len(got.Buttons()) != 2 || !strings.Contains(got.Text, "don't know you yet") {
		t.Errorf("afterwards: got %q %q", got.Text, got.Buttons())
	}
}

func TestLastWayInStays(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "/unlink")
	bottest.Holds(t, m.Text, "only way into your account")
	if n := b.API.Calls("POST /auth/telegram/unlink"); n != 0 {
		t.Errorf("%d calls to unlink", n)
	}
	b.Tap(p, m, "Link account", "Open the website, sign in and confirm")
	bottest.Holds(t, b.Ask(p, "/start").Text, "Hello, Ana")
}

func TestHelpKnowsWhoAsks(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	if got := b.Ask(p, "/help"); !strings.Contains(got.Text, "/register") || strings.Contains(got.Text, "/balance") {
		t.Errorf("a stranger: got %q", got.Text)
	}
	b.API.User(p.ID, "Ana", "en", "")
	if got := b.Ask(p, "/help"); strings.Contains(got.Text, "/register") || !strings.Contains(got.Text, "/balance") {
		t.Errorf("a user: got %q", got.Text)
	}
}

func TestWhatIsNotUnderstoodGetsAHint(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	for said, want := range map[string]string{
		"/balanse": "/balance?", "/росхот": "/расход?", "/cheltuialla": "/cheltuiala?", "/Помощь": "/register", "/ajutor": "/register", "/HELP": "/register", "/xyzzy": "/help shows", "hello there": "one tap to start",
		"/start UP-AB12CD": "Welcome to Finance Bot!",
	} {
		if got := b.Ask(p, said); !strings.Contains(got.Text, want) {
			t.Errorf("%s: got %q, want %q", said, got.Text, want)
		}
	}
}

func TestAPIThatIsDownIsAdmitted(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	m := b.Ask(p, "/start")
	b.API.Down(true)
	for _, said := range []string{"/start", "/link", "/link ABCDEFGH", "/balance", "/accounts", "/unlink"} {
		if got := b.Ask(p, said); !strings.Contains(got.Text, "try again in a minute") {
			t.Errorf("%s: got %q", said, got.Text)
		}
	}
	b.Telegram.ForgetCalls()
	button, _ := m.Button("Quick register")
	if _, err := p.TapIn(p.Chat(), m.ID, button.CallbackData); err != nil {
		t.Fatal(err)
	}
	calls, err := b.Telegram.WaitCalls(b.Context(), "answerCallbackQuery", func(c []telegram.Call) bool { return len(c) > 0 })
	if err != nil || !strings.Contains(calls[0].Params["text"], "please don't repeat it") {
		t.Errorf("a tap: %v, %v", calls, err)
	}
	b.API.Down(false)
	b.Says(p, "Registration successful!") // without another tap
}

func TestOlderAPIIsNoError(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for _, path := range []string{"POST /auth/telegram/start", "POST /auth/telegram/link/preview", "POST /auth/telegram/register"} {
		b.API.Lacks(path)
	}
	p := person(b, "en")
	bottest.Holds(t, b.Ask(p, "/link").Text, "Generate code")
	for _, said := range []string{"/link ABCDEFGH", "/register"} {
		if got := b.Ask(p, said); !strings.Contains(got.Text, "not available yet") {
			t.Errorf("%s: got %q", said, got.Text)
		}
	}
}

func TestLimitsAreSaidInSeconds(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Refuse("POST /auth/telegram/register", errs.New(errs.Limited, api.CodeLimited, "").After(42*time.Second))
	bottest.Holds(t, b.Ask(person(b, "ru"), "/register").Text, "через 42 секунды")
}

func TestQuestionOutlivesARestartAndRedisBeingDown(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Code("ABCDEFGH", "ana@example.com")
	p := person(b, "en")
	m := b.Ask(p, "ABCDEFGH")
	b.Stop()
	b.Run()
	b.Tap(p, m, "Yes, link it", "linked to a…@example.com")

	alone := bottest.Start(t, func(c *app.Config) { c.RedisURL = "redis://127.0.0.1:1/0" })
	alone.API.Code("ABCDEFGH", "ana@example.com")
	p = person(alone, "en")
	alone.Tap(p, alone.Ask(p, "ABCDEFGH"), "Yes, link it", "linked to a…@example.com")
	if got := alone.Ask(p, "/balance"); !strings.Contains(got.Text, "€0.00") {
		t.Errorf("without Redis: got %q", got.Text)
	}
}
