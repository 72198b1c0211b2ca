package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestMergedUserIsGivenTheFirstAnswerAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, _ := a.Chat(t, 7)
	in := api.QuickAdd{Text: "12.50 coffee"}
	first, err := chat.Once("update-1").QuickAdd(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	ana, _ := a.Register(t, "ana@example.com")
	merged := a.Bot().As(a.Link(t, ana, 7))
	again, err := merged.Once("update-1").QuickAdd(ctx, in)
	if err != nil || again.OperationID != first.OperationID {
		t.Errorf("the message came again: %+v, %v; want %+v", again, err, first)
	}
	if got := entries(t, merged); len(got) != 1 {
		t.Errorf("entries: %v", got)
	}
	if _, err := merged.Once("update-2").QuickAdd(ctx, in); err != nil || len(entries(t, merged)) != 2 {
		t.Errorf("another message: %v, %v", entries(t, merged), err)
	}
}
