package app_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// One bot speaks for everybody from one address: only the chat that is noisy is limited.
func TestChatsAreLimitedOneByOne(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, usual)
	a.Freeze()
	const chats = 500
	var refusedCalls atomic.Int64
	many(20, func(i int) {
		for chat := int64(i + 1); chat <= chats; chat += 20 {
			ctx, bot := context.Background(), a.Bot()
			_, err := bot.RegisterChat(ctx, api.RegisterChat{Chat: api.Chat{ChatID: chat}})
			for _, call := range []func() error{
				func() error { return err },
				func() error { return failure(bot.ChatToken(ctx, chat)) },
				func() error { return failure(bot.ChatUser(ctx, chat)) },
			} {
				if err := call(); err != nil {
					refusedCalls.Add(1)
					t.Errorf("chat %d: %v", chat, err)
					return
				}
			}
		}
	})
	noisy := 0
	for range 300 {
		if err := failure(a.Bot().ChatUser(context.Background(), 7)); is(err, api.CodeLimited) {
			noisy++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if noisy != 300-97 {
		t.Errorf("the noisy chat was limited %d times, want 203", noisy)
	}
	if err := failure(a.Bot().ChatToken(context.Background(), 8)); err != nil {
		t.Errorf("a quiet chat: %v", err)
	}
}

func TestBotActsForItsUsersWithinTheirBudgets(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t, usual), context.Background()
	a.Freeze()
	noisy, quiet := chatClient(t, a, 1), chatClient(t, a, 2)
	limited := 0
	for range 120 {
		if _, err := noisy.User(ctx); is(err, api.CodeLimited) {
			limited++
		}
	}
	if limited != 20 {
		t.Errorf("limited %d times, want 20", limited)
	}
	if _, err := quiet.User(ctx); err != nil {
		t.Errorf("the other chat: %v", err)
	}
}

func chatClient(t *testing.T, a *apptest.API, chat int64) *client.Client {
	t.Helper()
	c, _ := a.Chat(t, chat)
	return c
}

func TestRefusedTokensAreCountedByAddress(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, usual)
	a.Freeze()
	_, ana := a.Register(t, "ana@example.com")
	limited := 0
	for range 120 {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: "nonsense"})
		if got.Code() == api.CodeLimited {
			limited++
		}
	}
	if limited != 20 {
		t.Errorf("limited %d times, want 20", limited)
	}
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: ana.AccessToken})
	if got.Status != http.StatusOK {
		t.Errorf("a good token from the same address: %d %s", got.Status, got.Text)
	}
}

func TestRedisHoldsOnlyWhatEnds(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, ana := a.Register(t, "ana@example.com")
	c, _ := a.Chat(t, 7)
	if _, err := c.User(context.Background()); err != nil {
		t.Fatal(err)
	}
	a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: ana.AccessToken})
	keys := a.Redis.Keys()
	if len(keys) == 0 {
		t.Fatal("nothing is in Redis")
	}
	for _, key := range keys {
		longest := 3 * time.Minute
		if key == "api:era" { // one key for all, which passes are compared with
			longest = 24 * time.Hour
		}
		if ttl := a.Redis.TTL(key); key[:4] != "api:" || ttl <= 0 || ttl > longest {
			t.Errorf("%s ends in %v", key, ttl)
		}
	}
}
