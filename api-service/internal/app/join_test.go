package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// twoPurses are a chat's user and an account of the web, both with money, and the code by which
// they become one.
type twoPurses struct {
	chat, web *client.Client
	webUser   int64
	code      string
	last      api.QuickAdded // the chat's last message, under the key "last"
}

func newTwoPurses(t *testing.T, a *apptest.API) twoPurses {
	t.Helper()
	ctx := context.Background()
	chat, _ := a.Chat(t, 7)
	web, _, card := ledger(t, a, "ana@example.com")
	me, err := web.User(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := twoPurses{chat: chat, web: web, webUser: me.ID}

	bank, err := chat.CreateAccount(ctx, api.CreateAccount{Name: "Card", Kind: "card", Currency: "EUR", Opening: "40"})
	if err != nil {
		t.Fatal(err)
	}
	p.furnish(t, bank, card)
	if p.last, err = chat.Once("last").QuickAdd(ctx, api.QuickAdd{Text: "7 milk"}); err != nil {
		t.Fatal(err)
	}
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 7, FirstName: "Ana"}})
	if err != nil {
		t.Fatal(err)
	}
	p.code = started.Code
	return p
}

// furnish writes something of each kind into both purses.
func (p twoPurses) furnish(t *testing.T, bank, card api.Account) {
	t.Helper()
	ctx := context.Background()
	all, err := p.chat.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cash := all.Items[0]
	food, theirs := category(t, p.chat, "Groceries", nil), category(t, p.web, "Groceries", nil)
	bread, sub := category(t, p.chat, "Bread", &food.ID), category(t, p.web, "Bread", &theirs.ID)
	own := category(t, p.chat, "Chess", nil)
	for what, do := range map[string]func() error{
		"a split": func() error {
			return failure(p.chat.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", Tags: []string{"home"},
				Splits: []api.Split{{CategoryID: &bread.ID, Amount: "4"}, {CategoryID: &own.ID, Amount: "6"}}}))
		},
		"a transfer": func() error {
			return failure(p.chat.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: cash.ID, ToAccountID: bank.ID, Amount: "5", ToAmount: "4.50"}))
		},
		"a rate": func() error {
			return failure(p.chat.CreateExchangeRate(ctx, api.CreateExchangeRate{Date: "2026-05-01", Base: "EUR", Quote: "USD", Rate: "1.1"}))
		},
		"a lesson": func() error {
			added, err := p.chat.QuickAdd(ctx, api.QuickAdd{Text: "3 zugzwang"})
			if err != nil {
				return err
			}
			return failure(p.chat.UpdateTransaction(ctx, api.UpdateTransaction{ID: added.Items[0].ID, CategoryID: &own.ID}))
		},
		"a file": func() error { return p.importOne(ctx) },
		"a receipt": func() error {
			e, err := p.chat.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1", CategoryID: &food.ID})
			if err != nil {
				return err
			}
			return failure(p.chat.AddAttachment(ctx, api.AddAttachment{ID: e.ID, File: api.Upload{Name: "r.png", Content: picture}}))
		},
		"an income of the web": func() error {
			return failure(p.web.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Income, Amount: "70", AccountID: card.ID}))
		},
		"a lesson of the web": func() error {
			added, err := p.web.QuickAdd(ctx, api.QuickAdd{Text: "2 brioche"})
			if err != nil {
				return err
			}
			return failure(p.web.UpdateTransaction(ctx, api.UpdateTransaction{ID: added.Items[0].ID, CategoryID: &sub.ID}))
		},
	} {
		if err := do(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
}

func (p twoPurses) importOne(ctx context.Context) error {
	file := api.Upload{Name: "may.csv", Content: []byte("Date,Amount,Description\n2026-05-03,-12.00,Lidl\n2026-05-04,-3.00,Cinema\n")}
	seen, err := p.chat.Import(ctx, api.ImportFile{File: file})
	if err != nil {
		return err
	}
	return failure(p.chat.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}))
}

// category finds a category of expenses, or makes it.
func category(t *testing.T, c *client.Client, name string, parent *int64) api.Category {
	t.Helper()
	all, err := c.Categories(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range all.Items {
		same := found.ParentID == nil && parent == nil || found.ParentID != nil && parent != nil && *found.ParentID == *parent
		if found.Name == name && found.Kind == api.Expense && same {
			return found
		}
	}
	made, err := c.CreateCategory(context.Background(), api.CreateCategory{Kind: api.Expense, Name: name, ParentID: parent})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// inAll is all the money that the database holds, whoever's it is: each line a sum.
func inAll(t *testing.T, a *apptest.API) string {
	t.Helper()
	var lines []string
	err := a.DB.From(context.Background()).Raw(`
		SELECT 'balance ' || currency || ' ' || sum(balance) || ' opening ' || sum(opening) FROM accounts GROUP BY currency
		UNION ALL SELECT kind || ' ' || currency || ' ' || sum(amount) || ' of ' || count(*) FROM transactions GROUP BY kind, currency
		UNION ALL SELECT 'parts ' || sum(amount) || ' of ' || count(*) FROM transaction_splits
		UNION ALL SELECT 'files ' || count(*) FROM attachments
		UNION ALL SELECT 'rows ' || count(*) FROM imported_entries
		UNION ALL SELECT 'imports ' || count(*) FROM imports
		UNION ALL SELECT 'operations ' || count(*) FROM operations
		UNION ALL SELECT 'rates ' || count(*) FROM exchange_rates
		UNION ALL SELECT 'hints ' || count(*) FROM category_hints ORDER BY 1`).Scan(&lines).Error
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestJoinedPursesAreOneAndWhole(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	p := newTwoPurses(t, a)
	before := inAll(t, a)
	seen, err := p.web.LinkingChat(ctx, p.code)
	if err != nil || *seen.Moves != (api.Holdings{Accounts: 2, Entries: 7}) || seen.Holds != (api.Holdings{Accounts: 2, Entries: 2}) {
		t.Fatalf("shown first: %+v and %+v, %v", seen.Moves, seen.Holds, err)
	}
	linked, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: api.MergeJoin})
	if err != nil {
		t.Fatal(err)
	}

	if after := inAll(t, a); after != before {
		t.Errorf("the money is now\n%s\nand was\n%s", after, before)
	}
	sound(t, a)
	chat := a.Bot().As(linked.JWTToken)
	if families, err := chat.Families(ctx); err != nil || len(families.Items) != 1 || !families.Items[0].Active {
		t.Errorf("workspaces: %+v, %v", families, err)
	}
	if names := accountNames(t, chat); names != "Card, Card 2, Cash, Cash 2" {
		t.Errorf("accounts: %s", names)
	}
	if got := entries(t, p.web); len(got) != 9 {
		t.Errorf("entries: %v", got)
	}
	if n := number(t, a, "SELECT count(*) FROM categories"); n != 18 {
		t.Errorf("%d categories, want 16 and Bread and Chess", n)
	}
	if n := number(t, a, "SELECT count(*) FROM transactions WHERE created_by <> ?", p.webUser); n != 0 {
		t.Errorf("%d entries are nobody's", n)
	}
}

func accountNames(t *testing.T, c *client.Client) string {
	t.Helper()
	all, err := c.Accounts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, account := range all.Items {
		names = append(names, account.Name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// What was remembered, and what can be taken back, works on in the workspace that took it in.
func TestJoinedPursesGoOnAsBefore(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	p := newTwoPurses(t, a)
	linked, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: api.MergeJoin})
	if err != nil {
		t.Fatal(err)
	}
	chat := a.Bot().As(linked.JWTToken)

	again, err := chat.Once("last").QuickAdd(ctx, api.QuickAdd{Text: "7 milk"})
	if err != nil || again.OperationID != p.last.OperationID {
		t.Errorf("the message came again: %+v, %v", again, err)
	}
	for text, want := range map[string]string{"4 zugzwang": "Chess", "4 brioche": "Bread"} {
		added, err := chat.QuickAdd(ctx, api.QuickAdd{Text: text})
		if err != nil || added.Items[0].CategoryID == nil || categoryName(t, chat, *added.Items[0].CategoryID) != want {
			t.Errorf("%s: %+v, %v", text, added, err)
		}
	}
	if _, err := chat.Undo(ctx, p.last.OperationID); err != nil {
		t.Errorf("undoing the last message: %v", err)
	}
	imports, err := chat.Imports(ctx, api.ImportFilter{})
	if err != nil || len(imports.Items) != 1 {
		t.Fatalf("imports: %+v, %v", imports, err)
	}
	if _, err := p.web.UndoImport(ctx, api.UndoImport{ID: imports.Items[0].ID}); err != nil {
		t.Errorf("undoing the file: %v", err)
	}
	p.chat = p.web
	if err := p.importOne(ctx); err != nil {
		t.Errorf("the same file again: %v", err)
	}
	sound(t, a)
}

func categoryName(t *testing.T, c *client.Client, id int64) string {
	t.Helper()
	all, err := c.Categories(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range all.Items {
		if found.ID == id {
			return found.Name
		}
	}
	return ""
}

func TestKeptPursesAreBothReached(t *testing.T) {
	t.Parallel()
	for _, merge := range []string{"", api.MergeKeep} {
		a, ctx := apptest.New(t), context.Background()
		p := newTwoPurses(t, a)
		before := inAll(t, a)
		linked, err := p.web.ConfirmLink(ctx, api.ConfirmLink{Code: p.code, Merge: merge})
		if err != nil {
			t.Fatal(err)
		}
		chat := a.Bot().As(linked.JWTToken)
		families, err := chat.Families(ctx)
		if err != nil || len(families.Items) != 2 || families.Items[0].Members != 1 {
			t.Fatalf("workspaces: %+v, %v", families, err)
		}
		names := map[string]int{"Personal": 2, "Personal (Telegram)": 7}
		for _, f := range families.Items {
			now, err := chat.ActivateFamily(ctx, f.ID)
			if err != nil || !now.Active || now.ID != f.ID {
				t.Fatalf("to %s: %+v, %v", f.Name, now, err)
			}
			if got := entries(t, a.Bot().As(linked.JWTToken)); len(got) != names[f.Name] {
				t.Errorf("%s: %v", f.Name, got)
			}
			if got := entries(t, p.web); len(got) != names[f.Name] {
				t.Errorf("%s on the web: %v", f.Name, got)
			}
		}
		if after := inAll(t, a); after != before {
			t.Errorf("the money is now\n%s\nand was\n%s", after, before)
		}
	}
}

func TestNobodyActivatesAStrangersWorkspace(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	bob, _ := a.Register(t, "bob@example.com")
	theirs, err := bob.Families(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{theirs.Items[0].ID, 0, -1, 1 << 40} {
		if _, err := ana.ActivateFamily(ctx, id); !is(err, "family.unknown") {
			t.Errorf("%d: %v", id, err)
		}
	}
	if mine, err := ana.Families(ctx); err != nil || !mine.Items[0].Active {
		t.Errorf("the own one: %+v, %v", mine, err)
	}
}

// Whoever has money on one side only sees it at once, whatever was asked for.
func TestLinkingHidesNoMoney(t *testing.T) {
	t.Parallel()
	for _, merge := range []string{"", api.MergeKeep, api.MergeJoin} {
		for _, rich := range []string{"chat", "web"} {
			a, ctx := apptest.New(t), context.Background()
			chat, _ := a.Chat(t, 7)
			web, _ := a.Register(t, "ana@example.com")
			by := map[string]*client.Client{"chat": chat, "web": web}[rich]
			if _, err := by.QuickAdd(ctx, api.QuickAdd{Text: "5 tea"}); err != nil {
				t.Fatal(err)
			}
			started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: 7}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := web.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code, Merge: merge}); err != nil {
				t.Fatal(err)
			}
			if got := entries(t, web); len(got) != 1 {
				t.Errorf("%q, the %s's entry: %v", merge, rich, got)
			}
			if names := accountNames(t, web); names != "Cash" {
				t.Errorf("%q, accounts: %s", merge, names)
			}
		}
	}
}
