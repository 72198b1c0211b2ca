package app_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// exported is a file of entries, whole.
func exported(t *testing.T, c *client.Client, in api.ExportTransactions) (client.Download, string) {
	t.Helper()
	file, err := c.ExportTransactions(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Body.Close() }()
	content, err := io.ReadAll(file.Body)
	if err != nil {
		t.Fatal(err)
	}
	return file, string(content)
}

func TestExportIsATableForSpreadsheets(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	if _, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "12.5", Date: "2024-02-29", AccountID: card.ID,
		Note: "=HYPERLINK(\"http://x\")", Payee: "@SUM(1)", Tags: []string{"-1", "home"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "1", Date: "2026-01-01"}); err != nil && cash.Currency == "USD" {
		t.Fatal(err)
	}
	file, content := exported(t, c, api.ExportTransactions{TransactionFilter: api.TransactionFilter{To: "2025-01-01"}, BOM: true})
	if !strings.HasPrefix(file.Name, "transactions-20") || !strings.HasSuffix(file.Name, ".csv") || file.Media != "text/csv; charset=utf-8" {
		t.Errorf("file: %+v", file)
	}
	text, marked := strings.CutPrefix(content, "\ufeff")
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(lines) != 2 || !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("%v: %s", err, content)
	}
	got := map[string]string{}
	for i, name := range lines[0] {
		got[name] = lines[1][i]
	}
	for name, want := range map[string]string{"date": "2024-02-29", "kind": "expense", "account": "Card", "amount": "-12.50", "currency": "USD",
		"note": "'=HYPERLINK(\"http://x\")", "payee": "'@SUM(1)", "tags": "'-1, home"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if _, content := exported(t, c, api.ExportTransactions{TransactionFilter: api.TransactionFilter{Kind: api.Income}}); strings.Count(content, "\n") != 1 {
		t.Errorf("nothing: %q", content)
	}
	_, content = exported(t, c, api.ExportTransactions{Format: "json"})
	var whole api.TransactionExport
	if err := json.Unmarshal([]byte(content), &whole); err != nil || len(whole.Items) == 0 || len(whole.Accounts) != 2 || len(whole.Categories) != 16 {
		t.Errorf("JSON: %v %s", err, content)
	}
	if _, err := c.ExportTransactions(ctx, api.ExportTransactions{Format: "xls"}); !is(err, "request.invalid") {
		t.Errorf("another format: %v", err)
	}
}

// Whoever took over a chat gets no more than a year at once.
func TestChatsExportAPeriod(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, _ := a.Chat(t, 7)
	for name, test := range map[string]struct {
		in api.TransactionFilter
		ok bool
	}{
		"all":           {api.TransactionFilter{}, false},
		"no end":        {api.TransactionFilter{From: "2026-01-01"}, false},
		"ten years":     {api.TransactionFilter{From: "2016-01-01", To: "2026-01-01"}, false},
		"a year":        {api.TransactionFilter{From: "2024-01-01", To: "2024-12-31"}, true},
		"other filters": {api.TransactionFilter{Kind: api.Income}, false},
	} {
		file, err := chat.ExportTransactions(ctx, api.ExportTransactions{TransactionFilter: test.in})
		if err == nil {
			_ = file.Body.Close()
		}
		if test.ok != (err == nil) || !test.ok && !is(err, api.CodeStepUp) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Several pages make one file in which each entry stands once.
func TestExportOfManyPagesHasEachEntryOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	const n = 3_500
	_, err := a.DB.Pool().Exec(ctx, `INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, created_by, created_at, updated_at)
		SELECT $1, 'income', $2, 1, $3, date '2026-01-01' + i % 7, 1, now(), now() FROM generate_series(1, $4::int) i`, cash.FamilyID, cash.ID, cash.Currency, n)
	if err != nil {
		t.Fatal(err)
	}
	_, content := exported(t, c, api.ExportTransactions{})
	lines, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, line := range lines[1:] {
		ids[line[0]] = true
	}
	if len(lines) != n+1 || len(ids) != n {
		t.Errorf("%d lines, %d entries", len(lines), len(ids))
	}
}

// facts are what an entry says, without the numbers of one workspace.
func facts(t *testing.T, c *client.Client) []string {
	t.Helper()
	ctx := context.Background()
	accounts, err := c.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	categories, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := map[int64]string{}
	for _, a := range accounts.Items {
		names[a.ID] = a.Name
	}
	category := func(id *int64) string {
		for _, x := range categories.Items {
			if id != nil && x.ID == *id {
				parent := ""
				for _, p := range categories.Items {
					if x.ParentID != nil && p.ID == *x.ParentID {
						parent = p.Name
					}
				}
				return parent + "/" + x.Name
			}
		}
		return ""
	}
	page, err := c.Transactions(ctx, api.TransactionFilter{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range page.Items {
		fact := fmt.Sprintf("%s %s %s %s %s %q %q %q %q", e.Date, e.Kind, names[e.AccountID], e.Amount, e.Currency, category(e.CategoryID), e.Payee, e.Note, e.Tags)
		if e.ToAccountID != nil {
			fact += fmt.Sprint(" > ", names[*e.ToAccountID], *e.ToAmount, *e.ToCurrency)
		}
		for _, s := range e.Splits {
			fact += fmt.Sprintf(" [%s %s %q]", category(s.CategoryID), s.Amount, s.Note)
		}
		all = append(all, fact)
	}
	slices.Sort(all)
	return all
}

// furnish gives a workspace accounts and categories with names that are hard to write.
func furnish(t *testing.T, c *client.Client) (accounts []api.Account, categories []api.Category) {
	t.Helper()
	ctx := context.Background()
	for name, currency := range map[string]string{"=Card, \"gold\"": "USD", "Yen; 円": "JPY", "Dinar": "KWD", "-Card two": "USD"} {
		a, err := c.CreateAccount(ctx, api.CreateAccount{Name: name, Kind: "card", Currency: currency})
		if err != nil {
			t.Fatal(err)
		}
		accounts = append(accounts, a)
	}
	for _, kind := range []string{api.Income, api.Expense} {
		parent, err := c.CreateCategory(ctx, api.CreateCategory{Kind: kind, Name: `a:b\c`})
		if err != nil {
			t.Fatal(err)
		}
		child, err := c.CreateCategory(ctx, api.CreateCategory{Kind: kind, Name: "@Мебель", ParentID: &parent.ID})
		if err != nil {
			t.Fatal(err)
		}
		categories = append(categories, parent, child)
	}
	return accounts, categories
}

// What is exported and imported elsewhere is the same, whatever it says.
func TestExportComesBackAsItWas(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	accounts, categories := furnish(t, c)
	random := rand.New(rand.NewPCG(1, 2026))
	texts := []string{"", "=1+1", "'=1", "-5", "+7", "@x", " spaces ", "two\r\nlines", "a\rb\nc", "\"quoted\", and; more\ttabs", "Кофе, ёж", "☕", "'", "1,234", ";;;;;;;;;;;;", "2026-01-01"}
	text := func() string { return texts[random.IntN(len(texts))] }
	for range 60 {
		post(ctx, t, c, random, accounts, categories, text)
	}
	_, content := exported(t, c, api.ExportTransactions{BOM: random.IntN(2) == 0})
	other, _ := a.Register(t, "bob@example.com")
	furnish(t, other)
	done := imported(t, other, csvFile(content), api.ImportPlan{})
	want, got := facts(t, c), facts(t, other)
	if done.New != 60 || !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%d of 60 booked, the first that differs is\n%s\nand was\n%s", done.New, got[i], want[i])
				break
			}
		}
	}
	again, err := c.Import(ctx, csvFile(content))
	if err != nil || again.New != 0 || again.Duplicates != 60 {
		t.Errorf("where it came from: %v, %d new, %d duplicates, %+v", err, again.New, again.Duplicates, again.Problems)
	}
	sound(t, a)
}

// post books some entry.
func post(ctx context.Context, t *testing.T, c *client.Client, random *rand.Rand, accounts []api.Account, categories []api.Category, text func() string) {
	t.Helper()
	from := accounts[random.IntN(len(accounts))]
	day := fmt.Sprintf("%d-%02d-%02d", 1999+random.IntN(27), 1+random.IntN(12), 1+random.IntN(28))
	amount := api.Decimal(fmt.Sprint(2 + random.IntN(5_000)))
	if random.IntN(3) > 0 && from.Currency != "JPY" {
		amount += api.Decimal(fmt.Sprintf(".%02d", random.IntN(100)))
	}
	var err error
	switch to := accounts[random.IntN(len(accounts))]; {
	case random.IntN(3) == 0 && to.ID != from.ID:
		in := api.CreateTransfer{FromAccountID: from.ID, ToAccountID: to.ID, Amount: amount, Date: day, Note: text()}
		if to.Currency != from.Currency {
			in.ToAmount = "77"
		}
		_, err = c.CreateTransfer(ctx, in)
	default:
		in := api.CreateTransaction{Kind: api.Income, AccountID: from.ID, Amount: amount, Date: day, Note: text(), Payee: text()}
		if random.IntN(2) == 0 {
			in.Kind = api.Expense
		}
		ofKind := slices.DeleteFunc(slices.Clone(categories), func(x api.Category) bool { return x.Kind != in.Kind })
		in.Tags = [][]string{nil, {"home"}, {"a,b", "c"}, {"=x", "[y"}, {"one", "two words"}}[random.IntN(5)]
		switch random.IntN(3) {
		case 0:
			in.CategoryID = &ofKind[random.IntN(2)].ID
		case 1:
			in.Amount = "10"
			in.Splits = []api.Split{{CategoryID: &ofKind[0].ID, Amount: "7", Note: text()}, {Amount: "3"}}
		}
		_, err = c.CreateTransaction(ctx, in)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// All that is kept of a user, and nothing of anybody else's.
func TestExportOfAUserIsWhole(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, card := ledger(t, a, "ana@example.com")
	stranger, _, _ := ledger(t, a, "bob@example.com")
	var rates strings.Builder
	rates.WriteString("date,base,quote,rate\n")
	const days = 1_005 // more than are read at a time
	for day := range days {
		rates.WriteString(time.Date(2020, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(api.DateForm) + ",EUR,USD,1.1\n")
	}
	kept, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "12.50", AccountID: card.ID, Note: "coffee"})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"rates":            third(c.ImportExchangeRates(ctx, api.ImportExchangeRates{File: api.Upload{Media: "text/csv", Content: []byte(rates.String())}})),
		"a file":           third(c.AddAttachment(ctx, api.AddAttachment{ID: kept.ID, File: api.Upload{Name: "r.png", Content: picture}})),
		"another file":     third(c.AddAttachment(ctx, api.AddAttachment{ID: kept.ID, File: api.Upload{Name: "s.png", Content: picture}})),
		"a stranger's":     third(stranger.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1"})),
		"a stranger's too": third(stranger.Import(ctx, csvFile("date,amount\n2026-02-01,-3\n"))),
	} {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	imported(t, c, csvFile("date,amount,note\n2026-02-01,-3,tea\n"), api.ImportPlan{})

	file, err := c.ExportUser(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Body.Close() }()
	content, err := io.ReadAll(file.Body)
	if err != nil || !strings.HasPrefix(file.Name, "finance-bot-20") || file.Media != "application/json" {
		t.Fatalf("%+v, %v", file, err)
	}
	got := strictly[api.UserExport](t, content)
	if len(got.Families) != 1 || len(got.Accounts) != 2 || len(got.Categories) != 16 || len(got.Imports) != 1 ||
		len(got.ExchangeRates) != days || len(got.Transactions) != 2 || len(got.Attachments) != 2 {
		t.Errorf("%d families, %d accounts, %d categories, %d imports, %d rates, %d entries, %d files", len(got.Families), len(got.Accounts),
			len(got.Categories), len(got.Imports), len(got.ExchangeRates), len(got.Transactions), len(got.Attachments))
	}
	if len(got.Sessions) == 0 || len(got.Audit) == 0 || got.User.Email == nil || *got.User.Email != "ana@example.com" {
		t.Errorf("of the user: %+v, sessions %v, audit %v", got.User, got.Sessions, got.Audit)
	}
	if first := got.Attachments[0]; first.Name != "r.png" || !bytes.Equal(first.Content, picture) {
		t.Errorf("the file is %+v", first.Attachment)
	}
	if bytes.Contains(content, []byte("argon2")) {
		t.Error("the hash is exported")
	}
}

// strictly reads JSON that has each field of T and no other, and no null for a list.
func strictly[T any](t *testing.T, content []byte) (out T) {
	t.Helper()
	reader := json.NewDecoder(bytes.NewReader(content))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&out); err != nil {
		t.Fatalf("%v in %.200s", err, content)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(content, &fields); err != nil {
		t.Fatal(err)
	}
	for field := range reflect.TypeFor[T]().Fields() {
		name := field.Tag.Get("json")
		if text := string(fields[name]); text == "" || text == "null" {
			t.Errorf("%s is %q", name, text)
		}
	}
	return out
}
