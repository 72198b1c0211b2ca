package transaction

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/statement"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// plan turns the rows of a file into drafts of entries: it knows what names mean here.
type plan struct {
	statement.Statement

	in         api.ImportPlan
	memory     memory
	remembered bool
	settled    bool // whether the memory answers what the file leaves open
	familyID   int64
	userID     int64
	now        time.Time

	accounts   []api.Account
	home       api.Account // of rows that name no account
	moved      bool        // whether the rows told whose the file is
	homes      []int64     // the accounts of which it may be, where that has to be asked
	categories categoryIndex

	drafts   []Draft
	held     []Draft // rows that the bank holds back and that stay out
	heldRows int     // all that the bank holds back
	problems []api.ImportProblem
	zero     int
	mirrors  int                         // rows that are the other side of a transfer told before
	names    map[nameKey]*api.ImportName // of accounts and categories that the file has
	inOrder  []nameKey                   // of names, as the file has them
	oneName  bool                        // the file names one account only
	wanted   map[int]bool                // lines that are booked whatever they are duplicates of
	left     map[int]bool                // lines that stay out whatever they are
	out      outcome                     // what becomes of the drafts
}

type nameKey struct{ what, kind, name string }

// check refuses names that are said to mean what is not here.
func (p *plan) check() error {
	for _, id := range p.in.Accounts {
		a := p.account(id)
		if a == nil {
			return account.ErrUnknown
		}
		if a.Archived {
			return account.ErrArchived
		}
	}
	for _, id := range p.in.Categories {
		if id != 0 && p.categories.kinds[id] == "" {
			return ErrCategoryUnknown
		}
	}
	return p.settleHome()
}

func (p *plan) account(id int64) *api.Account {
	if at := slices.IndexFunc(p.accounts, func(a api.Account) bool { return a.ID == id }); at >= 0 {
		return &p.accounts[at]
	}
	return nil
}

// settleHome finds the account of rows that name none: the one given, the one of the last
// such file, or the first whose currency is the file's.
func (p *plan) settleHome() error {
	if p.in.AccountID != 0 {
		a := p.account(p.in.AccountID)
		switch {
		case a == nil:
			return account.ErrUnknown
		case a.Archived:
			return account.ErrArchived
		}
		p.home = *a
		return nil
	}
	if a := p.account(p.memory.AccountID); a != nil && !a.Archived {
		p.home = *a
		return nil
	}
	for _, fits := range []func(api.Account) bool{
		func(a api.Account) bool { return len(p.Rows) > 0 && a.Currency == p.Rows[0].Currency },
		func(api.Account) bool { return true },
	} {
		for _, a := range p.accounts {
			if !a.Archived && fits(a) {
				p.home = a
				return nil
			}
		}
	}
	return account.ErrNone
}

// draft makes an entry out of every row that is not left out.
func (p *plan) draft() {
	p.drafts, p.held, p.problems, p.names = nil, nil, nil, map[nameKey]*api.ImportName{}
	p.heldRows, p.zero, p.mirrors = 0, 0, 0

	skipped := setOf(p.in.SkipLines)
	for _, problem := range p.Problems {
		if !skipped[problem.Line] {
			p.problems = append(p.problems, problem)
		}
	}
	p.wanted, p.left = setOf(p.in.BookLines), setOf(p.in.LeaveLines)
	named := map[string]bool{}
	for _, r := range p.Rows {
		named[r.Account] = true
	}
	p.oneName = len(named) == 1
	for _, r := range p.Rows {
		switch {
		case skipped[r.Line]:
		case r.Held && p.in.Held != api.HeldBook:
			p.hold(r)
		case r.Zero():
			p.zero++
		default:
			if r.Held {
				p.heldRows++
			}
			d, err := p.entry(r)
			if err != nil {
				p.problems = append(p.problems, problemOf(r, err))
				continue
			}
			if r.Mirror && d.Kind == api.Transfer {
				p.mirrors++
				continue
			}
			p.drafts = append(p.drafts, d)
		}
	}
	slices.SortStableFunc(p.problems, func(a, b api.ImportProblem) int { return cmp.Compare(a.Line, b.Line) })
}

func setOf(lines []int) map[int]bool {
	set := make(map[int]bool, len(lines))
	for _, line := range lines {
		set[line] = true
	}
	return set
}

// total is how many rows the file has; a transfer that it tells on both sides is one.
func (p *plan) total() int { return len(p.Rows) - p.mirrors }

// hold notes a row that stays out because the bank holds it back. What is wrong with it keeps
// nothing else from being booked, and what it names is not opened here.
func (p *plan) hold(r statement.Row) {
	p.heldRows++
	amount, err := money.Parse(r.Amount, cmp.Or(r.Currency, p.home.Currency))
	if err != nil {
		return
	}
	d := Draft{Line: r.Line, Category: r.Category, State: r.State}
	d.Transaction = Transaction{Kind: r.Kind, AccountID: p.home.ID, Amount: amount, Date: r.Date, Note: r.Note, Payee: r.Payee}
	p.held = append(p.held, d)
}

// rowError is why a row cannot be an entry.
type rowError struct{ code, message, text string }

func (e rowError) Error() string { return e.code + ": " + e.message }

func problemOf(r statement.Row, err error) api.ImportProblem {
	var row rowError
	if errors.As(err, &row) {
		return api.ImportProblem{Line: r.Line, Code: row.code, Message: row.message, Text: row.text}
	}
	e := errs.As(err) // all else comes from the rules of amounts and entries
	_, code, _ := strings.Cut(e.Code, ".")
	return api.ImportProblem{Line: r.Line, Code: code, Message: e.Message + ".", Text: r.Amount}
}

// entry makes a draft of a row and holds it against the rules of entries.
func (p *plan) entry(r statement.Row) (Draft, error) {
	d := Draft{Line: r.Line, Category: r.Category, ExternalID: r.ExternalID, State: r.State}
	if r.Summary {
		d.Duplicate = summary
	}
	from, err := p.rowAccount(r)
	if err != nil {
		return d, err
	}
	d.home = from.ID
	if r.Date.IsZero() {
		return d, rowError{"date", "The bank has not given this row a date yet.", r.State}
	}
	d.Transaction = Transaction{
		FamilyID: p.familyID, Kind: r.Kind, AccountID: from.ID, Date: r.Date, Note: r.Note, Payee: r.Payee, Tags: normalTags(r.Tags),
		CreatedBy: p.userID, Version: 1, CreatedAt: p.now, UpdatedAt: p.now,
	}
	if d.Amount, err = money.Parse(r.Amount, from.Currency); err != nil {
		return d, err
	}
	if err := p.direct(r, from, &d); err != nil {
		return d, err
	}
	if d.Kind != api.Transfer {
		d.CategoryID = p.category(d.Kind, r.Category)
		if err := p.splits(r, &d); err != nil {
			return d, err
		}
	}
	return d, d.check(p.now)
}

// rowAccount finds the account of a row: by the name that the file has for it or, in a file
// of several currencies, by the currency.
func (p *plan) rowAccount(r statement.Row) (api.Account, error) {
	a := p.home
	if r.Account != "" {
		found := p.named(r.Account)
		switch {
		case found != nil:
			a = *found
		case !p.oneName: // a file about one account may call it what it likes
			return a, rowError{"account", "There is no account of this name.", r.Account}
		}
	} else if r.Currency != "" && r.Currency != a.Currency {
		if found := p.named(r.Currency); found != nil {
			a = *found
		}
	}
	switch {
	case a.Archived:
		return a, rowError{"archived", "The account is archived.", a.Name}
	case r.Currency != "" && r.Currency != a.Currency:
		return a, rowError{"currency", fmt.Sprintf("The account %s is kept in %s.", a.Name, a.Currency), r.Currency}
	}
	return a, nil
}

// named finds the account that a name of the file means, and notes the name.
func (p *plan) named(name string) *api.Account {
	key := nameKey{"account", "", name}
	if seen := p.names[key]; seen != nil {
		seen.Rows++
		if seen.ID == nil {
			return nil
		}
		return p.account(*seen.ID)
	}
	var found *api.Account
	if id := cmp.Or(p.in.Accounts[name], p.memory.Accounts[name]); id != 0 {
		found = p.account(id)
	}
	for i := range p.accounts {
		if found == nil && strings.EqualFold(strings.TrimSpace(p.accounts[i].Name), strings.TrimSpace(name)) {
			found = &p.accounts[i]
		}
	}
	noted := &api.ImportName{Name: name, Rows: 1}
	if found != nil {
		noted.ID = &found.ID
	}
	p.note(key, noted)
	return found
}

// direct makes a transfer of a row that names a second account which is known here.
func (p *plan) direct(r statement.Row, from api.Account, d *Draft) error {
	if r.ToAccount == "" {
		return nil
	}
	to := p.named(r.ToAccount)
	if r.Kind != api.Transfer {
		// QIF tells only one of the two amounts.
		if to == nil || to.Archived || to.ID == from.ID || to.Currency != from.Currency {
			return nil
		}
		d.ToAccountID, d.ToAmount = to.ID, d.Amount
		if r.Kind == api.Income {
			d.AccountID, d.ToAccountID = to.ID, from.ID
		}
		d.Kind, d.Note, d.Payee = api.Transfer, strings.TrimSpace(d.Payee+" "+d.Note), ""
		return nil
	}
	switch {
	case to == nil:
		return rowError{"account", "There is no account of this name.", r.ToAccount}
	case to.Archived:
		return rowError{"archived", "The account is archived.", to.Name}
	case r.ToCurrency != "" && r.ToCurrency != to.Currency:
		return rowError{"currency", fmt.Sprintf("The account %s is kept in %s.", to.Name, to.Currency), r.ToCurrency}
	}
	d.ToAccountID = to.ID
	var err error
	d.ToAmount, err = received(d.Amount, to.Currency, api.Decimal(r.ToAmount))
	return err
}

// category finds the category that a name of the file means, and notes the name.
func (p *plan) category(kind, name string) *int64 {
	if name == "" {
		return nil
	}
	key := nameKey{"category", kind, name}
	if seen := p.names[key]; seen != nil {
		seen.Rows++
		return seen.ID
	}
	noted := &api.ImportName{Name: name, Kind: kind, Rows: 1, ID: p.categories.find(kind, name)}
	for _, given := range []map[string]int64{p.memory.Categories, p.in.Categories} {
		if id, ok := given[name]; ok && id == 0 {
			noted.ID = nil
		} else if ok && p.categories.kinds[id] == kind {
			noted.ID = &id
		}
	}
	p.note(key, noted)
	return noted.ID
}

// note remembers a name that comes for the first time.
func (p *plan) note(key nameKey, name *api.ImportName) {
	p.names[key] = name
	p.inOrder = append(p.inOrder, key)
}

// splits makes the parts of a row; their categories are those of the whole's kind.
func (p *plan) splits(r statement.Row, d *Draft) error {
	for _, part := range r.Splits {
		m, err := money.Parse(part.Amount, d.Amount.Currency)
		if err != nil {
			return err
		}
		d.Splits = append(d.Splits, Part{CategoryID: p.category(d.Kind, part.Category), Minor: m.Minor, Note: part.Note})
		d.parts = append(d.parts, part.Category)
	}
	if len(d.Splits) > 0 {
		d.CategoryID = nil
	}
	return nil
}
