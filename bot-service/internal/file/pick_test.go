package file_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

// inDoubt is a file with rows in doubt, which are what a plan makes of them.
func inDoubt(rows ...api.ImportRow) func(api.ImportPlan) api.Import {
	return func(plan api.ImportPlan) api.Import {
		seen := found()
		seen.New, seen.Maybe = 0, len(rows)
		for i, r := range rows {
			switch {
			case slices.Contains(plan.BookLines, r.Line):
				r.Books = true
			case slices.Contains(plan.LeaveLines, r.Line):
				r.Books = false
			}
			r.JoinsID = plan.Transfers[r.Line]
			if r.Books {
				seen.New++
			}
			if i >= plan.DoubtsAfter && len(seen.Doubts) < 20 {
				seen.Doubts = append(seen.Doubts, r)
			}
		}
		return seen
	}
}

func row(line int, duplicate, note string) api.ImportRow {
	return api.ImportRow{Line: line, Kind: api.Expense, Date: "2026-03-01", Amount: "12.50", Currency: "EUR", AccountID: 1, Note: note, Duplicate: duplicate,
		Books: duplicate != api.DuplicateDeleted && duplicate != api.DuplicateSummary}
}

// Each row in doubt is decided about by a tap, with what it may be beside it.
func TestRowsInDoubtAreDecidedAboutByTaps(t *testing.T) {
	t.Parallel()
	boots := row(2, api.DuplicateMaybe, "Shoes")
	boots.Match = &api.ImportSide{ID: 70, AccountID: 1, Kind: api.Expense, Date: "2026-02-28", Note: "new boots"}
	move := row(6, "", "Move")
	move.Transfers = []api.ImportSide{
		{ID: 90, AccountID: 2, Kind: api.Income, Date: "2026-03-01", Note: "from cash"}, {ID: 91, AccountID: 2, Kind: api.Income, Date: "2026-03-02", Note: "top-up"},
	}
	rows := []api.ImportRow{boots, row(3, api.DuplicateLookalike, "Bus"), row(4, api.DuplicateDeleted, "Tea"), row(5, api.DuplicateSummary, "Total"), move}
	for lang, say := range map[string]struct {
		open, back, picked, apply string
		why                       []string
	}{
		"en": {"Decide about 5", "« Back", "You decided about 4 one by one", "Import 4 entries",
			[]string{"may be here already: February 28, 2026 · new boots", "looks the same as another", "was here and was deleted", "reads like a balance", "one transfer with", "from cash"}},
		"ro": {"Hotărăște despre 5", "« Înapoi", "Ai hotărât pe rând despre 4", "Importă 4 tranzacții",
			[]string{"poate există deja: 28 februarie 2026 · new boots", "arată la fel", "a fost ștearsă", "pare a fi un sold", "un transfer împreună cu", "from cash"}},
		"ru": {"Решить про 5", "« Назад", "Про 4 вы решили по одной", "Импортировать 4",
			[]string{"возможно, уже есть: 28 февраля 2026 г. · new boots", "похожа на другую", "её удалили", "похоже на остаток", "один перевод с записью", "from cash"}},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			b.API.ImportBy(inDoubt(rows...))
			p := b.User(lang)
			m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
			m = press(b, p, m, button(m, "☝️ "+say.open))
			readable(t, m)
			bottest.Holds(t, strings.ReplaceAll(m.Text, "\u00a0", " "), append(say.why, "1. ✅", "3. ✖️", "4. ✖️", "5. ✅")...)

			m = press(b, p, m, "✅ 1")  // left out
			m = press(b, p, m, "✖️ 3") // brought back
			m = press(b, p, m, "✖️ 4") // booked, and left out again
			m = press(b, p, m, "✅ 4")
			m = press(b, p, m, "✅ 5") // a transfer with the first, and then with the second
			m = press(b, p, m, "🔁 5")
			bottest.Holds(t, m.Text, "1. ✖️", "2. ✅", "3. ✅", "4. ✖️", "5. 🔁", "top-up")
			m = press(b, p, m, say.back)
			bottest.Holds(t, m.Text, say.picked)
			readable(t, m)
			b.Tap(p, m, m.Buttons()[0], "✅")
			got := b.API.Applied()[0]
			if !slices.Equal(got.BookLines, []int{4, 6}) || !slices.Equal(got.LeaveLines, []int{2, 5}) || got.Transfers[6] != 91 || len(got.Transfers) != 1 {
				t.Errorf("applied %+v", got)
			}
		})
	}
}

// A button that was tapped before changes nothing: the page is shown as it is.
func TestOldButtonOfARowChangesNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(inDoubt(row(2, api.DuplicateMaybe, "Shoes"), row(3, api.DuplicateMaybe, "Bus")))
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	old := press(b, p, m, button(m, "☝️"))
	press(b, p, old, "✅ 1")
	b.Toast(p, old, "✅ 1", "") // shows what is there
	m = p.Chat().Last()
	bottest.Holds(t, m.Text, "1. ✖️", "2. ✅")
}

// Many rows, with as many words as there can be, fit into messages and buttons, at one call a tap.
func TestManyRowsInDoubtFitIntoMessages(t *testing.T) {
	t.Parallel()
	var rows []api.ImportRow
	long := strings.Repeat("Щ", 255)
	for n := range 30 {
		r := row(10_000_000+n, api.DuplicateMaybe, long)
		r.Payee, r.Match = long, &api.ImportSide{ID: 1 << 60, AccountID: 1, Date: "2026-03-01", Payee: long, Note: long}
		rows = append(rows, r)
	}
	b := bottest.Start(t)
	b.API.ImportBy(inDoubt(rows...))
	p := b.User("ru")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	m = press(b, p, m, button(m, "☝️"))
	for page := 0; ; page++ {
		fits(t, m)
		if want := fmt.Sprintf("%d. ", page*8+1); !strings.Contains(m.Text, want) {
			t.Errorf("page %d: %q", page, m.Text)
		}
		before := b.API.Calls("POST /transactions/import/{id}/preview")
		m = press(b, p, m, m.Buttons()[0])
		if calls := b.API.Calls("POST /transactions/import/{id}/preview") - before; calls != 1 {
			t.Errorf("a tap costs %d calls", calls)
		}
		if !slices.Contains(m.Buttons(), "▶") {
			break
		}
		m = press(b, p, m, "▶")
	}
	if !strings.Contains(m.Text, "30. ") {
		t.Errorf("the last page: %q", m.Text)
	}
}

func fits(t *testing.T, m telegram.Message) {
	t.Helper()
	readable(t, m)
	if n := len(utf16.Encode([]rune(m.Text))); n > 4096 {
		t.Errorf("a message of %d", n)
	}
}
