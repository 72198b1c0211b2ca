package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// anna is a chat nobody has registered.
var anna = api.Chat{ChatID: 4242, Username: "anna_p", FirstName: "Anna", LastName: "Popescu"}

func (b *tab) startLink() string {
	b.Helper()
	started, err := b.Bot().StartLink(b.ctx, api.StartLink{Chat: anna})
	if err != nil {
		b.Fatal(err)
	}
	return started.Code
}

func TestBrowserSignsUpAndLinksTheChatItIsShown(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/link?code=" + b.startLink())
	b.click("#tab-up")
	if at := value(b, "location.href"); at != b.URL+"/link" {
		t.Errorf("the code stays in the address: %s", at)
	}
	b.enter("#email-up", "anna@example.com")
	b.enter("#password-up", apptest.Password)
	b.click("#form-up [type=submit]")
	b.says("#chat-name", "Anna Popescu")
	b.says("#chat-handle", "@anna_p")
	b.says("#chat-to", "anna@example.com")
	if linked := b.linked(); linked {
		t.Error("the chat was linked before anybody confirmed")
	}
	b.click("#confirm")
	b.says("[data-step=done]", "Go back to the chat")
	if !b.linked() {
		t.Error("the chat is not linked")
	}
	b.visit("/")
	b.says("#telegram-state", "@anna_p")
	b.says("#sessions", "this device")
}

func (b *tab) linked() bool {
	b.Helper()
	chat, err := b.Bot().ChatUser(b.ctx, anna.ChatID)
	if err != nil {
		b.Fatal(err)
	}
	return chat.Linked
}

func TestBrowserConnectsFromTheWeb(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.Register(t, "anna@example.com")
	b.visit("/")
	b.enter("#email-in", "anna@example.com")
	b.enter("#password-in", apptest.Password)
	b.click("#form-in [type=submit]")
	b.click("#generate")
	b.do(chromedp.WaitVisible(chromedp.CSS("#code")))
	if link := value(b, `document.querySelector("#deep-link").href`); !strings.HasPrefix(link, "https://t.me/finance_test_bot?start=") {
		t.Errorf("the deep link is %s", link)
	}
	code := value(b, `document.querySelector("#code").textContent`)
	if _, err := b.Bot().LinkChat(b.ctx, api.LinkChat{Chat: anna, Code: code}); err != nil {
		t.Fatalf("the code %q: %v", code, err)
	}
	b.says("#telegram-state", "@anna_p") // by itself
	b.click("#unlink")
	b.click("#sure .danger")
	b.says("#telegram-state", "Link Telegram")
	b.click("#sign-out")
	b.do(chromedp.WaitVisible(chromedp.CSS("#form-in")))
	if kept := value(b, "String(localStorage.refresh_token ?? sessionStorage.access_token)"); kept != "undefined" {
		t.Errorf("after signing out %q is kept", kept)
	}
}

func TestBrowserSpendsASignInLinkByAClickOnly(t *testing.T) {
	t.Parallel()
	b := open(t)
	user, _ := b.Register(t, "anna@example.com")
	made, err := user.GenerateCode(b.ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	b.visit("/auth/callback?code=" + made.Code)
	b.do(chromedp.WaitVisible(chromedp.CSS("#enter")))
	b.visit("/auth/callback?code=" + made.Code)
	b.do(chromedp.Reload()) // the code outlives it, although it is not in the address
	b.click("#enter")
	b.says("#account", "anna@example.com")
	if _, err := b.Client().Callback(b.ctx, made.Code); err == nil {
		t.Error("the code still works")
	}
}

func TestBrowserGoesOnWithANewAccessToken(t *testing.T) {
	t.Parallel()
	b := open(t)
	_, anna := b.Register(t, "anna@example.com")
	b.expect(http.StatusUnauthorized) // for the token that is spoilt
	b.visit("/link")
	keep := `localStorage.refresh_token = "` + anna.RefreshToken + `"; ` +
		`sessionStorage.access_token = JSON.stringify({token: "spoilt", ends: Date.now() + 900000})`
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](keep)); err != nil {
		t.Fatal(err)
	}
	b.visit("/")
	b.says("#account", "anna@example.com")
	b.says("#sessions", "this device")
	if n := len(b.sessions(b.Client().As(anna.AccessToken))); n != 1 {
		t.Errorf("there are %d sessions", n)
	}
}

func (b *tab) sessions(c *client.Client) []api.Session {
	b.Helper()
	page, err := c.Sessions(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	return page.Items
}

func TestBrowserSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.expect(http.StatusUnauthorized)
	b.expect(http.StatusBadRequest)
	b.Register(t, "anna@example.com")
	b.visit("/")
	b.click("#form-in [type=submit]")
	b.says("#form-in .fault", "Please fill this in")
	b.enter("#email-in", "anna@example.com")
	b.enter("#password-in", "wrong")
	b.click("#form-in [type=submit]")
	b.says("#form-in .error", "wrong")
	b.visit("/link?code=nonsense")
	b.says("#problem-title", "no longer works")
}

func TestBrowserSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/")
	b.do(chromedp.WaitVisible(chromedp.CSS("#card")))
	for language, words := range map[string]string{"ro": "Parolă", "ru": "Пароль", "en": "Password"} {
		choose := `const s = document.querySelector("#language"); s.value = "` + language + `"; s.dispatchEvent(new Event("change"))`
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](choose)); err != nil {
			t.Fatal(err)
		}
		b.says("#form-in", words)
		if lang := value(b, "document.documentElement.lang"); lang != language {
			t.Errorf("the page says it is in %q, not %q", lang, language)
		}
		b.visit("/")
		b.says("#form-in", words)
	}
}

func TestBrowserReadsTheDocumentation(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.visit("/docs")
	b.do(chromedp.WaitVisible(chromedp.CSS(".operation")))
	const missing = `fetch("/openapi.json").then((r) => r.json()).then((d) => Object.values(d.paths)
		.flatMap((item) => Object.values(item)).map((o) => o.operationId)
		.filter((id) => !document.getElementById(id)?.textContent.includes("Answer")).join(" "))`
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](missing, chromedp.EvalAwaitPromise))
	if err != nil || got != "" {
		t.Errorf("not shown: %s (%v)", got, err)
	}
	b.enter("#search", "post auth/login")
	b.says("#found", "1 found")
	b.visit("/docs#postAuthLogin")
	b.says("#postAuthLogin[open]", "email")
}

// Where both sides have entries the page says how many, and lets the person choose.
func TestBrowserAsksWhatBecomesOfTwoPurses(t *testing.T) {
	t.Parallel()
	for button, workspaces := range map[string]int{"#join": 1, "#keep": 2} {
		b := open(t)
		ana, _ := b.Register(t, "anna@example.com")
		chat, _ := b.Chat(t, anna.ChatID)
		for _, by := range []*client.Client{ana, chat} {
			if _, err := by.QuickAdd(b.ctx, api.QuickAdd{Text: "5 tea"}); err != nil {
				t.Fatal(err)
			}
		}
		b.visit("/link?code=" + b.startLink())
		b.enter("#email-in", "anna@example.com")
		b.enter("#password-in", apptest.Password)
		b.click("#form-in [type=submit]")
		b.says("#chat-moves", "entries: 1")
		b.says("#chat-both", "entries: 1")
		b.click(button)
		b.says("[data-step=done]", "Go back to the chat")
		if all, err := ana.Families(b.ctx); err != nil || len(all.Items) != workspaces {
			t.Errorf("%s: %+v, %v", button, all, err)
		}
	}
}
