package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

const userKeys = "created_at email email_verified first_name id is_active language last_name photo_file_id " +
	"public_profile referral_code referred_by telegram_id timezone updated_at username"

func TestUserSeesAllOfHimselfButTheHash(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	me := apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: bearer}
	first := a.Do(t, me)
	want(t, "me", first, 200, userKeys)
	if strings.Contains(first.Text, "argon2") || strings.Contains(first.Text, "hash") {
		t.Errorf("the hash shows: %s", first.Text)
	}
	tag := first.Header.Get("ETag")
	for _, given := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		me.Header = []string{"If-None-Match", given}
		if got := a.Do(t, me); got.Status != http.StatusNotModified || got.Text != "" || got.Header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: %d %q", given, got.Status, got.Text)
		}
	}
	if got := a.Do(t, apptest.Request{Method: http.MethodPatch, Path: me.Path, Bearer: bearer, Body: `{"first_name":"Ana"}`}); got.Status != 200 {
		t.Fatalf("patch: %d %s", got.Status, got.Text)
	}
	me.Header = []string{"If-None-Match", tag}
	if got := a.Do(t, me); got.Status != http.StatusOK || got.Header.Get("ETag") == tag || got.String("first_name") != "Ana" {
		t.Errorf("after a change: %d %s", got.Status, got.Text)
	}
}

func TestUserWhoWasChangedMeanwhileStays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	me := apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: bearer}
	tag := a.Do(t, me).Header.Get("ETag")
	rename := func(name string) apptest.Answer {
		return a.Do(t, apptest.Request{Method: http.MethodPatch, Path: "/api/v1/users/me", Bearer: bearer,
			Body: `{"first_name":"` + name + `"}`, Header: []string{"If-Match", tag}})
	}
	renamed := rename("Ana")
	if renamed.Status != http.StatusOK || renamed.Header.Get("ETag") == tag {
		t.Fatalf("as he was at %s: %d %s", tag, renamed.Status, renamed.Text)
	}
	refused(t, "as he was before", rename("Anna"), 409, "request.changed")
	tag = renamed.Header.Get("ETag")
	if got := a.Do(t, me); tag == "" || got.Header.Get("ETag") != tag {
		t.Errorf("changed to %q, read with %q", tag, got.Header.Get("ETag"))
	}
	if got := rename("Anna"); got.Status != http.StatusOK || got.String("first_name") != "Anna" {
		t.Errorf("by the tag of the change: %d %s", got.Status, got.Text)
	}
}

func TestUserChangesWhatHeGives(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	patch := func(body string) apptest.Answer {
		return a.Do(t, apptest.Request{Method: http.MethodPatch, Path: "/api/v1/users/me", Bearer: bearer, Body: body})
	}
	got := patch(`{"first_name":"Ana","last_name":"Pop","language":"ro","timezone":"Europe/Chisinau","public_profile":false}`)
	want(t, "patch", got, 200, userKeys)
	got = patch(`{"last_name":""}`)
	if got.String("first_name") != "Ana" || got.String("last_name") != "" || got.String("language") != "ro" ||
		got.String("timezone") != "Europe/Chisinau" || got.Body["public_profile"] != false {
		t.Errorf("only the last name was given: %s", got.Text)
	}
	for _, body := range []string{
		`{"email":"x@example.com"}`, `{"is_active":true}`, `{"id":1}`, `{"referral_code":"UP-AAAAAA"}`, `{"password_hash":"x"}`,
		`{"timezone":"Mars/Olympus"}`, `{"timezone":""}`, `{"timezone":"Local"}`, `{"timezone":"../../etc/passwd"}`,
		`{"language":"xx"}`, `{"language":""}`, `{"language":7}`, `{"first_name":"` + strings.Repeat("ă", 129) + `"}`,
	} {
		refused(t, body, patch(body), 422, "request.invalid")
	}
	if got := patch(`{"first_name":"` + strings.Repeat("ă", 128) + `"}`); got.Status != http.StatusOK {
		t.Errorf("128 characters: %d %s", got.Status, got.Text)
	}
}

func TestPublicPageShowsLittleAndOnlyWhereWanted(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	first, off := "Ana", false
	ana, err := c.UpdateUser(ctx, api.UpdateUser{FirstName: &first, LastName: &first})
	if err != nil {
		t.Fatal(err)
	}
	page := apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/public/" + ana.ReferralCode}
	got := a.Do(t, page)
	want(t, "public", got, 200, "first_name member_since photo")
	page.Path = strings.ToLower(page.Path)
	want(t, "public, in small letters", a.Do(t, page), 200, "first_name member_since photo")
	unknown := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/public/UP-000000"})
	refused(t, "unknown", unknown, 404, api.CodeUserUnknown)
	if _, err := c.UpdateUser(ctx, api.UpdateUser{PublicProfile: &off}); err != nil {
		t.Fatal(err)
	}
	if hidden := a.Do(t, page); told(hidden) != told(unknown) {
		t.Errorf("hidden: %s, unknown: %s", hidden.Text, unknown.Text)
	}
}

func TestReferralsAreCountedForTheOneWhoBrought(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	me, err := ana.User(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range []string{me.ReferralCode, strings.ToLower(me.ReferralCode), " " + me.ReferralCode + " "} {
		in := api.Register{Email: fmt.Sprintf("b%d@example.com", i), Password: apptest.Password,
			FirstName: "Bob", LastName: "Secret", ReferralCode: code}
		if _, err := a.Client().Register(ctx, in); err != nil {
			t.Errorf("%q: %v", code, err)
		}
	}
	other := signUp(t, a, "other@example.com").String("access_token")
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me/referrals", Bearer: other})
	if !strings.HasPrefix(got.Text, `{"items":[],"code":"UP-`) || strings.Contains(got.Text, me.ReferralCode) {
		t.Errorf("another's referrals: %s", got.Text)
	}
	chat, err := a.Bot().RegisterChat(ctx, api.RegisterChat{Chat: api.Chat{ChatID: 77, FirstName: "Bob"}, ReferralCode: me.ReferralCode})
	if err != nil || !chat.Created {
		t.Fatalf("by the chat: %+v, %v", chat, err)
	}
	page, err := ana.Referrals(ctx)
	if !strings.HasSuffix(page.DeepLink, "/finance_test_bot?start="+me.ReferralCode) || !strings.HasSuffix(page.URL, "/u/"+me.ReferralCode) {
		t.Errorf("the links are %q and %q", page.DeepLink, page.URL)
	}
	if err != nil || len(page.Items) != 4 || page.Items[0].FirstName != "Bob" || page.Items[0].JoinedAt.IsZero() {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestAuditOnlyGrows(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	a.Link(t, ana, 7)
	login(t, a, "ana@example.com")
	for _, do := range []func() error{
		func() error { return failure(ana.UnlinkChat(ctx)) },
		func() error {
			return failure(ana.ChangePassword(ctx, api.ChangePassword{CurrentPassword: apptest.Password, NewPassword: "quite another phrase"}))
		},
		func() error { return failure(ana.LogoutAll(ctx)) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	a.Deactivate(t, who.UserID)
	for _, action := range []string{"user.registered", "telegram.linked", "session.started", "telegram.unlinked",
		"password.changed", "session.logout_all", "user.deactivated"} {
		if n := number(t, a, "SELECT count(*) FROM audit_log WHERE user_id = ? AND action = ?", who.UserID, action); n != 1 {
			t.Errorf("%s was written down %d times, want once", action, n)
		}
	}
	before := number(t, a, "SELECT count(*) FROM audit_log")
	for _, statement := range []string{
		"UPDATE audit_log SET action = 'nothing'", "DELETE FROM audit_log", "TRUNCATE audit_log",
		"UPDATE audit_log SET created_at = now() WHERE id = 1",
	} {
		if err := a.DB.From(ctx).Exec(statement).Error; err == nil {
			t.Errorf("%s was taken", statement)
		}
	}
	if after := number(t, a, "SELECT count(*) FROM audit_log"); after != before {
		t.Errorf("%d rows are left of %d", after, before)
	}
}

func TestWebSessionFromAChatIsAsLimitedAsTheChat(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	restricted := anotherSession(t, a, a.Bot().As(a.Link(t, ana, 7)))
	refreshed, err := a.Client().Refresh(ctx, restricted.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	twice := anotherSession(t, a, a.Client().As(refreshed.AccessToken))
	for what, token := range map[string]string{"refreshed": refreshed.AccessToken, "from a code of its own": twice.AccessToken} {
		if _, err := a.Client().As(token).Sessions(ctx); !is(err, api.CodeStepUp) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := a.Client().As(token).Accounts(ctx); err != nil {
			t.Errorf("%s, everyday things: %v", what, err)
		}
	}
	chat, _ := a.Chat(t, 8)
	if _, err := a.Client().As(anotherSession(t, a, chat).AccessToken).Sessions(ctx); err != nil {
		t.Errorf("who has nothing but the chat proves all he can: %v", err)
	}
}
