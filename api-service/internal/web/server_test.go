package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

func TestAddressIsTakenFromTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	prefixes := func(all ...string) (out []netip.Prefix) {
		for _, p := range all {
			out = append(out, netip.MustParsePrefix(p))
		}
		return out
	}
	for name, step := range map[string]struct {
		trusted     []netip.Prefix
		remote, xff string
		want        string
	}{
		"nobody is trusted":        {nil, "10.0.0.1:1", "203.0.113.9", "10.0.0.1"},
		"loopback is not, unasked": {prefixes("10.0.0.0/8"), "127.0.0.1:1", "203.0.113.9", "127.0.0.1"},
		"a trusted one":            {prefixes("10.0.0.0/8"), "10.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		"two trusted ones":         {prefixes("10.0.0.0/8"), "10.0.0.1:1", "203.0.113.9, 10.0.0.2", "203.0.113.9"},
		"a forged first":           {prefixes("10.0.0.0/8"), "10.0.0.1:1", "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		"nothing given":            {prefixes("10.0.0.0/8"), "10.0.0.1:1", "", "10.0.0.1"},
		"IPv6":                     {prefixes("fd00::/8"), "[fd00::1]:1", "2001:db8::9", "2001:db8::9"},
	} {
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.RemoteAddr = step.remote
		req.Header.Set("X-Real-IP", "9.9.9.9")
		if step.xff != "" {
			req.Header.Set("X-Forwarded-For", step.xff)
		}
		if got := ipExtractor(step.trusted)(req); got != step.want {
			t.Errorf("%s: got %s, want %s", name, got, step.want)
		}
	}
}

func TestOneSubscriberIsOneNetwork(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{
		"203.0.113.9":         "203.0.113.9",
		"::ffff:203.0.113.9":  "203.0.113.9",
		"2001:db8:1:2:3::4":   "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::": "2001:db8:1:2::/64",
		"fe80::1%eth0":        "fe80::/64",
		"":                    "",
		"nonsense":            "nonsense",
	} {
		if got := network(ip); got != want {
			t.Errorf("%q: got %q, want %q", ip, got, want)
		}
	}
}

func TestOldPathsBecomeTheirTwins(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/api/users/me":            "/api/v1/users/me",
		"/api/v1/users/me":         "/api/v1/users/me",
		"/api/v1":                  "/api/v1",
		"/api/v10/users":           "/api/v1/v10/users",
		"/api/auth/sessions/a%2Fb": "/api/v1/auth/sessions/a%2Fb",
		"/api":                     "/api",
		"/health":                  "/health",
		"/apis/x":                  "/apis/x",
		"/api/a%20b":               "/api/v1/a%20b",
	} {
		c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, target+"?q=1", nil), httptest.NewRecorder())
		if err := oldPaths(func(echo.Context) error { return nil })(c); err != nil {
			t.Fatal(err)
		}
		r := c.Request()
		if r.URL.EscapedPath() != want || r.RequestURI != target+"?q=1" {
			t.Errorf("%s becomes %s, and its target %s", target, r.URL.EscapedPath(), r.RequestURI)
		}
	}
}

func TestTagsAreComparedWeakly(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		`"a"`: true, `W/"a"`: true, `"b", "a"`: true, `"b",W/"a"`: true, "*": true,
		"": false, `"b"`: false, "a": false, `"a`: false, `"b", `: false,
	} {
		if got := matches(header, `"a"`); got != want {
			t.Errorf("%s: got %v", header, got)
		}
	}
}

func TestMemoryCountsEachKeyForItsWhile(t *testing.T) {
	t.Parallel()
	m, now := newMemory(), time.Unix(1000, 0)
	for i, step := range []struct {
		key  string
		at   time.Duration
		n    int
		ends time.Duration
	}{
		{"a", 0, 1, time.Minute}, {"a", time.Second, 2, time.Minute}, {"b", time.Second, 1, 61 * time.Second},
		{"a", 59 * time.Second, 3, time.Minute}, {"a", time.Minute, 1, 2 * time.Minute}, {"b", 60 * time.Second, 2, 61 * time.Second},
	} {
		if n, ends := m.count(step.key, now.Add(step.at), time.Minute); n != step.n || !ends.Equal(now.Add(step.ends)) {
			t.Errorf("step %d: got %d until %v", i, n, ends.Sub(now))
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	m, now := newMemory(), time.Unix(1000, 0)
	m.count("old", now, time.Second)
	now = now.Add(time.Hour)
	for i := range memoryKeys - 1 {
		m.count(strconv.Itoa(i), now, time.Minute)
	}
	m.count("new", now, time.Minute)
	if _, there := m.keys["old"]; there || len(m.keys) != memoryKeys {
		t.Errorf("what ended did not make room: %d keys", len(m.keys))
	}
	if n, _ := m.count("7", now, time.Minute); n != 2 {
		t.Errorf("what had not ended is counted anew: %d", n)
	}
	for i := range 2 * memoryKeys {
		m.count("flood"+strconv.Itoa(i), now, time.Minute)
		if len(m.keys) > memoryKeys {
			t.Fatalf("%d keys", len(m.keys))
		}
	}
}
