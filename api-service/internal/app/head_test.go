package app_test

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
)

// HEAD answers wherever GET does: with the same status and headers, and no body.
func TestHeadAnswersWhereGetDoes(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	g := &generation{
		drawer: &drawer{Rand: rand.New(rand.NewPCG(10, 36)), heard: map[string][]any{}},
		t:      t, api: a, statuses: map[int]int{},
	}
	succeeded := 0
	for _, o := range operations(t, a) {
		if o.method != http.MethodGet {
			continue
		}
		in := apptest.Request{Method: http.MethodGet}
		in.Path, in.Header = g.place(o)
		send := g.identify(o, &in)
		get := send(t, in)
		in.Method = http.MethodHead
		head := send(t, in)
		if head.Status != get.Status || head.Text != "" {
			t.Errorf("%s: GET %d, HEAD %d %q", in.Path, get.Status, head.Status, head.Text)
		}
		if got, want := stable(head.Header), stable(get.Header); !slices.Equal(got, want) {
			t.Errorf("%s: HEAD has %q, GET %q", in.Path, got, want)
		}
		if get.Status == http.StatusOK {
			succeeded++
		}
	}
	if succeeded < 10 { // the others are told about what is not there
		t.Errorf("only %d reads succeeded", succeeded)
	}
	for _, page := range []string{"/", "/link", "/docs", "/auth/callback", "/u/UP-AAAAAA"} {
		get := a.Do(t, apptest.Request{Method: http.MethodGet, Path: page})
		head := a.Do(t, apptest.Request{Method: http.MethodHead, Path: page})
		if head.Status != get.Status || head.Text != "" || get.Text == "" {
			t.Errorf("%s: GET %d, HEAD %d %q", page, get.Status, head.Status, head.Text)
		}
	}
}

// stable are the headers that two answers to one question have in common. The length of a body that
// is written piece by piece is not known before.
func stable(header http.Header) (lines []string) {
	for name, values := range header {
		switch name {
		case "Date", "Content-Length", "X-Request-Id", "X-Ratelimit-Remaining", "X-Ratelimit-Reset":
			lines = append(lines, name)
		default:
			lines = append(lines, name+": "+values[0])
		}
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "Content-Length" })
	slices.Sort(lines)
	return lines
}

// What is no page's to read by itself, and is told in an answer, a page on another site may read.
func TestPagesOfOtherSitesReadEveryHeader(t *testing.T) {
	t.Parallel()
	const site = "https://app.example.com"
	a := apptest.New(t, func(c *app.Config) { c.AllowedOrigins = app.Origins{site} })
	_, ana := a.Register(t, "ana@example.com")
	read := func(path string, header ...string) http.Header {
		got := a.Do(t, apptest.Request{
			Method: http.MethodGet, Path: path, Bearer: ana.AccessToken, Header: append(header, "Origin", site),
		})
		if got.Header.Get("Access-Control-Allow-Origin") != site {
			t.Errorf("%s: the site is not let in", path)
		}
		return got.Header
	}
	exposed := map[string]bool{}
	for _, name := range strings.Split(read("/api/v1/users/me").Get("Access-Control-Expose-Headers"), ",") {
		exposed[http.CanonicalHeaderKey(strings.TrimSpace(name))] = true
	}
	for _, always := range []string{"Etag", "Location", "Retry-After", "Content-Disposition", "X-Request-Id", "X-Ratelimit-Reset"} {
		if !exposed[always] {
			t.Errorf("%s is not exposed", always)
		}
	}

	// Browsers read the first ones by themselves; the others are for the browser alone.
	own := []string{
		"Cache-Control", "Content-Length", "Content-Type", "Date", "Vary", "X-Content-Type-Options", "X-Frame-Options",
		"Referrer-Policy", "Content-Security-Policy", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
		"Www-Authenticate",
	}
	for _, path := range []string{
		"/api/v1/users/me", "/api/v1/transactions/export?format=csv&from=2026-01-01", "/api/v1/reports/summary", "/api/v1/nowhere",
	} {
		for name := range read(path) {
			if !exposed[name] && !slices.Contains(own, name) {
				t.Errorf("%s has %s, which a page on another site cannot read", path, name)
			}
		}
	}
}
