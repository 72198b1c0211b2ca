package app_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// A purse that breaks off on its way stays where it was, wherever that happens.
func TestJoinIsAllOrNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	p := newTwoPurses(t, a)
	before := inAll(t, a)
	exec := func(statement string) {
		t.Helper()
		if err := a.DB.From(ctx).Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	exec(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken off'; END $$`)
	for _, step := range []string{
		"INSERT ON accounts", "INSERT ON categories", "INSERT ON transactions", "INSERT ON transaction_splits", "INSERT ON operations",
		"INSERT ON imports", "INSERT ON imported_entries", "INSERT ON attachments", "INSERT ON import_memories",
		"INSERT ON category_hints", "DELETE ON categories", "INSERT ON exchange_rates", "INSERT ON idempotency_keys",
		"UPDATE ON family_members", "DELETE ON families", "DELETE ON users", "INSERT ON audit_log", "INSERT ON sessions", "INSERT ON events",
	} {
		exec("CREATE TRIGGER break_off BEFORE " + step + " FOR EACH ROW EXECUTE FUNCTION break_off()")
		_, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: api.MergeJoin})
		if !errs.Is(err, errs.Internal) {
			t.Errorf("%s: %v", step, err)
		}
		_, table, _ := strings.Cut(step, " ON ")
		exec("DROP TRIGGER break_off ON " + table)
		if after := inAll(t, a); after != before {
			t.Fatalf("after %s the money is\n%s\nand was\n%s", step, after, before)
		}
		if n := number(t, a, "SELECT count(*) FROM families"); n != 2 {
			t.Fatalf("after %s there are %d workspaces", step, n)
		}
	}
	if _, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: api.MergeJoin}); err != nil {
		t.Errorf("unbroken: %v", err)
	}
	if after := inAll(t, a); after != before {
		t.Errorf("the money is now\n%s\nand was\n%s", after, before)
	}
	sound(t, a)
}

// Twenty merges at once, while both sides write on: one is done, and every entry that was
// acknowledged is there once.
func TestJoinByManyAtOnceWhileEntriesComeIn(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	p := newTwoPurses(t, a)
	already := number(t, a, "SELECT count(*) FROM transactions")
	var joined, written atomic.Int64
	token := login(t, a, "ana@example.com").AccessToken
	many(60, func(i int) {
		if i%3 == 0 {
			_, err := []*apptest.API{a, b}[i%2].Client().As(token).ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: api.MergeJoin})
			if err == nil {
				joined.Add(1)
			} else if !is(err, api.CodeCodeInvalid) {
				t.Errorf("merge %d: %v", i, err)
			}
			return
		}
		by := []*client.Client{p.chat, p.web}[i%3-1]
		_, err := by.QuickAdd(ctx, api.QuickAdd{Text: "1 bread"})
		switch {
		case err == nil:
			written.Add(1)
		case errs.Is(err, errs.Internal) || errs.Is(err, errs.Unavailable):
			t.Errorf("entry %d: %v", i, err)
		}
	})
	if joined.Load() != 1 {
		t.Errorf("%d merges were done, want 1", joined.Load())
	}
	if n := number(t, a, "SELECT count(*) FROM transactions"); n != already+int(written.Load()) {
		t.Errorf("%d entries are there, %d were, %d were acknowledged", n, already, written.Load())
	}
	if n := number(t, a, "SELECT count(*) FROM families"); n != 1 {
		t.Errorf("%d workspaces", n)
	}
	sound(t, a)
}

// A table that is added later must not stay behind when workspaces are joined.
func TestEveryTableOfAWorkspaceComesAlong(t *testing.T) {
	t.Parallel()
	var tables []string
	err := pgtest.DB(t).From(context.Background()).Raw(`SELECT table_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name = 'family_id' ORDER BY 1`).Scan(&tables).Error
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"accounts", "attachments", "audit_log", "bank_lessons", "bank_messages", "categories", "category_hints", "exchange_rates", "family_members",
		"idempotency_keys", "import_memories", "imported_entries", "imports", "operations", "transaction_splits",
		"transaction_tags", // written by triggers, as their entries come and go
		"transactions"}
	if !slices.Equal(tables, want) {
		t.Errorf("workspaces have the tables %v;\nmerge.go and the Join of each slice know %v", tables, want)
	}
}

// Two who work in one workspace already keep the better of their two places there.
func TestMembersOfOneFamilyMerge(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"viewer", "owner"} {
		a, ctx := apptest.New(t), context.Background()
		p := newTwoPurses(t, a)
		err := a.DB.From(ctx).Exec(`
			WITH f AS (INSERT INTO families (kind, name, base_currency) VALUES ('family', 'Home', 'EUR') RETURNING id)
			INSERT INTO family_members (family_id, user_id, role)
				SELECT f.id, u.id, CASE WHEN u.id = ? THEN 'member' ELSE ? END FROM f, users u`, p.webUser, role).Error
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code}); err != nil {
			t.Fatal(err)
		}
		families, err := p.web.Families(ctx)
		if err != nil || len(families.Items) != 3 {
			t.Fatalf("workspaces: %+v, %v", families, err)
		}
		want := map[string]string{"viewer": "member", "owner": "owner"}[role]
		if got := families.Items[2]; got.Name != "Home" || got.Role != want || got.Members != 1 {
			t.Errorf("the shared one: %+v, want the role %s", got, want)
		}
	}
}
