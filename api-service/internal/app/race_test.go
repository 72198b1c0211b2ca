package app_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// whole fails unless there are so many users, each with one workspace, one account, his
// categories and one line about his registration.
func whole(t *testing.T, a *apptest.API, users int) {
	t.Helper()
	for what, query := range map[string]string{
		"users":         "SELECT count(*) FROM users",
		"families":      "SELECT count(*) FROM families",
		"members":       "SELECT count(*) FROM family_members WHERE role = 'owner' AND is_active",
		"accounts":      "SELECT count(*) FROM accounts",
		"registrations": "SELECT count(*) FROM audit_log WHERE action = 'user.registered'",
		"furnished":     "SELECT count(*) FROM (SELECT family_id FROM categories GROUP BY family_id HAVING count(*) = 16) f",
	} {
		if n := number(t, a, query); n != users {
			t.Errorf("%d %s, want %d", n, what, users)
		}
	}
}

func TestChatRegisteredByManyAtOnceIsOneUser(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Replica(t)
	var created atomic.Int64
	tokens := make([]string, 50)
	many(len(tokens), func(i int) {
		out, err := []*apptest.API{a, b}[i%2].Bot().RegisterChat(context.Background(), api.RegisterChat{Chat: api.Chat{ChatID: 7, FirstName: "Ana"}})
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		if out.Created {
			created.Add(1)
		}
		tokens[i] = out.JWTToken
	})
	if created.Load() != 1 {
		t.Errorf("%d calls say that they made the user, want 1", created.Load())
	}
	for _, token := range tokens {
		if _, err := a.Bot().As(token).Accounts(context.Background()); err != nil {
			t.Errorf("one of the tokens: %v", err)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM sessions"); n != 1 {
		t.Errorf("%d sessions, want 1", n)
	}
	whole(t, a, 1)
}

func TestAddressRegisteredByManyAtOnceIsOneUser(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	b := a.Replica(t)
	people := []string{"ana", "bob", "eva"}
	for _, person := range people {
		spellings := []string{person + "@example.com", strings.ToUpper(person) + "@example.com", person + "@EXAMPLE.COM", strings.ToUpper(person) + "@Example.Com"}
		var created atomic.Int64
		// No more at once than there are slots to hash in: nobody is turned away as too many.
		many(len(spellings), func(i int) {
			on := []*apptest.API{a, b}[i%2]
			got := on.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"email":"` + spellings[i] + `","password":` + password + `}`})
			if got.Status == http.StatusOK {
				created.Add(1)
				return
			}
			refused(t, "the others", got, 400, api.CodeEmailTaken)
		})
		if created.Load() != 1 {
			t.Errorf("%s: %d registrations succeeded, want 1", person, created.Load())
		}
	}
	whole(t, a, len(people))
}

func TestParallelUnlinksLeaveOneWayIn(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	var unlinked atomic.Int64
	many(20, func(i int) {
		switch _, err := []*client.Client{ana, chat}[i%2].UnlinkChat(ctx); {
		case err == nil:
			unlinked.Add(1)
		case !is(err, api.CodeNotLinked) && !is(err, api.CodeSessionEnded):
			t.Errorf("the others: %v", err)
		}
	})
	if unlinked.Load() != 1 {
		t.Errorf("unlinked %d times, want once", unlinked.Load())
	}
	if n := number(t, a, "SELECT count(*) FROM users WHERE id = ? AND email IS NOT NULL AND password_hash IS NOT NULL", who.UserID); n != 1 {
		t.Error("no way in is left")
	}
	only, _ := a.Chat(t, 8)
	many(20, func(int) {
		if _, err := only.UnlinkChat(ctx); !is(err, api.CodeLastWayIn) {
			t.Errorf("the last way in: %v", err)
		}
	})
}

func TestParallelLinksGiveAChatToOne(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	people := []*client.Client{}
	codes := []string{}
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		c, _ := a.Register(t, email)
		people, codes = append(people, c), append(codes, linkCode(t, c).Code)
	}
	var linked atomic.Int64
	many(len(codes), func(i int) {
		switch err := redeem(a, 7, codes[i]); {
		case err == nil:
			linked.Add(1)
		case !is(err, api.CodeChatTaken):
			t.Errorf("the others: %v", err)
		}
	})
	if n := number(t, a, "SELECT count(*) FROM users WHERE telegram_id = 7"); linked.Load() != 1 || n != 1 {
		t.Errorf("linked %d times, %d users have the chat", linked.Load(), n)
	}
	if n := number(t, a, "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.kind = 'telegram' AND u.telegram_id = s.telegram_id"); n != 1 {
		t.Error("the chat's session is not its user's")
	}
	for _, c := range people {
		if me, err := c.User(ctx); err != nil || me.TelegramID == nil {
			continue
		} else if err := redeem(a, 8, linkCode(t, c).Code); !is(err, api.CodeUserTaken) {
			t.Errorf("a second chat for one user: %v", err)
		}
	}
}

func TestFailedRegistrationLeavesNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Register(t, "ana@example.com")
	for name, breaks := range map[string]string{
		"no account":    "ALTER TABLE accounts ADD CONSTRAINT broken CHECK (family_id < 2)",
		"no categories": "ALTER TABLE categories ADD CONSTRAINT broken CHECK (family_id < 2)",
		"no audit":      "ALTER TABLE audit_log ADD CONSTRAINT broken CHECK (user_id < 2)",
	} {
		table := strings.Fields(breaks)[2]
		if err := a.DB.From(ctx).Exec(breaks).Error; err != nil {
			t.Fatal(err)
		}
		got := a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"email":"bob@example.com","password":` + password + `}`})
		refused(t, name, got, 500, api.CodeInternal)
		if got.String("detail") != "Internal server error" || strings.Contains(got.Text, "broken") {
			t.Errorf("%s: the cause is told: %s", name, got.Text)
		}
		if _, err := a.Bot().RegisterChat(ctx, api.RegisterChat{Chat: api.Chat{ChatID: 7}}); !is(err, api.CodeInternal) {
			t.Errorf("%s, a chat: %v", name, err)
		}
		if err := a.DB.From(ctx).Exec("ALTER TABLE " + table + " DROP CONSTRAINT broken").Error; err != nil {
			t.Fatal(err)
		}
	}
	whole(t, a, 1)
	if n := number(t, a, "SELECT count(*) FROM sessions"); n != 1 {
		t.Errorf("%d sessions, want ana's", n)
	}
}
