package app_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

func linkCode(t *testing.T, c *client.Client) api.GeneratedCode {
	t.Helper()
	code, err := c.GenerateCode(context.Background(), api.PurposeTelegramLink)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func redeem(a *apptest.API, chat int64, code string) error {
	return failure(a.Bot().LinkChat(context.Background(), api.LinkChat{Chat: api.Chat{ChatID: chat}, Code: code}))
}

func TestCodeIsSpentOnceAmongMany(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Replica(t)
	ana, _ := a.Register(t, "ana@example.com")
	code := linkCode(t, ana)
	var linked atomic.Int64
	many(50, func(i int) {
		switch err := redeem([]*apptest.API{a, b}[i%2], int64(100+i), code.Code); {
		case err == nil:
			linked.Add(1)
		case !is(err, api.CodeCodeInvalid):
			t.Errorf("the others: %v", err)
		}
	})
	if linked.Load() != 1 {
		t.Errorf("%d chats were linked, want 1", linked.Load())
	}
	if n := number(t, a, "SELECT count(*) FROM sessions WHERE kind = 'telegram'"); n != 1 {
		t.Errorf("%d chats have a session, want 1", n)
	}

	started, err := a.Bot().StartLink(context.Background(), api.StartLink{Chat: api.Chat{ChatID: 7}})
	if err != nil {
		t.Fatal(err)
	}
	people := make([]*client.Client, 10)
	for i := range people {
		people[i], _ = a.Register(t, fmt.Sprintf("u%d@example.com", i))
	}
	linked.Store(0)
	many(50, func(i int) {
		_, err := people[i%10].ConfirmLink(context.Background(), api.ConfirmLink{Code: started.Code})
		if err == nil {
			linked.Add(1)
		} else if !is(err, api.CodeCodeInvalid) && !is(err, api.CodePaused) {
			t.Errorf("the others: %v", err)
		}
	})
	if linked.Load() != 1 {
		t.Errorf("%d people took the chat, want 1", linked.Load())
	}
}

// What is wrong with a code is not told: unknown, late, used, replaced and somebody's for
// another purpose are one answer.
func TestBadCodesAreAllTheSame(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	bodies := map[string]string{}
	try := func(what, code string) {
		t.Helper()
		got := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/link", Body: `{"chat_id":7,"code":"` + code + `"}`})
		refused(t, what, got, 400, api.CodeCodeInvalid)
		bodies[told(got)] = what
	}
	late := linkCode(t, ana)
	a.Advance(16 * time.Minute)
	try("late", late.Code)
	ana = a.Client().As(login(t, a, "ana@example.com").AccessToken)
	replaced := linkCode(t, ana)
	linkCode(t, ana)
	try("replaced", replaced.Code)
	try("unknown", "ABCDEFGH")
	web, err := ana.GenerateCode(ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	try("of another purpose", web.Code)
	used := linkCode(t, ana)
	if err := redeem(a, 9, used.Code); err != nil {
		t.Fatal(err)
	}
	try("used", used.Code)
	if len(bodies) != 1 {
		t.Errorf("the answers differ: %v", bodies)
	}
}

func TestCodesEndOnTime(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	code := linkCode(t, ana)
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 7}})
	if err != nil {
		t.Fatal(err)
	}
	a.Advance(10*time.Minute - time.Second)
	if _, err := ana.LinkingChat(ctx, started.Code); err != nil {
		t.Errorf("a second before ten minutes: %v", err)
	}
	a.Advance(2 * time.Second)
	if _, err := ana.LinkingChat(ctx, started.Code); !is(err, api.CodeCodeInvalid) {
		t.Errorf("a second after ten minutes: %v", err)
	}
	a.Advance(5*time.Minute - 2*time.Second)
	if _, err := a.Bot().LinkingUser(ctx, api.LinkChat{Chat: api.Chat{ChatID: 8}, Code: code.Code}); err != nil {
		t.Errorf("a second before a quarter: %v", err)
	}
	a.Advance(2 * time.Second)
	if err := redeem(a, 8, code.Code); !is(err, api.CodeCodeInvalid) {
		t.Errorf("a second after a quarter: %v", err)
	}
}

func TestWrongCodesRunIntoAPause(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, try := range map[string]func(a *apptest.API, by *client.Client, code string) error{
		"a chat": func(a *apptest.API, _ *client.Client, code string) error { return redeem(a, 7, code) },
		"a chat that looks": func(a *apptest.API, _ *client.Client, code string) error {
			return failure(a.Bot().LinkingUser(ctx, api.LinkChat{Chat: api.Chat{ChatID: 7}, Code: code}))
		},
		"a user": func(_ *apptest.API, by *client.Client, code string) error {
			return failure(by.ConfirmLink(ctx, api.ConfirmLink{Code: code}))
		},
		"a stranger": func(a *apptest.API, _ *client.Client, code string) error {
			return failure(a.Client().Callback(ctx, code))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			a.Freeze()
			b := a.Replica(t)
			by, _ := a.Register(t, "ana@example.com")
			var looked, paused atomic.Int64
			many(40, func(i int) {
				switch err := try([]*apptest.API{a, b}[i%2], by, strings.Repeat("A", 8)); {
				case is(err, api.CodeCodeInvalid):
					looked.Add(1)
				case is(err, api.CodePaused):
					paused.Add(1)
				default:
					t.Errorf("got %v", err)
				}
			})
			if looked.Load() != 5 || paused.Load() != 35 {
				t.Errorf("%d wrong codes were looked at and %d paused, want 5 and 35", looked.Load(), paused.Load())
			}
			a.Advance(time.Hour)
			by = a.Client().As(login(t, a, "ana@example.com").AccessToken)
			if err := try(a, by, "AAAAAAAA"); !is(err, api.CodeCodeInvalid) {
				t.Errorf("after an hour: %v", err)
			}
		})
	}
}

func TestRightCodesAreNotCounted(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	code := linkCode(t, ana)
	for range 20 {
		if _, err := a.Bot().LinkingUser(ctx, api.LinkChat{Chat: api.Chat{ChatID: 7}, Code: code.Code}); err != nil {
			t.Fatal(err)
		}
	}
	if err := redeem(a, 7, code.Code); err != nil {
		t.Error(err)
	}
}

// Everybody's wrong codes are everybody's own: short ones stop who typed them, and those that
// nobody can guess stop no one at all.
func TestWrongCodesOfStrangersStopNobodyElse(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	typed := linkCode(t, ana)
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 8}})
	if err != nil {
		t.Fatal(err)
	}
	signIn, err := ana.GenerateCode(ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}

	for i := range 21 {
		stranger, _ := a.Register(t, fmt.Sprintf("u%d@example.com", i))
		for _, wrong := range []string{"AAAAAAAA", strings.Repeat("A", 32), uuid.NewString()} {
			for range 5 {
				for name, err := range map[string]error{
					"a chat":     redeem(a, int64(1000+i), wrong),
					"a user":     failure(stranger.ConfirmLink(ctx, api.ConfirmLink{Code: wrong})),
					"an address": failure(a.Client().Callback(ctx, wrong)),
				} {
					if !is(err, api.CodeCodeInvalid) && (!is(err, api.CodePaused) || len(wrong) != 8) {
						t.Fatalf("%s with %s: %v", name, wrong, err)
					}
				}
			}
		}
	}

	if _, err := a.Client().Callback(ctx, signIn.Code); err != nil {
		t.Errorf("the sign-in link: %v", err)
	}
	bob, _ := a.Register(t, "bob@example.com")
	if _, err := bob.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code}); err != nil {
		t.Errorf("the code of a chat: %v", err)
	}
	if err := redeem(a, 7, typed.Code); err != nil {
		t.Errorf("the code that was typed: %v", err)
	}
}

// A chat that typed too many wrong codes still gets in by the link.
func TestLinksWorkInAPause(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	code := linkCode(t, ana)
	for range 6 {
		_ = redeem(a, 7, "AAAAAAAA")
	}
	if err := redeem(a, 7, code.Code); !is(err, api.CodePaused) {
		t.Errorf("the short code in the pause: %v", err)
	}
	_, long, _ := strings.Cut(code.DeepLink, "start=")
	if err := redeem(a, 7, long); err != nil {
		t.Errorf("the link in the pause: %v", err)
	}
}

// What a day of guessing comes to is what the bound of the package is reckoned with.
func TestADayHasNineGuesses(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	looked := 0
	for range 24 * 4 {
		for range 6 {
			if err := redeem(a, 7, "AAAAAAAA"); is(err, api.CodeCodeInvalid) {
				looked++
			} else if !is(err, api.CodePaused) {
				t.Fatal(err)
			}
		}
		a.Advance(15 * time.Minute)
	}
	if looked != 9 {
		t.Errorf("%d wrong codes were looked at within a day, want 9", looked)
	}
}

// A few wrong codes each minute are everyday life, however long it goes on.
func TestRareWrongCodesPauseNobody(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	a.Register(t, "ana@example.com")
	for chat := int64(1); chat <= 150; chat++ {
		if err := redeem(a, chat, "AAAAAAAA"); !is(err, api.CodeCodeInvalid) {
			t.Fatalf("chat %d: %v", chat, err)
		}
		a.Advance(20 * time.Second)
	}
	ana := a.Client().As(login(t, a, "ana@example.com").AccessToken)
	if err := redeem(a, 999, linkCode(t, ana).Code); err != nil {
		t.Error(err)
	}
}

// Whoever opens the link of /link is told what it is worth before signing in, and nothing more.
func TestStartedCodesAreCheckedBeforeSigningIn(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 8, FirstName: "Secret"}})
	if err != nil {
		t.Fatal(err)
	}
	check := func(code string) apptest.Answer {
		return a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/confirm/check", Body: `{"code":"` + code + `"}`})
	}

	a.Advance(time.Minute)
	if got := check(started.Code); got.Status != 200 || got.Text != "{\"success\":true,\"expires_in\":540}\n" {
		t.Errorf("a good one: %d %s", got.Status, got.Text)
	}
	for range 10 { // nobody guesses them, so nobody is stopped
		refused(t, "a wrong one", check(strings.Repeat("A", 32)), 400, api.CodeCodeInvalid)
	}
	refused(t, "one of another kind", check(linkCode(t, ana).Code), 400, api.CodeCodeInvalid)
	if _, err := ana.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code}); err != nil {
		t.Fatal(err)
	}
	refused(t, "a used one", check(started.Code), 400, api.CodeCodeInvalid)

	late, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 9}})
	if err != nil {
		t.Fatal(err)
	}
	a.Advance(10 * time.Minute)
	refused(t, "one that is over", check(late.Code), 400, api.CodeCodeInvalid)
}

// The picture of a link is made for those who ask for it.
func TestLinksComeAsPicturesWhereWanted(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, ana := a.Register(t, "ana@example.com")
	for _, purpose := range []string{api.PurposeTelegramLink, api.PurposeWebLogin} {
		ask := func(qr string) apptest.Answer {
			return a.Do(t, apptest.Request{Path: "/api/v1/auth/code/generate", Bearer: ana.AccessToken, Body: `{"purpose":"` + purpose + `"` + qr + `}`})
		}
		if got := ask(""); strings.Contains(got.Keys(), "qr") {
			t.Errorf("%s: unasked: %s", purpose, got.Text)
		}
		if got := ask(`,"qr":true`); !strings.HasPrefix(got.String("qr"), "data:image/svg+xml;base64,") {
			t.Errorf("%s: got %s", purpose, got.Text)
		}
	}
}
