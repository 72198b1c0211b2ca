package whole_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// mergeSteps are the statements that join two purses, in the order in which they come.
var mergeSteps = []string{
	"INSERT ON accounts", "INSERT ON categories", "INSERT ON transactions", "INSERT ON transaction_splits",
	"INSERT ON operations",
	"INSERT ON imports", "INSERT ON imported_entries", "INSERT ON attachments", "INSERT ON import_memories",
	"INSERT ON category_hints", "DELETE ON categories", "INSERT ON exchange_rates", "INSERT ON idempotency_keys",
	"UPDATE ON family_members", "DELETE ON families", "DELETE ON users", "INSERT ON audit_log", "INSERT ON sessions",
	"INSERT ON events",
}

// Twenty merges of the same two purses are begun at once, and at each step a part of the program
// crashes: no money is lost or made on the way, and in the end there is one purse.
func TestMergesKilledAtEachStepKeepTheMoney(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.apiEnv["DATABASE_URL"] += "&pool_max_conns=40" // so that no merge waits for a connection
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	web, code := h.twoPurses()
	before := h.allMoney()
	h.exec(`CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN PERFORM pg_advisory_xact_lock(35); RETURN NULL; END $$`)

	began := time.Now()
	stride := devtest.Sized(7, 1)
	parts := []part{theAPI, thePostgres, theConnection}
	crashes := 0
	for at := 0; at < len(mergeSteps); at += stride {
		for n := range devtest.Sized(1, len(parts)) {
			part := parts[(at/stride+n)%len(parts)]
			h.crashAt(mergeSteps[at], part, web, code)
			crashes++
			if after := h.allMoney(); after != before {
				t.Fatalf("%s crashed at %s: the money is\n%s\nand was\n%s", part, mergeSteps[at], after, before)
			}
		}
	}
	m := h.begin(web, code)
	m.wait.Wait()
	if joined := m.done.Load(); joined != 1 {
		t.Errorf("%d merges were done in the end, want 1", joined)
	}

	h.took(fmt.Sprintf("%d crashes amid 20 merges each", crashes), began)
	if after := h.allMoney(); after != before {
		t.Errorf("the money is\n%s\nand was\n%s", after, before)
	}
	if purses := rows(h, pgx.RowTo[int64], "SELECT count(*) FROM families")[0]; purses != 1 {
		t.Errorf("%d purses, want 1", purses)
	}
	h.booksAreSound()
}

// twoPurses are a chat's user and one of the web, both with money, and the code by which they
// become one.
func (h *house) twoPurses() (web *client.Client, code string) {
	h.t.Helper()
	const chatID = 7
	chat := api.Chat{ChatID: chatID, FirstName: "Ana"}
	registered, err := h.signed().RegisterChat(h.ctx, api.RegisterChat{Chat: chat})
	if err != nil {
		h.t.Fatal(err)
	}
	web = h.booker("ana", 20)
	for _, by := range []*client.Client{h.signed().As(registered.JWTToken), web} {
		h.furnish(by)
	}
	started, err := h.signed().StartLink(h.ctx, api.StartLink{Chat: chat})
	if err != nil {
		h.t.Fatal(err)
	}
	return web, started.Code
}

// furnish writes something of each kind into a purse.
func (h *house) furnish(by *client.Client) {
	h.t.Helper()
	ctx := h.ctx
	card, err := by.CreateAccount(ctx, api.CreateAccount{Name: "Card", Kind: "card", Currency: "EUR", Opening: "40"})
	h.must(err)
	all, err := by.Accounts(ctx)
	h.must(err)
	cash := all.Items[slices.IndexFunc(all.Items, func(a api.Account) bool { return a.ID != card.ID })]
	chess, err := by.CreateCategory(ctx, api.CreateCategory{Kind: api.Expense, Name: "Chess"})
	h.must(err)

	split := []api.Split{{CategoryID: &chess.ID, Amount: "4"}, {Amount: "6"}}
	spent, err := by.CreateTransaction(ctx, api.CreateTransaction{
		Kind: api.Expense, Amount: "10", Tags: []string{"home"}, Splits: split,
	})
	h.must(err)
	h.must(second(by.CreateTransfer(ctx, api.CreateTransfer{
		FromAccountID: cash.ID, ToAccountID: card.ID, Amount: "5", ToAmount: "4.50",
	})))
	rate := api.CreateExchangeRate{Date: "2026-05-01", Base: "EUR", Quote: "USD", Rate: "1.1"}
	h.must(second(by.CreateExchangeRate(ctx, rate)))
	receipt := api.Upload{Name: "r.pdf", Content: []byte("%PDF-1.4\n%%EOF\n")}
	h.must(second(by.AddAttachment(ctx, api.AddAttachment{ID: spent.ID, File: receipt})))
	added, err := by.Once("zugzwang").QuickAdd(ctx, api.QuickAdd{Text: "3 zugzwang"})
	h.must(err)
	h.must(second(by.UpdateTransaction(ctx, api.UpdateTransaction{ID: added.Items[0].ID, CategoryID: &chess.ID})))

	const rows = "Date,Amount,Description\n2026-05-03,-12.00,Lidl\n2026-05-04,-3.00,Cinema\n"
	file := api.Upload{Name: "may.csv", Content: []byte(rows)}
	seen, err := by.Import(ctx, api.ImportFile{File: file, AccountID: cash.ID})
	h.must(err)
	h.must(second(by.ApplyImport(ctx, api.ImportPlan{ID: seen.ID})))
}

// allMoney is all that the database holds, whoever's it is: each line a sum.
func (h *house) allMoney() string {
	h.t.Helper()
	return strings.Join(rows(h, pgx.RowTo[string], `
		SELECT 'balance ' || currency || ' ' || sum(balance) || ' opening ' || sum(opening) FROM accounts GROUP BY currency
		UNION ALL SELECT kind || ' ' || currency || ' ' || sum(amount) || ' of ' || count(*)
			FROM transactions GROUP BY kind, currency
		UNION ALL SELECT 'parts ' || sum(amount) || ' of ' || count(*) FROM transaction_splits
		UNION ALL SELECT 'files ' || count(*) FROM attachments
		UNION ALL SELECT 'rows ' || count(*) FROM imported_entries
		UNION ALL SELECT 'operations ' || count(*) FROM operations ORDER BY 1`), "\n")
}

// crashAt begins twenty merges, lets a part crash while one of them stands at the step and the
// others wait for it, and sees to it that none was done.
func (h *house) crashAt(step string, part part, web *client.Client, code string) {
	h.t.Helper()
	_, table, _ := strings.Cut(step, " ON ")
	h.exec("CREATE TRIGGER wait_here BEFORE " + step + " FOR EACH STATEMENT EXECUTE FUNCTION wait_here()")
	gate := h.connect()
	if _, err := gate.Exec(h.ctx, "SELECT pg_advisory_lock(35)"); err != nil {
		h.t.Fatal(err)
	}

	m := h.begin(web, code)
	h.eventually("a merge stands at "+step, func() bool { return h.waiting("advisory") > 0 })
	m.last.Store(true)
	h.eventually("all merges wait in the database", func() bool { return h.waiting("") == m.asking.Load() })
	h.t.Logf("%s crashes while %d merges are at %s", part, m.asking.Load(), step)
	h.crash(part)

	m.wait.Wait()
	_ = gate.Close(h.ctx) // where the crash has not done so
	if n := m.done.Load(); n != 0 {
		h.t.Errorf("%s crashed at %s: %d merges were done", part, step, n)
	}
	h.api.WaitReady(h.apiURL + "/readyz")
	h.exec("DROP TRIGGER wait_here ON " + table)
}

// waiting is how many connections of the API wait for a lock, of one kind or of any.
func (h *house) waiting(kind string) int64 {
	h.t.Helper()
	return rows(h, pgx.RowTo[int64], `SELECT count(*) FROM pg_stat_activity
		WHERE application_name = 'finance-bot-api' AND wait_event_type = 'Lock' AND $1 IN ('', wait_event)`, kind)[0]
}

// merges are twenty callers who ask for the same merge until they are answered.
type merges struct {
	wait   sync.WaitGroup
	asking atomic.Int64
	done   atomic.Int64
	last   atomic.Bool // whether nobody asks again
}

func (h *house) begin(web *client.Client, code string) *merges {
	m := &merges{}
	for range 20 {
		m.asking.Add(1)
		m.wait.Go(func() {
			defer m.asking.Add(-1)
			err := error(client.ErrUnreachable)
			for again := true; again && errs.Is(err, errs.Unavailable) && h.ctx.Err() == nil; again = !m.last.Load() {
				_, err = web.ConfirmLink(h.ctx, api.ConfirmLink{Code: code, Merge: api.MergeJoin})
			}
			switch {
			case err == nil:
				m.done.Add(1)
			case !errors.Is(err, &errs.Error{Code: api.CodeCodeInvalid}) && !errs.Is(err, errs.Unavailable):
				h.t.Errorf("a merge: %v", err)
			}
		})
	}
	return m
}
