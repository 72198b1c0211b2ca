package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// is reports whether err carries the code.
func is(err error, code string) bool { return errors.Is(err, &errs.Error{Code: code}) }

func TestNewUserHasAllToBeginWith(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	out, err := a.Client().Register(ctx, api.Register{
		Email: "Ana@Example.com", Password: apptest.Password, FirstName: "Ana", Language: "ro",
	})
	if err != nil || !out.Success || out.Message != "User registered successfully" || out.ExpiresIn != 900 {
		t.Fatalf("got %+v, %v", out, err)
	}
	ana := a.Client().As(out.AccessToken)
	me, err := ana.User(ctx)
	if err != nil || *me.Email != "ana@example.com" || me.ID != out.UserID || me.Language != "ro" {
		t.Errorf("me: %+v, %v", me, err)
	}
	accounts, err := ana.Accounts(ctx)
	if err != nil || len(accounts.Items) != 1 || accounts.Items[0].Name != "Numerar" || accounts.Items[0].Balance != "0.00" {
		t.Errorf("accounts: %+v, %v", accounts, err)
	}
	families, err := ana.Families(ctx)
	if err != nil || len(families.Items) != 1 || families.Items[0].Role != "owner" || !families.Items[0].Active {
		t.Errorf("families: %+v, %v", families, err)
	}
	categories, err := ana.Categories(ctx)
	if err != nil || len(categories.Items) < 10 || categories.Items[0].Name != "Alimente" {
		t.Errorf("categories: %+v, %v", categories, err)
	}
}

func TestChatLivesFromRegistrationToUnlink(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	bot := a.Bot()
	if _, err := bot.ChatToken(ctx, 42); !is(err, api.CodeChatUnknown) {
		t.Errorf("unknown chat: %v", err)
	}
	chat, first := a.Chat(t, 42)
	_, second := a.Chat(t, 42)
	if !first.Created || second.Created || first.UserID != second.UserID {
		t.Errorf("got %+v and %+v", first, second)
	}
	if _, err := chat.Accounts(ctx); err != nil {
		t.Errorf("by the chat's token: %v", err)
	}
	if _, err := a.Client().As(first.JWTToken).Accounts(ctx); !is(err, api.CodeTokenInvalid) {
		t.Errorf("the chat's token without a signature: %v", err)
	}
	token, err := bot.RefreshChatToken(ctx, 42)
	if err != nil || token.ExpiresIn != 900 || token.UserID != first.UserID {
		t.Errorf("token: %+v, %v", token, err)
	}
	if _, err := a.Client().As(token.AccessToken).Accounts(ctx); err != nil {
		t.Errorf("by the access token: %v", err)
	}
	if _, err := chat.UnlinkChat(ctx); !is(err, api.CodeLastWayIn) {
		t.Errorf("the last way in: %v", err)
	}
}

func TestLinkingFromTheChat(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	bot := a.Bot()
	ana, who := a.Register(t, "ana@example.com")
	started, err := bot.StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 7, Username: "ana", FirstName: "Ana"}})
	if err != nil || len(started.Code) != 32 || started.ExpiresIn != 600 {
		t.Fatalf("started: %+v, %v", started, err)
	}
	seen, err := ana.LinkingChat(ctx, started.Code)
	if err != nil || seen.Username != "ana" || seen.ChatID != 7 {
		t.Errorf("seen: %+v, %v", seen, err)
	}
	linked, err := ana.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code})
	if err != nil || linked.UserID != who.UserID || linked.JWTToken == "" || linked.ExpiresAt.IsZero() {
		t.Fatalf("linked: %+v, %v", linked, err)
	}
	if _, err := ana.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code}); !is(err, api.CodeCodeInvalid) {
		t.Errorf("a used code: %v", err)
	}
	events, err := bot.Events(ctx, api.EventsAfter{Wait: 5})
	if err != nil || len(events.Items) != 1 || events.Items[0].Kind != api.EventTelegramLinked ||
		events.Items[0].ChatID != 7 || events.Items[0].Data["account"] != "a…@example.com" {
		t.Fatalf("events: %+v, %v", events, err)
	}
	if events, err = bot.Events(ctx, api.EventsAfter{After: events.NextCursor}); err != nil || len(events.Items) != 0 {
		t.Errorf("after the last: %+v, %v", events, err)
	}
	if events, err = bot.Events(ctx, api.EventsAfter{}); err != nil || len(events.Items) != 0 {
		t.Errorf("the server remembers: %+v, %v", events, err)
	}
	if _, err := ana.UnlinkChat(ctx); err != nil {
		t.Errorf("unlink: %v", err)
	}
	if _, err := bot.As(linked.JWTToken).Accounts(ctx); !is(err, api.CodeSessionEnded) {
		t.Errorf("after the unlink: %v", err)
	}
}

func TestLinkingFromTheWeb(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	code, err := ana.GenerateCode(ctx, api.PurposeTelegramLink)
	if err != nil || len(code.Code) != 8 || code.DeepLink == "" || code.ExpiresIn != 900 {
		t.Fatalf("code: %+v, %v", code, err)
	}
	in := api.LinkChat{Chat: api.Chat{ChatID: 9}, Code: code.Code[:4] + "-" + code.Code[4:]}
	if seen, err := a.Bot().LinkingUser(ctx, in); err != nil || seen.Account != "a…@example.com" {
		t.Errorf("seen: %+v, %v", seen, err)
	}
	linked, err := a.Bot().LinkChat(ctx, in)
	if err != nil || linked.UserID != who.UserID {
		t.Fatalf("linked: %+v, %v", linked, err)
	}
	if _, err := a.Bot().LinkChat(ctx, in); !is(err, api.CodeCodeInvalid) {
		t.Errorf("a used code: %v", err)
	}
}

func TestDocumentOfTheServiceNamesEveryRoute(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/openapi.json"})
	paths, ok := got.Body["paths"].(map[string]any)
	if got.Status != http.StatusOK || !ok {
		t.Fatalf("got %d %.200s", got.Status, got.Text)
	}
	for _, o := range a.Operations {
		operations, _ := paths["/api/v1"+o.Path].(map[string]any)
		operation, ok := operations[strings.ToLower(o.Method)].(map[string]any)
		if !ok {
			t.Errorf("%s %s is not described", o.Method, o.Path)
		}
		if keyed := strings.Contains(fmt.Sprint(operation["parameters"]), "IdempotencyKey"); keyed != o.Creates {
			t.Errorf("%s %s takes an Idempotency-Key: %v, described: %v", o.Method, o.Path, o.Creates, keyed)
		}
		if tagged := strings.Contains(fmt.Sprint(operation["responses"]), "headers/ETag"); tagged != o.ETag {
			t.Errorf("%s %s answers with an ETag: %v, described: %v", o.Method, o.Path, o.ETag, tagged)
		}
	}
}

func TestCodeOfTheWebTakesNoEntriesAlong(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, _ := a.Chat(t, 77)
	stranger, _ := a.Register(t, "mallory@example.com")
	if _, err := chat.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"}); err != nil {
		t.Fatal(err)
	}
	code, err := stranger.GenerateCode(ctx, api.PurposeTelegramLink)
	if err != nil {
		t.Fatal(err)
	}
	in := api.LinkChat{Chat: api.Chat{ChatID: 77}, Code: code.Code}
	if _, err := a.Bot().LinkingUser(ctx, in); !is(err, api.CodeHasEntries) {
		t.Errorf("looking: %v", err)
	}
	if _, err := a.Bot().LinkChat(ctx, in); !is(err, api.CodeHasEntries) {
		t.Errorf("linking: %v", err)
	}
	if page, err := chat.Transactions(ctx, api.TransactionFilter{}); err != nil || len(page.Items) != 1 {
		t.Errorf("the chat's entries: %+v, %v", page, err)
	}
	empty, born := a.Chat(t, 78)
	in.ChatID = 78
	if linked, err := a.Bot().LinkChat(ctx, in); err != nil || linked.UserID == born.UserID {
		t.Errorf("a chat without entries: %+v, %v", linked, err)
	}
	if _, err := empty.Accounts(ctx); !is(err, api.CodeSessionEnded) {
		t.Errorf("its old session: %v", err)
	}
}

func TestChatsUserKeepsEverythingWhenHeLinks(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, born := a.Chat(t, 77)
	spent, err := chat.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"})
	if err != nil {
		t.Fatal(err)
	}
	ana, who := a.Register(t, "ana@example.com")
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 77, FirstName: "Ana"}})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := ana.LinkingChat(ctx, started.Code)
	if err != nil || seen.Moves == nil || *seen.Moves != (api.Holdings{Accounts: 1, Entries: 1}) {
		t.Fatalf("shown first: %+v, %v", seen.Moves, err)
	}
	linked, err := ana.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code})
	if err != nil || linked.UserID != who.UserID {
		t.Fatalf("linked: %+v, %v", linked, err)
	}
	kept, err := ana.Transaction(ctx, spent.ID)
	if err != nil || kept.CreatedBy != who.UserID {
		t.Errorf("the entry: %+v, %v", kept, err)
	}
	if families, err := ana.Families(ctx); err != nil || len(families.Items) != 2 {
		t.Errorf("both workspaces: %+v, %v", families, err)
	}
	if _, err := chat.Accounts(ctx); !is(err, api.CodeSessionEnded) {
		t.Errorf("the old session of the chat: %v", err)
	}
	if token, err := a.Bot().ChatToken(ctx, 77); err != nil || token.UserID != who.UserID || token.UserID == born.UserID {
		t.Errorf("the chat is now: %+v, %v", token, err)
	}
}
