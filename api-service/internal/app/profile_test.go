package app_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// The page is there for whom its JSON is, says the same, and needs no browser for it.
func TestPublicPageIsWrittenHere(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	out, err := a.Client().Register(ctx, api.Register{
		Email: "ana.popescu@example.com", Password: apptest.Password, FirstName: `Ana <b>&"`, LastName: "Popescu",
	})
	if err != nil {
		t.Fatal(err)
	}
	ana := a.Client().As(out.AccessToken)
	me, err := ana.User(ctx)
	if err != nil {
		t.Fatal(err)
	}

	page := look(t, a, "/u/"+me.ReferralCode)
	for _, part := range []string{
		"<title>Ana &lt;b&gt;&amp;&#34; · Finance Bot</title>", `property="og:title" content="Ana &lt;b&gt;&amp;&#34;"`,
		`<link rel="canonical" href="https://money.example.com/u/` + me.ReferralCode + `">`,
		`href="https://t.me/finance_test_bot?start=` + me.ReferralCode + `"`,
	} {
		if page.Status != 200 || !strings.Contains(page.Text, part) {
			t.Errorf("%d, the page lacks %s:\n%s", page.Status, part, page.Text)
		}
	}
	for _, secret := range []string{"Popescu", "popescu", "<script", "<b>"} {
		if strings.Contains(page.Text, secret) {
			t.Errorf("the page has %s", secret)
		}
	}
	if kind := page.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/html") || page.Header.Get("Vary") != "Accept-Language" {
		t.Errorf("it comes as %q, and varies by %q", kind, page.Header.Get("Vary"))
	}
	if small := look(t, a, strings.ToLower("/u/"+me.ReferralCode)); small.Status != 200 {
		t.Errorf("in small letters: %d", small.Status)
	}
	head := a.Do(t, apptest.Request{Method: http.MethodHead, Path: "/u/" + me.ReferralCode})
	if head.Status != 200 || head.Text != "" {
		t.Errorf("HEAD: %d with %d bytes", head.Status, len(head.Text))
	}
}

var lang = regexp.MustCompile(`<html lang="(..)"`)

func TestPublicPageSpeaksTheLanguageOfItsReader(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	me, err := ana.User(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "en"},
		{"", "de-DE, fr;q=0.8", "en"},
		{"", "ro-MD,ro;q=0.9,en;q=0.8", "ro"},
		{"", "en;q=0.2, RU", "ru"},
		{"", "de, ru;q=0.3, ro;q=0.4", "ro"},
		{"", "ru;q=0", "en"},
		{"?lang=ru", "ro", "ru"},
		{"?lang=xx", "ro", "ro"},
	} {
		for code, status := range map[string]int{me.ReferralCode: 200, "UP-000000": 404} {
			got := look(t, a, "/u/"+code+c.query, "Accept-Language", c.accept)
			said := lang.FindStringSubmatch(got.Text)
			if got.Status != status || len(said) != 2 || said[1] != c.want {
				t.Errorf("%+v %s: got %d in %v", c, code, got.Status, said)
			}
		}
	}
}

// Whoever looks for pages by their codes runs into the limit, as at the JSON.
func TestPublicPagesAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, func(c *app.Config) { c.APIPerMinute = 3 })
	a.Freeze()
	for range 3 {
		if got := look(t, a, "/u/UP-000000"); got.Status != 404 {
			t.Fatalf("got %d", got.Status)
		}
	}
	refused(t, "the page", look(t, a, "/u/UP-000001"), 429, api.CodeLimited)
	refused(t, "the photo", look(t, a, "/u/UP-000001/photo.jpg"), 429, api.CodeLimited)
}
