package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

const another = "quite another phrase"

// signInPlain signs in as a browser does and gives the cookie that it keeps.
func signInPlain(t *testing.T, a *apptest.API, cookie string) (apptest.Answer, *http.Cookie) {
	t.Helper()
	in := logIn(a, "ana@example.com", apptest.Password)
	if cookie != "" {
		in.Header = []string{"Cookie", "device=" + cookie}
	}
	got := a.Do(t, in)
	cookies := (&http.Response{Header: got.Header}).Cookies()
	if len(cookies) == 0 {
		return got, nil
	}
	return got, cookies[0]
}

// besiege guesses at Ana's password until the login is shut.
func besiege(t *testing.T, a *apptest.API) {
	t.Helper()
	for range 5 {
		refused(t, "a guess", a.Do(t, logIn(a, "ana@example.com", "wrong, and wrong again")), 401, api.CodeCredentials)
	}
	refused(t, "the right one elsewhere", a.Do(t, logIn(a, "ana@example.com", apptest.Password)), 429, api.CodePaused)
}

func TestGuesserAtTheLoginStopsNoOpenSession(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	besiege(t, a)

	in := api.ChangePassword{CurrentPassword: apptest.Password, NewPassword: another}
	if _, err := ana.ChangePassword(ctx, in); err != nil {
		t.Errorf("another password: %v", err)
	}
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Password: another}); err != nil {
		t.Errorf("deletion: %v", err)
	}
}

func TestGuesserAtTheLoginStopsNoKnownDevice(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	_, first := a.Register(t, "ana@example.com")
	_, cookie := signInPlain(t, a, "")
	besiege(t, a)

	got, next := signInPlain(t, a, cookie.Value)
	if got.Status != http.StatusOK || next == nil {
		t.Fatalf("by the cookie: %d %s", got.Status, got.Text)
	}
	if _, err := a.Client().As(got.String("access_token")).Logout(ctx); err != nil {
		t.Fatal(err)
	}
	if got, _ := signInPlain(t, a, next.Value); got.Status != http.StatusOK {
		t.Errorf("by the cookie after a logout: %d %s", got.Status, got.Text)
	}
	in := api.Login{Email: "ana@example.com", Password: apptest.Password, RefreshToken: first.RefreshToken}
	if _, err := a.Client().Login(ctx, in); err != nil {
		t.Errorf("by the refresh token: %v", err)
	}
	refused(t, "an unknown device", a.Do(t, logIn(a, "ana@example.com", apptest.Password)), 429, api.CodePaused)
}

func TestKnownDeviceHasACountOfItsOwn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	a.Register(t, "ana@example.com")
	_, cookie := signInPlain(t, a, "")
	wrong := logIn(a, "ana@example.com", "wrong, and wrong again")
	wrong.Header = []string{"Cookie", "device=" + cookie.Value}
	for range 5 {
		refused(t, "a guess", a.Do(t, wrong), 401, api.CodeCredentials)
	}
	refused(t, "one too many", a.Do(t, wrong), 429, api.CodePaused)
	if got, _ := signInPlain(t, a, ""); got.Status != http.StatusOK {
		t.Errorf("another device: %d %s", got.Status, got.Text)
	}
}

// What a device is known by ends with the password, and is worth nothing for anybody else.
func TestDevicesAreForgotten(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, forget := range map[string]func(t *testing.T, a *apptest.API, cookie string) string{
		"with the password": func(t *testing.T, a *apptest.API, cookie string) string {
			owner := a.Client().As(login(t, a, "ana@example.com").AccessToken)
			for _, change := range [][2]string{{apptest.Password, another}, {another, apptest.Password}} {
				in := api.ChangePassword{CurrentPassword: change[0], NewPassword: change[1]}
				if _, err := owner.ChangePassword(ctx, in); err != nil {
					t.Fatal(err)
				}
			}
			return cookie
		},
		"with all sessions": func(t *testing.T, a *apptest.API, cookie string) string {
			if _, err := a.Client().As(login(t, a, "ana@example.com").AccessToken).LogoutAll(ctx); err != nil {
				t.Fatal(err)
			}
			return cookie
		},
		"of somebody else": func(t *testing.T, a *apptest.API, _ string) string {
			a.Register(t, "bob@example.com")
			got := a.Do(t, logIn(a, "bob@example.com", apptest.Password))
			return (&http.Response{Header: got.Header}).Cookies()[0].Value
		},
		"never known": func(_ *testing.T, _ *apptest.API, _ string) string { return "nonsense" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			a.Freeze()
			a.Register(t, "ana@example.com")
			left, cookie := signInPlain(t, a, "")
			if _, err := a.Client().As(left.String("access_token")).Logout(ctx); err != nil {
				t.Fatal(err)
			}
			kept := forget(t, a, cookie.Value)
			besiege(t, a)
			got, _ := signInPlain(t, a, kept)
			refused(t, "a device", got, 429, api.CodePaused)
		})
	}
}

func TestSessionsByCodeShareOneCount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	wrong := api.ChangePassword{CurrentPassword: "wrong, and wrong again", NewPassword: another}
	for i := range 8 {
		byCode := a.Client().As(anotherSession(t, a, ana).AccessToken)
		_, err := byCode.ChangePassword(ctx, wrong)
		if want := map[bool]string{true: api.CodeCredentials, false: api.CodePaused}[i < 5]; !is(err, want) {
			t.Errorf("session %d: %v, want %s", i+1, err, want)
		}
	}
	if _, err := ana.ChangePassword(ctx, api.ChangePassword{CurrentPassword: apptest.Password, NewPassword: another}); err != nil {
		t.Errorf("the session that began with the password: %v", err)
	}
}

func TestDeviceCookieIsOutOfReach(t *testing.T) {
	t.Parallel()
	for address, secure := range map[string]bool{"https://money.example.com": true, "http://127.0.0.1:8000": false} {
		a := apptest.New(t, func(c *app.Config) { c.PublicURL = address })
		ana, _ := a.Register(t, "ana@example.com")
		_, cookie := signInPlain(t, a, "")
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Secure != secure || cookie.Path != "/api" {
			t.Errorf("%s: %s", address, cookie)
		}
		code, err := ana.GenerateCode(context.Background(), api.PurposeWebLogin)
		if err != nil {
			t.Fatal(err)
		}
		byCode := a.Do(t, apptest.Request{Path: "/api/v1/auth/callback", Body: `{"code":"` + code.Code + `"}`})
		if got := byCode.Header.Get("Set-Cookie"); got != "" {
			t.Errorf("a code makes its device known: %s", got)
		}
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: cookie.Value})
		refused(t, "the cookie as a token", got, 401, api.CodeTokenInvalid)
		if strings.Contains(a.Log(), cookie.Value) {
			t.Error("the cookie is in the log")
		}
	}
}
