package app_test

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// parameter is a place in a route's path.
var parameter = regexp.MustCompile(`\{[^}]+\}`)

// plain is a request of a route, without a body worth reading.
func plain(o web.Operation) apptest.Request {
	in := apptest.Request{Method: o.Method, Path: "/api/v1" + parameter.ReplaceAllString(o.Path, "7")}
	if o.Method != http.MethodGet {
		in.Body = "{}"
	}
	return in
}

// visitor is somebody who must not get in: how he comes, and what he is told.
type visitor struct {
	bearer string
	status int
	code   string
}

// visitors are all who must not get through a door for users.
func visitors(t *testing.T, a *apptest.API) map[string]visitor {
	t.Helper()
	ctx := context.Background()
	ana, who := a.Register(t, "ana@example.com")
	chat := a.Link(t, ana, 7)
	ended := login(t, a, "ana@example.com")
	if _, err := a.Client().As(ended.AccessToken).Logout(ctx); err != nil {
		t.Fatal(err)
	}
	_, locked := a.Register(t, "locked@example.com")
	a.Deactivate(t, locked.UserID)
	gone, deleted := a.Register(t, "deleted@example.com")
	if _, err := gone.DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); err != nil {
		t.Fatal(err)
	}
	elsewhere := apptest.New(t, func(c *app.Config) { c.JWTKeys = ring(t, "j1:"+strings.Repeat("e", 40)) })
	_, foreign := elsewhere.Register(t, "ana@example.com")
	quick := a.Replica(t, func(c *app.Config) { c.AccessTokenTTL = -time.Hour })
	expired := login(t, quick, "ana@example.com")
	return map[string]visitor{
		"nobody":                    {"", 401, api.CodeTokenMissing},
		"garbage":                   {"a.b.c", 401, api.CodeTokenInvalid},
		"a refresh token":           {who.RefreshToken, 401, api.CodeTokenInvalid},
		"a chat's token, unsigned":  {chat, 401, api.CodeTokenInvalid},
		"an expired token":          {expired.AccessToken, 401, api.CodeTokenInvalid},
		"another service's token":   {foreign.AccessToken, 401, api.CodeTokenInvalid},
		"an ended session":          {ended.AccessToken, 401, api.CodeSessionEnded},
		"a user who was shut out":   {locked.AccessToken, 401, api.CodeSessionEnded},
		"a user who is no more":     {deleted.AccessToken, 401, api.CodeSessionEnded},
		"a token cut short":         {who.AccessToken[:len(who.AccessToken)-4], 401, api.CodeTokenInvalid},
		"a token and something":     {who.AccessToken + "x", 401, api.CodeTokenInvalid},
		"a token longer than 4 KiB": {strings.Repeat("a", 8<<10), 401, api.CodeTokenInvalid},
	}
}

// The matrix is made of the routes there are: a new one is in it without another line.
func TestStrangersGetThroughNoDoor(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	all := visitors(t, a)
	guarded := 0
	for _, o := range a.Operations {
		switch o.Access {
		case web.Public, web.Open:
			continue
		case web.Bot:
			refused(t, o.Path, a.Do(t, plain(o)), 401, "signature.required")
		default:
			for who, v := range all {
				in := plain(o)
				in.Bearer = v.bearer
				refused(t, who+" at "+o.Method+" "+o.Path, a.Do(t, in), v.status, v.code)
				in.Path = strings.Replace(in.Path, "/api/v1", "/api", 1)
				refused(t, who+" at "+o.Method+" "+in.Path, a.Do(t, in), v.status, v.code)
			}
		}
		guarded++
	}
	if guarded < 25 {
		t.Errorf("only %d guarded routes were tried", guarded)
	}
}

// What anybody may call is few, and written down here: a route does not become public unseen.
func TestPublicRoutesAreTheseOnly(t *testing.T) {
	t.Parallel()
	known := map[string]bool{
		"POST /auth/register": true, "POST /auth/login": true, "POST /auth/refresh": true, "POST /auth/callback": true,
		"GET /users/public/{referral_code}": true, "POST /auth/telegram/confirm/check": true,
	}
	for _, o := range apptest.New(t).Operations {
		if name := o.Method + " " + o.Path; (o.Access == web.Public || o.Access == web.Open) && !known[name] {
			t.Errorf("%s is open to everybody", name)
		}
	}
}

// Nobody finds anything of another's, nor learns whether it is there.
func TestStrangerSeesNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	_, bob := a.Register(t, "bob@example.com")
	families, err := ana.Families(ctx)
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := ana.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	family := number(t, a, "SELECT min(id) FROM families WHERE id = ?", families.Items[0].ID)
	for _, o := range a.Operations {
		if o.Access == web.Family {
			in := plain(o)
			in.Bearer, in.Header = bob.AccessToken, []string{"X-Family-Id", strconv.Itoa(family)}
			refused(t, "ana's workspace at "+o.Path, a.Do(t, in), 404, "family.unknown")
			in.Header = []string{"X-Family-Id", "999999"}
			refused(t, "no workspace at "+o.Path, a.Do(t, in), 404, "family.unknown")
			in.Header, in.Path = nil, in.Path+"?family_id="+strconv.Itoa(family)
			refused(t, "ana's workspace at "+in.Path, a.Do(t, in), 404, "family.unknown")
		}
		if !strings.Contains(o.Path, "{id}") || o.Method != http.MethodGet {
			continue
		}
		theirs := apptest.Request{Method: o.Method, Bearer: bob.AccessToken,
			Path: "/api/v1" + parameter.ReplaceAllString(o.Path, strconv.Itoa(int(accounts.Items[0].ID)))}
		none := theirs
		none.Path = "/api/v1" + parameter.ReplaceAllString(o.Path, "987654321")
		if got := a.Do(t, theirs); got.Status != http.StatusNotFound || told(got) != told(a.Do(t, none)) {
			t.Errorf("%s: ana's is %d %s", o.Path, got.Status, got.Text)
		}
	}
	for _, id := range []string{"x", "0", "-1", "99999999999999999999", "1.5"} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/accounts", Bearer: bob.AccessToken, Header: []string{"X-Family-Id", id}})
		refused(t, "workspace "+id, got, 422, "family.invalid")
	}
}

// Whoever took over a chat must not take over the account (T36).
func TestChatsMustStepUpForWhatMattersMost(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ana, _ := a.Register(t, "ana@example.com")
	token := a.Link(t, ana, 7)
	code := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/code/generate", Bearer: token})
	web := a.Do(t, apptest.Request{Path: "/api/v1/auth/callback", Body: `{"code":"` + code.String("code") + `"}`})
	access := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/token/get?chat_id=7"})
	guarded := map[string]bool{}
	for _, o := range a.Operations {
		if !o.StepUp {
			continue
		}
		guarded[o.Method+" "+o.Path] = true
		in := plain(o)
		in.Bearer = token
		refused(t, "the chat at "+o.Path, a.DoSigned(t, in), 403, api.CodeStepUp)
		in.Bearer = access.String("access_token")
		refused(t, "the chat's access token at "+o.Path, a.Do(t, in), 403, api.CodeStepUp)
		in.Bearer = web.String("access_token")
		refused(t, "the chat's web session at "+o.Path, a.Do(t, in), 403, api.CodeStepUp)
	}
	for _, must := range []string{"POST /users/me/password", "GET /users/me/export", "GET /auth/sessions",
		"DELETE /auth/sessions/{id}", "POST /auth/logout-all"} {
		if !guarded[must] {
			t.Errorf("%s asks for no step-up", must)
		}
	}
}

// Whoever may only look changes nothing, and whoever was sent away sees nothing any more. The routes
// are those there are, each that changes something named by its method.
func TestViewersChangeNothingAndFormerMembersSeeNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	_, bob := a.Register(t, "bob@example.com")
	families, err := ana.Families(ctx)
	if err != nil {
		t.Fatal(err)
	}
	family := families.Items[0].ID
	member := func(statement string) {
		t.Helper()
		if err := a.DB.From(ctx).Exec(statement, family, bob.UserID).Error; err != nil {
			t.Fatal(err)
		}
		a.Advance(10 * time.Second) // a row changed by hand is noticed as late
	}
	visit := func(o web.Operation) apptest.Answer {
		in := plain(o)
		in.Bearer, in.Header = bob.AccessToken, []string{"X-Family-Id", strconv.FormatInt(family, 10)}
		return a.Do(t, in)
	}

	member("INSERT INTO family_members (family_id, user_id, role) VALUES (?, ?, 'viewer')")
	for _, o := range a.Operations {
		if changes := o.Method != http.MethodGet && !slices.Contains(onlyLook, o.Path); o.Access != web.Family || !changes {
			continue
		}
		refused(t, "a viewer at "+o.Method+" "+o.Path, visit(o), 403, "family.role")
	}
	member("DELETE FROM family_members WHERE family_id = ? AND user_id = ?")
	for _, o := range a.Operations {
		if o.Access == web.Family {
			refused(t, "a former member at "+o.Method+" "+o.Path, visit(o), 404, "family.unknown")
		}
	}
}
