package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// pages is a server with the pages and one route of the API.
func pages(t *testing.T) *echo.Echo {
	t.Helper()
	e, r := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Guard: &web.Guard{}, Metrics: prometheus.NewRegistry()})
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/login", Access: web.Public}, stub[api.Login, api.LoggedIn])
	web.MountDocs(e, func() ([]byte, error) { return []byte(`{}`), nil })
	web.MountPages(e, "https://t.me/finance_test_bot")
	return e
}

func TestPagesAreServedUnderAStrictPolicy(t *testing.T) {
	t.Parallel()
	e := pages(t)
	for _, path := range []string{"/", "/link", "/auth/callback", "/docs", "/assets/app.css", "/assets/home.js", "/assets/icon.svg"} {
		first := get(e, path, "")
		policy := first.Header().Get("Content-Security-Policy")
		if first.Code != http.StatusOK || first.Body.Len() == 0 {
			t.Errorf("%s: got %d with %d bytes", path, first.Code, first.Body.Len())
		}
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
		if again := get(e, path, first.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%s: asked again, got %d with %d bytes", path, again.Code, again.Body.Len())
		}
	}
}

func TestContentTypesAreThoseOfTheFiles(t *testing.T) {
	t.Parallel()
	e := pages(t)
	for path, want := range map[string]string{
		"/link": "text/html", "/assets/app.css": "text/css", "/assets/link.js": "text/javascript", "/assets/icon.svg": "image/svg+xml",
	} {
		if got := get(e, path, "").Header().Get(echo.HeaderContentType); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestWhatIsNotThereIsSaidToEachInHisWay(t *testing.T) {
	t.Parallel()
	e := pages(t)
	for _, c := range []struct {
		method, path, accept string
		status               int
		media                string
	}{
		{http.MethodGet, "/nowhere", "text/html,*/*;q=0.8", http.StatusNotFound, "text/html"},
		{http.MethodGet, "/nowhere", "application/json", http.StatusNotFound, api.ProblemType},
		{http.MethodGet, "/api/v1/nowhere", "text/html", http.StatusNotFound, api.ProblemType},
		{http.MethodGet, "/assets/nowhere.js", "*/*", http.StatusNotFound, api.ProblemType},
		{http.MethodGet, "/assets/..%2Fpages%2Fhome.html", "*/*", http.StatusNotFound, api.ProblemType},
		{http.MethodGet, "/api/v1/auth/login", "application/json", http.StatusMethodNotAllowed, api.ProblemType},
		{http.MethodPost, "/link", "*/*", http.StatusMethodNotAllowed, api.ProblemType},
		{http.MethodHead, "/link", "*/*", http.StatusOK, "text/html"},
	} {
		r := httptest.NewRequest(c.method, c.path, http.NoBody)
		r.Header.Set(echo.HeaderAccept, c.accept)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if got := w.Header().Get(echo.HeaderContentType); w.Code != c.status || !strings.HasPrefix(got, c.media) {
			t.Errorf("%s %s for %s: got %d %q, want %d %q", c.method, c.path, c.accept, w.Code, got, c.status, c.media)
		}
	}
}
