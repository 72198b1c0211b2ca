package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

func TestDeletionNeedsAProof(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	a.Link(t, ana, 7)
	for name, in := range map[string]api.DeleteUser{"password": {Password: "not this one at all"}, "code": {Code: "ABCDEFGH"}} {
		if _, err := ana.DeleteUser(ctx, in); !is(err, api.CodeCredentials) && !is(err, api.CodeCodeInvalid) {
			t.Errorf("a wrong %s: %v", name, err)
		}
	}
	got := a.Do(t, apptest.Request{Method: http.MethodDelete, Path: "/api/v1/users/me", Bearer: who.AccessToken, Body: "{}"})
	refused(t, "no proof", got, 422, "request.invalid")
	bob, other := a.Register(t, "bob@example.com")
	a.Link(t, bob, 8)
	code := deletionCode(t, a, bob, other.UserID)
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Code: code}); !is(err, api.CodeCodeInvalid) {
		t.Errorf("another's code: %v", err)
	}
	code = deletionCode(t, a, ana, who.UserID)
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Code: strings.ToLower(code)}); err != nil {
		t.Fatalf("by the code: %v", err)
	}
	for _, table := range []string{"sessions", "family_members", "auth_codes"} {
		if n := number(t, a, "SELECT count(*) FROM "+table+" WHERE user_id = ?", who.UserID); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM families"); n != 1 {
		t.Errorf("%d workspaces are left, want bob's", n)
	}
	if n := number(t, a, "SELECT count(*) FROM audit_log WHERE user_id = ? AND action = 'user.deleted'", who.UserID); n != 1 {
		t.Errorf("the deletion is audited %d times", n)
	}
	a.Register(t, "ana@example.com") // the address is free again
	if _, again := a.Chat(t, 7); !again.Created {
		t.Error("the chat is not free again")
	}
}

func TestChatAloneDeletesNoAccountWithAPassword(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	code := deletionCode(t, a, chat, who.UserID)
	if _, err := chat.DeleteUser(ctx, api.DeleteUser{Code: code}); !is(err, api.CodeStepUp) {
		t.Errorf("by a code of its own: %v", err)
	}
	if _, err := chat.DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); err != nil {
		t.Errorf("by the password: %v", err)
	}
	only, born := a.Chat(t, 8)
	if _, err := only.DeleteUser(ctx, api.DeleteUser{Code: deletionCode(t, a, only, born.UserID)}); err != nil {
		t.Errorf("a chat that is all there is: %v", err)
	}
}

// deletionCode is the code that the bot is told to send to the chat of a user who asks for it.
func deletionCode(t *testing.T, a *apptest.API, c *client.Client, userID int64) string {
	t.Helper()
	if _, err := c.RequestDeletion(context.Background()); err != nil {
		t.Fatal(err)
	}
	code := eventOf(t, a, api.EventConfirmDeletion, userID).Data["code"]
	if code == "" {
		t.Fatal("the bot is told no code")
	}
	return code
}

// A code that proves who holds the chat must not be read off by whoever holds a bearer token.
func TestDeletionCodeIsForTheChatOnly(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	a.Link(t, ana, 7)
	code := deletionCode(t, a, ana, who.UserID)
	events, err := ana.Events(ctx, api.EventsAfter{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	if len(events.Items) == 0 || strings.Contains(string(text), code) {
		t.Errorf("the user's own events: %s", text)
	}
}

func TestSoleOwnerOfASharedWorkspaceStays(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	_, bob := a.Register(t, "bob@example.com")
	err := a.DB.From(ctx).Exec(`INSERT INTO family_members (family_id, user_id, role)
		SELECT family_id, ?, 'member' FROM family_members WHERE user_id = ?`, bob.UserID, who.UserID).Error
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); !is(err, api.CodeSoleOwner) {
		t.Fatalf("got %v", err)
	}
	if _, err := ana.Accounts(ctx); err != nil {
		t.Errorf("all stays as it was: %v", err)
	}
	if _, err := a.Client().As(bob.AccessToken).DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); err != nil {
		t.Errorf("a member may go: %v", err)
	}
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); err != nil {
		t.Errorf("alone again: %v", err)
	}
}

func TestWhoSplitAnEntryCanBeDeleted(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	groceries := category(t, ana, "Groceries", nil)
	split := api.CreateTransaction{Kind: api.Expense, Amount: "5",
		Splits: []api.Split{{CategoryID: &groceries.ID, Amount: "2"}, {Amount: "3"}}}
	if _, err := ana.CreateTransaction(ctx, split); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}); err != nil {
		t.Error(err)
	}
}
