package app_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestLimitOfZeroIsRefused(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for _, path := range []string{"/transactions", "/transactions/import", "/exchange-rates", "/events"} {
		for _, limit := range []string{"0", "-1", "201", "x"} {
			got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1" + path + "?limit=" + limit, Bearer: bearer})
			refused(t, path+" of "+limit, got, http.StatusUnprocessableEntity, "request.invalid")
		}
		for _, query := range []string{"", "?limit=1", "?limit=200"} {
			got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1" + path + query, Bearer: bearer})
			if got.Status != http.StatusOK {
				t.Errorf("%s%s: %d %s", path, query, got.Status, got.Text)
			}
		}
	}
}

func TestTheSameFaultsAreToldInTheSameOrder(t *testing.T) {
	t.Parallel()
	filter := api.TransactionFilter{From: "today", To: "tomorrow"}
	for range 50 {
		if err := filter.Validate(); err == nil || !strings.Contains(err.Error(), "from: ") {
			t.Fatalf("got %v", err)
		}
	}
}

// Ids that only the library takes for UUIDs are unknown, and no fault of ours.
func TestOddSpellingsOfIDsAreUnknown(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	const id = "urn:uuid:0198c5d2-0a3c-7c44-9a5e-5d1a5f6f2b10"
	for _, in := range []apptest.Request{
		{Method: http.MethodDelete, Path: "/api/v1/auth/sessions/" + id},
		{Path: "/api/v1/operations/" + id + "/undo"},
		{Path: "/api/v1/transactions/import/" + id + "/preview", Body: "{}"},
		{Path: "/api/v1/transactions/import/" + id + "/apply", Body: "{}"},
		{Path: "/api/v1/transactions/import/" + id + "/undo", Body: "{}"},
	} {
		in.Bearer = bearer
		if got := a.Do(t, in); got.Status >= http.StatusInternalServerError || got.Status < http.StatusBadRequest {
			t.Errorf("%s: %d %s", in.Path, got.Status, got.Text)
		}
	}
}

func TestLogNamesTheChatAlsoWithoutAUsername(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Chat(t, 7)
	ana, _ := a.Register(t, "ana@example.com")
	a.Link(t, ana, 7)
	if _, err := ana.UnlinkChat(ctx); err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"telegram.linked", "telegram.unlinked", "user.merged"} {
		n := number(t, a, "SELECT count(*) FROM audit_log WHERE action = ? AND detail LIKE '%chat 7'", action)
		if n != 1 {
			t.Errorf("%s names the chat in %d rows, want one", action, n)
		}
	}
}
