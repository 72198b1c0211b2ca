package file

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// What may become of a row that people are asked about.
const (
	pickBook  = "b"
	pickLeave = "o"
	pickJoin  = "j" // and behind it, which of the entries is its other side
)

// picked is what a button says about one row.
type picked struct {
	line   int
	choice string
	page   int // on which the row is shown
}

// base keeps numbers short in buttons, of which Telegram takes 64 bytes.
const base = 36

func (p picked) String() string {
	return strconv.FormatInt(int64(p.line), base) + "." + p.choice + "." + strconv.FormatInt(int64(p.page), base)
}

func readPicked(what string) (p picked, ok bool) {
	parts := strings.Split(what, ".")
	if len(parts) != 3 {
		return p, false
	}
	line, lineErr := strconv.ParseInt(parts[0], base, 32)
	page, pageErr := strconv.ParseInt(parts[2], base, 32)
	ok = lineErr == nil && pageErr == nil && line > 0 && page >= 0
	return picked{int(line), parts[1], int(page)}, ok
}

// doubts shows a page of the rows that people may decide about one by one.
func (f Feature) doubts(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	page, err := strconv.Atoi(b.what)
	if err != nil || page < 0 {
		return errOld
	}
	return f.showDoubts(ctx, t, a, page)
}

// pick takes in what shall become of one row, and shows its page as it is then. A button of an
// earlier step only shows it.
func (f Feature) pick(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	p, ok := readPicked(b.what)
	if !ok {
		return errOld
	}
	if a.Done != nil || a.Booking {
		return f.look(ctx, t, a, t.Redraw)
	}
	if b.step == a.Step {
		a.pick(p)
		a.Step++
	}
	return f.showDoubts(ctx, t, a, p.page)
}

// pick notes what shall become of a row. Of an entry that is the other side of another row already
// it becomes no second one.
func (a *answers) pick(p picked) {
	isLine := func(line int) bool { return line == p.line }
	a.Plan.BookLines = slices.DeleteFunc(a.Plan.BookLines, isLine)
	a.Plan.LeaveLines = slices.DeleteFunc(a.Plan.LeaveLines, isLine)
	delete(a.Plan.Transfers, p.line)
	if p.choice == pickLeave {
		a.Plan.LeaveLines = append(a.Plan.LeaveLines, p.line)
		return
	}

	a.Plan.BookLines = append(a.Plan.BookLines, p.line)
	sides := a.Sides[p.line]
	if len(sides) == 0 {
		return
	}
	entry := int64(0) // none: an entry of its own
	n, err := strconv.Atoi(strings.TrimPrefix(p.choice, pickJoin))
	if err == nil && n >= 0 && n < len(sides) && !a.joined(p.line, sides[n]) {
		entry = sides[n]
	}
	if a.Plan.Transfers == nil {
		a.Plan.Transfers = map[int]int64{}
	}
	a.Plan.Transfers[p.line] = entry
}

// joined reports whether another row was made a transfer with an entry.
func (a *answers) joined(line int, entry int64) bool {
	for other, with := range a.Plan.Transfers {
		if with == entry && other != line {
			return true
		}
	}
	return false
}

// next is what a tap makes of a row as it is: booked, then a transfer with each entry that may be its
// other side, then left out, and booked again.
func (a *answers) next(r api.ImportRow) string {
	if !r.Books {
		return pickBook
	}
	begin := 0
	if r.JoinsID != 0 {
		begin = 1 + slices.IndexFunc(r.Transfers, func(s api.ImportSide) bool { return s.ID == r.JoinsID })
	}
	for n := begin; n < len(r.Transfers); n++ {
		if !a.joined(r.Line, r.Transfers[n].ID) {
			return pickJoin + strconv.Itoa(n)
		}
	}
	return pickLeave
}

// picks is how many rows were decided about one by one.
func (a answers) picks() int { return len(a.Plan.BookLines) + len(a.Plan.LeaveLines) }

// showDoubts puts a page of rows to decide about, and keeps what its buttons refer to.
func (f Feature) showDoubts(ctx context.Context, t *telegram.Turn, a answers, page int) error {
	if a.Done != nil {
		return f.showDone(ctx, t, *a.Done)
	}
	plan := a.Plan
	plan.DoubtsAfter = page * pageDoubts
	found, err := f.preview(ctx, t, plan)
	if gone(err) {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}
	if err != nil {
		return err
	}
	if len(found.Doubts) == 0 || found.Status == api.ImportApplied || found.Status == api.ImportUndone {
		return f.look(ctx, t, a, t.Redraw)
	}

	s := sight{words: t.Words, answers: a, found: found}
	s.answers.Sides = map[int][]int64{}
	for _, r := range found.Doubts[:min(len(found.Doubts), pageDoubts)] {
		for _, side := range r.Transfers {
			s.answers.Sides[r.Line] = append(s.answers.Sides[r.Line], side.ID)
		}
	}
	if s.accounts, err = f.openAccounts(ctx, t); err != nil {
		return err
	}
	shown, err := s.doubtsPage(page)
	if err != nil {
		return err
	}
	f.Memory.save(ctx, t.Chat, s.answers)
	return t.Redraw(ctx, shown)
}

func (f Feature) openAccounts(ctx context.Context, t *telegram.Turn) (all []api.Account, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		all, err = open(ctx, c)
		return err
	})
	return all, err
}
