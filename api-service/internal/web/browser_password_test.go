package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"financebot/api-service/internal/app/apptest"
)

// Whoever signs in with a temporary password is asked for another one, and gets in with that.
func TestBrowserAsksForAnotherPasswordThanATemporaryOne(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.expect(http.StatusForbidden)
	_, who := b.Register(t, "anna@example.com")
	said, err := b.Operate("reset-password", strconv.FormatInt(who.UserID, 10))
	if err != nil {
		t.Fatal(err)
	}
	b.visit("/")
	b.enter("#email-in", "anna@example.com")
	b.enter("#password-in", strings.Fields(said)[0])
	if shown := value(b, `String(document.querySelector("#password-new").checkVisibility())`); shown != "false" {
		t.Error("another password is asked for before it is known to be needed")
	}
	b.click("#form-in [type=submit]")
	b.says("#form-in .error", "choose another one")
	b.click("#form-in [type=submit]")
	b.says("#form-in .fault", "Please fill this in")
	b.enter("#password-new", "quite another phrase")
	b.click("#form-in [type=submit]")
	b.says("#account", "anna@example.com")
}

// What a proxy says in the API's place is neither a success nor a lost connection.
func TestBrowserTellsThatAnAnswerIsNone(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.Register(t, "anna@example.com")
	b.visit("/")
	b.enter("#email-in", "anna@example.com")
	b.enter("#password-in", apptest.Password)
	for _, status := range []string{"200", "502", "401"} {
		answer := `window.fetch = async () => new Response("<html>", { status: ` + status + ` })`
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](answer+"; 0")); err != nil {
			t.Fatal(err)
		}
		b.click("#form-in [type=submit]")
		b.says("#form-in .error", "could not be read")
	}
}
