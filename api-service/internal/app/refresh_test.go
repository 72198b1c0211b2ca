package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// many runs f n times at the same moment and waits for all.
func many(n int, f func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			f(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// login signs in and gives the tokens.
func login(t *testing.T, a *apptest.API, email string) api.LoggedIn {
	t.Helper()
	out, err := a.Client().Login(context.Background(), api.Login{Email: email, Password: apptest.Password})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// anotherSession signs the user of a client in once more, by a code, which costs no hash.
func anotherSession(t *testing.T, a *apptest.API, c *client.Client) api.LoggedIn {
	t.Helper()
	code, err := c.GenerateCode(context.Background(), api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.Client().Callback(context.Background(), code.Code)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// eventOf reads what the bot is told until there is something of the kind about a user.
func eventOf(t *testing.T, a *apptest.API, kind string, userID int64) api.Event {
	t.Helper()
	cursor := ""
	for range 20 {
		events, err := a.Bot().Events(context.Background(), api.EventsAfter{After: cursor, Wait: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events.Items {
			if cursor = e.Cursor; e.Kind == kind && e.UserID == userID {
				return e
			}
		}
	}
	t.Fatalf("nobody is told of %s", kind)
	return api.Event{}
}

// number asks the database for one number.
func number(t *testing.T, a *apptest.API, query string, args ...any) int {
	t.Helper()
	var n int
	if err := a.DB.From(context.Background()).Raw(query, args...).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestParallelRefreshesHaveOneSuccessor(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	const users, sessions, calls = 5, 20, 20
	var tokens []string
	for u := range users {
		c, _ := a.Register(t, fmt.Sprintf("u%d@example.com", u))
		for range sessions {
			tokens = append(tokens, anotherSession(t, a, c).RefreshToken)
		}
	}
	for _, token := range tokens {
		var successors sync.Map
		many(calls, func(i int) {
			out, err := []*apptest.API{a, b}[i%2].Client().Refresh(ctx, token)
			if err != nil {
				t.Errorf("refused: %v", err)
			}
			successors.Store(out.RefreshToken, out.AccessToken)
		})
		n := 0
		successors.Range(func(successor, access any) bool {
			n++
			if _, err := a.Client().As(access.(string)).User(ctx); err != nil || successor == token {
				t.Errorf("the successor does not work: %v", err)
			}
			return true
		})
		if n != 1 {
			t.Errorf("got %d successors, want 1", n)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM sessions WHERE revoked_at IS NOT NULL"); n != 0 {
		t.Errorf("%d sessions were ended, none of which was stolen", n)
	}
}

func TestRefreshTokenIsSpentOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat := int64(7)
	ana, who := a.Register(t, "ana@example.com")
	a.Link(t, ana, chat)
	first := login(t, a, "ana@example.com")
	second, err := a.Client().Refresh(ctx, first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Client().As(second.AccessToken).User(ctx); err != nil {
		t.Fatal(err)
	}
	a.Advance(31 * time.Second)
	if _, err := a.Client().Refresh(ctx, first.RefreshToken); !is(err, api.CodeRefreshReused) {
		t.Fatalf("reuse: %v", err)
	}
	for what, err := range map[string]error{
		"the thief's access token": failure(a.Client().As(first.AccessToken).User(ctx)),
		"the owner's access token": failure(a.Client().As(second.AccessToken).User(ctx)),
		"the successor":            failure(a.Client().Refresh(ctx, second.RefreshToken)),
	} {
		if !is(err, api.CodeSessionEnded) {
			t.Errorf("%s after the reuse: %v", what, err)
		}
	}
	if _, err := ana.User(ctx); err != nil {
		t.Errorf("another session of the same user: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM audit_log WHERE action = 'session.refresh_reuse' AND user_id = ?", who.UserID); n != 1 {
		t.Errorf("audited %d times, want once", n)
	}
	told := eventOf(t, a, api.EventRefreshReuse, who.UserID)
	if told.ChatID != chat {
		t.Errorf("the chat is told %+v", told)
	}
}

// failure is the error of a call whose answer does not matter.
func failure[T any](_ T, err error) error { return err }

func TestLostAnswerOfARefreshMayBeAskedForAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Register(t, "ana@example.com")
	first := login(t, a, "ana@example.com")
	lost, err := a.Client().Refresh(ctx, first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	a.Advance(time.Hour) // nobody used the successor: it may have been lost, however long ago
	again, err := a.Client().Refresh(ctx, first.RefreshToken)
	if err != nil || again.RefreshToken != lost.RefreshToken {
		t.Fatalf("again: %v, the same successor: %v", err, again.RefreshToken == lost.RefreshToken)
	}
	if _, err := a.Client().As(again.AccessToken).User(ctx); err != nil {
		t.Errorf("its access token: %v", err)
	}
	third, err := a.Client().Refresh(ctx, again.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Client().Refresh(ctx, first.RefreshToken); !is(err, api.CodeRefreshReused) {
		t.Errorf("the token before the last: %v", err)
	}
	if _, err := a.Client().Refresh(ctx, third.RefreshToken); !is(err, api.CodeSessionEnded) {
		t.Errorf("after it: %v", err)
	}
}

func TestSessionEndsAfterItsAbsoluteLife(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, out := a.Register(t, "ana@example.com")
	token := out.RefreshToken
	for range 4 {
		a.Advance(7 * 24 * time.Hour)
		next, err := a.Client().Refresh(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		token = next.RefreshToken
	}
	a.Advance(2*24*time.Hour + time.Minute)
	if _, err := a.Client().Refresh(ctx, token); !is(err, api.CodeTokenInvalid) {
		t.Errorf("after thirty days: %v", err)
	}
}

func TestAccessTokenLastsAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	a.Advance(14*time.Minute + 50*time.Second)
	if _, err := ana.User(ctx); err != nil {
		t.Errorf("before: %v", err)
	}
	a.Advance(20 * time.Second)
	if _, err := ana.User(ctx); !is(err, api.CodeTokenInvalid) {
		t.Errorf("after: %v", err)
	}
}
