package app_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestOperatorFindsUsersByAllTheyGoBy(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, ana := a.Register(t, "ana@example.com")
	_, ion := a.Chat(t, 77001177)
	if _, err := a.DB.Pool().Exec(ctx, "UPDATE users SET username = 'Ion_M', first_name = E'I\\x1b[31mon' WHERE id = $1", ion.UserID); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int64{
		"ANA@example.com": ana.UserID, strconv.FormatInt(ana.UserID, 10): ana.UserID,
		"@ion_m": ion.UserID, "Ion_M": ion.UserID, "77001177": ion.UserID,
	} {
		said, err := a.Operate("find", text)
		lines := strings.Split(strings.TrimSpace(said), "\n")
		if err != nil || len(lines) != 2 || !strings.HasPrefix(lines[1], strconv.FormatInt(want, 10)+" ") || strings.Contains(said, "\x1b") {
			t.Errorf("%s: %q, %v", text, said, err)
		}
	}
	if said, err := a.Operate("find", "nobody@example.com"); err == nil || said != "" {
		t.Errorf("nobody: %q, %v", said, err)
	}
}

// What an operator takes away is refused on the next request, by every replica.
func TestOperatorEndsSessions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b, ctx := a.Replica(t), context.Background()
	u := signIn(t, a)
	user := strconv.FormatInt(u.id, 10)
	for _, c := range u.clients(b) {
		if err := failure(c.Accounts(ctx)); err != nil {
			t.Fatal(err)
		}
	}

	said, err := a.Operate("sessions", user)
	if err != nil || strings.Count(said, "\n") != 5 { // a heading, the three of signIn and the one of Register
		t.Fatalf("sessions: %q, %v", said, err)
	}
	for _, secret := range []string{u.first.RefreshToken, u.first.AccessToken, u.chat} {
		if strings.Contains(said, secret) {
			t.Error("a secret is told")
		}
	}
	first := sessionOf(t, a, u.first.AccessToken)
	if said, err := a.Operate("revoke", user, first); err != nil || !strings.Contains(said, "1 ended") {
		t.Fatalf("one: %q, %v", said, err)
	}
	meets(t, u.clients(b), map[string]string{"first": api.CodeSessionEnded, "second": "", "chat": ""})
	if said, err := a.Operate("revoke", user); err != nil || !strings.Contains(said, "3 ended") {
		t.Fatalf("all: %q, %v", said, err)
	}
	meets(t, u.clients(b), map[string]string{"first": api.CodeSessionEnded, "second": api.CodeSessionEnded, "chat": api.CodeSessionEnded})
	for _, args := range [][]string{{"revoke", user}, {"revoke", user, first}, {"revoke", user, "nonsense"}} {
		if _, err := a.Operate(args...); err == nil {
			t.Errorf("%v ended what was over", args)
		}
	}
}

// meets holds what each session's next request comes to against the codes.
func meets(t *testing.T, by sessionClients, want map[string]string) {
	t.Helper()
	for session, c := range by {
		err := failure(c.Accounts(context.Background()))
		if code := want[session]; code == "" && err != nil || code != "" && !is(err, code) {
			t.Errorf("%s: got %v, want %q", session, err, code)
		}
	}
}

// sessionOf is the id of the session that a token belongs to.
func sessionOf(t *testing.T, a *apptest.API, token string) string {
	t.Helper()
	all, err := a.Client().As(token).Sessions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all.Items {
		if s.Current {
			return s.ID
		}
	}
	t.Fatal("no session is the current one")
	return ""
}

func TestOperatorLetsAUserInAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, who := a.Register(t, "ana@example.com")
	user := strconv.FormatInt(who.UserID, 10)
	in := api.Login{Email: "ana@example.com", Password: apptest.Password}
	a.Deactivate(t, who.UserID)
	if _, err := a.Client().Login(ctx, in); err == nil {
		t.Fatal("a user who is shut out signed in")
	}
	if _, err := a.Operate("activate", user); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Client().Login(ctx, in); err != nil {
		t.Errorf("let in again: %v", err)
	}
	if err := failure(a.Client().As(who.AccessToken).User(ctx)); !is(err, api.CodeSessionEnded) {
		t.Errorf("the session of before: %v", err)
	}
}

// A temporary password opens nothing: it only lets its owner choose another one, for a day.
func TestTemporaryPasswordMustBeChanged(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	u := signIn(t, a)
	user := strconv.FormatInt(u.id, 10)
	said, err := a.Operate("reset-password", user)
	if err != nil {
		t.Fatal(err)
	}
	temporary := strings.Fields(said)[0]
	if !regexp.MustCompile(`^[A-Z2-9]{20}$`).MatchString(temporary) {
		t.Fatalf("it prints %q", said)
	}
	meets(t, u.clients(a), map[string]string{"first": api.CodeSessionEnded, "second": api.CodeSessionEnded, "chat": api.CodeSessionEnded})

	const chosen = "quite another phrase"
	login := func(password, another string) error {
		return failure(a.Client().Login(ctx, api.Login{Email: "ana@example.com", Password: password, NewPassword: another}))
	}
	for name, step := range map[string]struct{ password, another, want string }{
		"the old one":            {apptest.Password, "", api.CodeCredentials},
		"a guess with a new one": {"guess", chosen, api.CodeCredentials},
		"alone":                  {temporary, "", api.CodePasswordTemporary},
		"for itself":             {temporary, temporary, api.CodeInvalid},
		"for a weak one":         {temporary, "123", api.CodeInvalid},
	} {
		if err := login(step.password, step.another); !is(err, step.want) {
			t.Errorf("%s: got %v, want %s", name, err, step.want)
		}
	}
	if err := login(temporary, chosen); err != nil {
		t.Fatalf("with another one: %v", err)
	}
	if err := login(temporary, "yet another phrase"); !is(err, api.CodeCredentials) {
		t.Errorf("a second time: %v", err)
	}
	if err := login(chosen, ""); err != nil {
		t.Errorf("the chosen one: %v", err)
	}
}

func TestTemporaryPasswordEnds(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, who := a.Register(t, "ana@example.com")
	said, err := a.Operate("reset-password", strconv.FormatInt(who.UserID, 10))
	if err != nil {
		t.Fatal(err)
	}
	a.Advance(24*time.Hour + time.Second)
	in := api.Login{Email: "ana@example.com", Password: strings.Fields(said)[0], NewPassword: "quite another phrase"}
	if err := failure(a.Client().Login(ctx, in)); !is(err, api.CodeCredentials) {
		t.Errorf("after a day: %v", err)
	}
}

// Nothing that an operator does or looks at stays unwritten, and the user reads it in their export.
func TestOperatorIsWrittenDown(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ana, who := a.Register(t, "ana@example.com")
	_ = ana
	user := strconv.FormatInt(who.UserID, 10)
	for _, args := range [][]string{
		{"find", user}, {"sessions", user}, {"revoke", user}, {"deactivate", user}, {"activate", user}, {"reset-password", user},
	} {
		if _, err := a.Operate(args...); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, action := range []string{
		"user.looked_up", "sessions.looked_up", "session.revoked", "user.deactivated", "user.activated", "password.reset",
	} {
		if n := number(t, a, "SELECT count(*) FROM audit_log WHERE action = '"+action+"' AND user_id = "+user); n != 1 {
			t.Errorf("%s stands in the log %d times", action, n)
		}
	}
}

// What cannot be done is told in a sentence, and changes nothing.
func TestOperatorIsToldWhatCannotBeDone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, chat := a.Chat(t, 7)
	onlyChat := strconv.FormatInt(chat.UserID, 10)
	for _, args := range [][]string{
		nil, {"nonsense"}, {"find"}, {"find", "a", "b"}, {"sessions", "ana@example.com"}, {"sessions", "99"}, {"revoke", "99"},
		{"deactivate", "99"}, {"activate", "99"}, {"reset-password", "99"}, {"reset-password", onlyChat}, {"revoke", "1", "2", "3"},
	} {
		said, err := a.Operate(args...)
		if err == nil || said != "" || strings.Contains(err.Error(), "user.unknown:") {
			t.Errorf("%v: said %q, %v", args, said, err)
		}
	}
	if _, err := a.Operate("sessions", onlyChat); err != nil {
		t.Errorf("the session of the chat is over: %v", err)
	}
}
