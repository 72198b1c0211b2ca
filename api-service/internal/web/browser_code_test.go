package web_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// signIn opens the page of somebody who has an account.
func (b *tab) signIn(email string) {
	b.Helper()
	b.visit("/")
	b.enter("#email-in", email)
	b.enter("#password-in", apptest.Password)
	b.click("#form-in [type=submit]")
	b.says("#account", email)
}

// run does something on the page.
func (b *tab) run(script string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](script+"; 0")); err != nil {
		b.Fatal(err)
	}
}

// later moves the page's clock.
func (b *tab) later(seconds string) {
	b.Helper()
	b.run(`Date.now = ((now) => () => now() + ` + seconds + ` * 1000)(Date.now)`)
}

// A code comes as a link, as a picture of the same link, and as letters to copy; its time is
// counted down, and the page says by itself that it was used.
func TestBrowserShowsACodeInEveryWay(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.Register(t, "anna@example.com")
	b.signIn("anna@example.com")
	b.click("#generate")
	b.says("#valid", "Time left: 14:")
	picture, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(
		value(b, `document.querySelector("#qr").src`), "data:image/svg+xml;base64,"))
	if err != nil || !strings.Contains(string(picture), "<path") {
		t.Errorf("the picture: %.80q, %v", picture, err)
	}
	if wide := value(b, `String(document.querySelector("#qr").naturalWidth > 0 && document.querySelector("#qr").alt)`); wide != "QR code of the link that opens the bot" {
		t.Errorf("the picture is not drawn, or has no words: %s", wide)
	}

	b.run(`navigator.clipboard.writeText = async (text) => { window.copied = text; }`)
	b.run(`window.setTimeout = (then) => { window.then = then; }`) // what comes of it in time is done below
	b.click("#copy")
	b.says("#copy", "Copied")
	code := value(b, `document.querySelector("#code").textContent`)
	if copied := value(b, "window.copied"); copied != code || len(code) != 9 {
		t.Errorf("%q was copied, %q is shown", copied, code)
	}
	b.run("window.then()")
	if says := value(b, `document.querySelector("#copy").textContent`); says != "Copy" {
		t.Errorf("the button goes on saying %q", says)
	}

	b.later("14 * 60")
	b.says("#valid", "Time left: 0:")
	if _, err := b.Bot().LinkChat(b.ctx, api.LinkChat{Chat: anna, Code: code}); err != nil {
		t.Fatalf("the code %q: %v", code, err)
	}
	b.says("#telegram-news", "Telegram is linked")
	b.says("#telegram-state", "@anna_p")
	if hidden := value(b, `String(document.querySelector("#telegram-code").hidden)`); hidden != "true" {
		t.Error("the used code is still shown")
	}
}

func TestBrowserSaysThatACodeIsOver(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.Register(t, "anna@example.com")
	b.signIn("anna@example.com")
	b.click("#generate")
	b.says("#valid", "Time left:")
	b.later("15 * 60")
	b.says("#telegram-error", "has expired")
	b.click("#generate")
	b.says("#valid", "Time left: 14:")
	if said := value(b, `document.querySelector("#telegram-error").textContent`); said != "" {
		t.Errorf("beside a new code it says %q", said)
	}
}

// What a code is worth is told before anybody signs up for it.
func TestBrowserChecksTheCodeBeforeSigningIn(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.expect(http.StatusBadRequest)
	b.visit("/link?code=nonsense")
	b.says("#problem-title", "no longer works")
	b.click("#another")
	b.enter("#code", b.startLink())
	b.click("#code-form [type=submit]")
	b.do(chromedp.WaitVisible(chromedp.CSS("#form-in")))
}

// The first button of the start page opens the bot, with the invitation that one came by.
func TestBrowserOffersTheChatFirst(t *testing.T) {
	t.Parallel()
	b := open(t)
	const first = `[...document.querySelectorAll("main :is(button, a.button)")].find((n) => n.checkVisibility())`
	for path, want := range map[string]string{
		"/": "https://t.me/finance_test_bot", "/?ref=UP-AB12CD": "https://t.me/finance_test_bot?start=UP-AB12CD",
	} {
		b.visit(path)
		b.says("#open-chat", "Open in Telegram")
		if at := value(b, first+".href"); at != want {
			t.Errorf("%s: the first button leads to %s", path, at)
		}
	}
}

// The page that everybody may see can be shown and hidden, and is seen with scripts off.
func TestBrowserShowsThePublicPage(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.expect(http.StatusNotFound)
	ana, _ := b.Register(t, "anna@example.com")
	first := "Anna <i>P</i>"
	me, err := ana.UpdateUser(b.ctx, api.UpdateUser{FirstName: &first})
	if err != nil {
		t.Fatal(err)
	}
	page := "/u/" + me.ReferralCode

	b.visit(page)
	b.says("h1", first)
	b.click(".languages [lang=ru]")
	b.says("main", "Пользуется Finance Bot с")
	b.signIn("anna@example.com")
	b.says("#public-link", page)
	b.click("#public")
	b.do(chromedp.WaitNotVisible(chromedp.CSS("#public-link")))
	b.visit(page)
	b.says("h1", "There is no such page")
}
