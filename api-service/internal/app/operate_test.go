package app_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/secret"
)

// Nothing that opens anything is ever written down, at the finest level of the log either (T29).
func TestSecretsReachNoLogAndNoMetric(t *testing.T) {
	t.Parallel()
	const jwtSecret, botSecret = "canary-jwt-secret-0123456789-0123456789", "canary-bot-secret-0123456789-0123456789"
	a := apptest.New(t, func(c *app.Config) {
		c.JWTKeys, c.BotClientKeys = ring(t, "j1:"+jwtSecret), ring(t, "b1:"+botSecret)
	})
	ctx := context.Background()
	ana, who := a.Register(t, "canary-address@example.com")
	chat := a.Link(t, ana, 77001177)
	again := login(t, a, "canary-address@example.com")
	refreshed, err := a.Client().Refresh(ctx, again.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	code := linkCode(t, ana)
	web, err := ana.GenerateCode(ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.Bot().RefreshChatToken(ctx, 77001177)
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []apptest.Request{
		{Path: "/api/v1/auth/login?password=canary-query", Body: `{"email":"x@example.com","password":"canary-guess"}`},
		{Path: "/api/v1/auth/login", Body: `{"email":"x@example.com","password":"canary-broken`},
		{Path: "/api/v1/auth/callback", Body: `{"code":"canary-code"}`},
		{Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"canary-refresh"}`},
		{Path: "/canary-path/x"}, {Method: "CANARY", Path: "/api/v1/users/me"},
		{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: "canary-bearer"},
		{Method: http.MethodDelete, Path: "/api/v1/auth/sessions/canary-session", Bearer: who.AccessToken},
	} {
		a.Do(t, in)
		a.DoSigned(t, in)
	}
	// What breaks inside is logged with its cause, and that must not hold what was sent.
	for _, statement := range []string{"ALTER TABLE sessions RENAME TO broken", "ALTER TABLE auth_codes RENAME TO broken_codes"} {
		if err := a.DB.From(ctx).Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	a.Do(t, logIn(a, "canary-address@example.com", apptest.Password))
	a.Do(t, apptest.Request{Path: "/api/v1/auth/callback", Body: `{"code":"` + web.Code + `"}`})
	a.Do(t, apptest.Request{Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"` + refreshed.RefreshToken + `"}`})
	a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"email":"canary-second@example.com","password":` + password + `}`})

	if !strings.Contains(a.Log(), "request failed") {
		t.Fatal("nothing broke: the test tests nothing")
	}
	metrics := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/metrics"}).Text
	for _, canary := range []string{"canary", "CANARY", "77001177", apptest.Password, "argon2id", who.AccessToken, who.RefreshToken,
		refreshed.AccessToken, refreshed.RefreshToken, chat, token.AccessToken, code.Code, web.Code, strings.Split(code.DeepLink, "start=")[1]} {
		for where, text := range map[string]string{"the log": a.Log(), "the metrics": metrics} {
			if at := strings.Index(text, canary); at >= 0 {
				t.Errorf("%s tells %.20s: …%s", where, canary, text[max(0, at-200):min(len(text), at+60)])
			}
		}
	}
}

func TestMetricsSpeakOfRoutesOnly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for i := range 20 {
		a.Do(t, apptest.Request{Method: http.MethodDelete, Path: fmt.Sprintf("/api/v1/auth/sessions/%d", i), Bearer: bearer})
		a.Do(t, apptest.Request{Method: http.MethodGet, Path: fmt.Sprintf("/nothing/%d?x=%d", i, i)})
		a.Do(t, apptest.Request{Method: http.MethodGet, Path: fmt.Sprintf("/api/users/public/UP-%06d", i)})
		a.Do(t, apptest.Request{Method: fmt.Sprintf("M%d", i), Path: "/livez"})
	}
	metrics := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/metrics"})
	routes := map[string]bool{}
	for _, m := range regexp.MustCompile(`api_request_duration_seconds_count\{method="([^"]*)",route="([^"]*)"`).FindAllStringSubmatch(metrics.Text, -1) {
		routes[m[1]+" "+m[2]] = true
	}
	for _, route := range []string{"DELETE /api/v1/auth/sessions/:id", "GET /api/v1/users/public/:referral_code", "POST /api/v1/auth/register"} {
		if !routes[route] {
			t.Errorf("%s is not measured: %v", route, routes)
		}
	}
	if len(routes) > 6 {
		t.Errorf("callers invent labels: %v", routes)
	}
}

func TestHealthTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	get := func(path string) apptest.Answer { return a.Do(t, apptest.Request{Method: http.MethodGet, Path: path}) }
	checks := func(got apptest.Answer) string {
		all, _ := got.Body["checks"].(map[string]any)
		return fmt.Sprint(got.String("status"), " ", all["postgres"], " ", all["redis"])
	}
	health := get("/health")
	want(t, "health", health, 200, "checks status version")
	if checks(health) != "ok ok ok" || get("/readyz").Status != 200 || get("/livez").Status != 200 {
		t.Errorf("all is well, yet: %s", health.Text)
	}
	a.Redis.Close()
	if health = get("/health"); health.Status != 200 || checks(health) != "degraded ok down" || get("/readyz").Status != 200 {
		t.Errorf("without Redis: %d %s, ready %d", health.Status, health.Text, get("/readyz").Status)
	}
	cut := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text("postgres://user:canary@127.0.0.1:1/x") })
	health = cut.Do(t, apptest.Request{Method: http.MethodGet, Path: "/health"})
	ready := cut.Do(t, apptest.Request{Method: http.MethodGet, Path: "/readyz"})
	live := cut.Do(t, apptest.Request{Method: http.MethodGet, Path: "/livez"})
	if health.Status != 200 || checks(health) != "degraded down ok" || ready.Status != 503 || live.Status != 200 || strings.Contains(health.Text, "canary") {
		t.Errorf("without Postgres: health %d %s, ready %d, live %d", health.Status, health.Text, ready.Status, live.Status)
	}
}
