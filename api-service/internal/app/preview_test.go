package app_test

import (
	"context"
	"net/http"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// Whoever only looks at links, as previewers and scanners do, spends nothing and binds nothing.
func TestPreviewsSpendNoCode(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	signIn, err := ana.GenerateCode(ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 7}})
	if err != nil {
		t.Fatal(err)
	}
	many(100, func(int) {
		for _, path := range []string{"/auth/callback?code=" + signIn.Code, "/link?code=" + started.Code} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				if got := a.Do(t, apptest.Request{Method: method, Path: path}); got.Status != http.StatusOK {
					t.Errorf("%s %s: %d", method, path, got.Status)
				}
			}
		}
		if _, err := ana.LinkingChat(ctx, started.Code); err != nil {
			t.Errorf("looking at the chat: %v", err)
		}
	})
	if n := number(t, a, "SELECT count(*) FROM users WHERE telegram_id IS NOT NULL"); n != 0 {
		t.Error("a chat was bound")
	}
	if _, err := a.Client().Callback(ctx, signIn.Code); err != nil {
		t.Errorf("the click: %v", err)
	}
	if _, err := ana.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code}); err != nil {
		t.Errorf("the confirmation: %v", err)
	}
}
