package file

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// tap is what a button under a file carries.
type tap struct {
	id   string // of the import
	step int
	what string // the answer
}

func (a answers) with(what string) string {
	return a.Plan.ID + "." + strconv.Itoa(a.Step) + "." + what
}

func readTap(with string) (b tap, ok bool) {
	id, rest, _ := strings.Cut(with, ".")
	step, what, _ := strings.Cut(rest, ".")
	number, err := strconv.Atoi(step)
	return tap{id, number, what}, err == nil
}

// known are the answers that a button belongs to. Buttons of another version belong to none.
func (f Feature) known(ctx context.Context, t *telegram.Turn) (b tap, a answers, err error) {
	b, ok := readTap(t.With)
	if !ok {
		return b, a, errOld
	}
	a, known := f.Memory.load(ctx, t.Chat, b.id)
	if !known {
		return b, a, errForgotten
	}
	return b, a, nil
}

// Why a button does nothing.
var (
	errOld       = errs.New(errs.Refused, api.CodeImportOldButton, "This button is of another version")
	errForgotten = errs.New(errs.Refused, api.CodeImportForgotten, "What was said about the file is not known any more")
)

// changes is the handler of an answer. One that was given before, or to an older question, changes
// nothing: what is asked now is shown again.
func (f Feature) changes(take func(a *answers, what string) bool) telegram.Handler {
	return func(ctx context.Context, t *telegram.Turn) error {
		b, a, err := f.known(ctx, t)
		if err != nil {
			return f.lost(ctx, t, b, err)
		}
		if b.step == a.Step && a.Done == nil && !a.Booking {
			if !take(&a, b.what) {
				return errOld
			}
			a.Step++
		}
		return f.look(ctx, t, a, t.Redraw)
	}
}

// lost begins anew with a file of which it is not known any more what was answered.
func (f Feature) lost(ctx context.Context, t *telegram.Turn, b tap, why error) error {
	if errs.As(why).Code != errForgotten.Code {
		return why
	}
	if err := t.Toast(ctx, t.Words.Error(why)); err != nil {
		return err
	}
	return f.look(ctx, t, first(b.id), t.Redraw)
}

// again shows a file as it is by what was answered.
func (f Feature) again(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	return f.look(ctx, t, a, t.Redraw)
}

// look asks what a file would become by the answers, and shows it.
func (f Feature) look(ctx context.Context, t *telegram.Turn, a answers, put putting) error {
	if a.Done != nil {
		return f.showDone(ctx, t, *a.Done)
	}
	found, err := f.preview(ctx, t, a.Plan)
	if gone(err) {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}
	if err != nil {
		return err
	}
	if found.Status != api.ImportReady && found.Status != "" {
		return f.showDone(ctx, t, found)
	}
	a.takeHome(found)
	return f.show(ctx, t, a, found, put)
}

// takeHome settles the account as it is proposed, so that what is seen is what will be booked, unless
// it has to be asked.
func (a *answers) takeHome(found api.Import) {
	if a.Plan.AccountID == 0 && len(found.AccountChoices) < 2 {
		a.Plan.AccountID = found.AccountID
	}
}

type putting func(context.Context, telegram.Reply) error

func (f Feature) preview(ctx context.Context, t *telegram.Turn, plan api.ImportPlan) (found api.Import, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		found, err = c.PreviewImport(ctx, plan)
		return err
	})
	return found, err
}

// gone reports that the API no longer has a file.
func gone(err error) bool {
	e := errs.As(err)
	return e != nil && (e.Code == api.CodeImportGaveWay || e.Code == api.CodeImportUnknown)
}

// show puts the next question about a file, or what it would become, and keeps what its buttons
// refer to.
func (f Feature) show(ctx context.Context, t *telegram.Turn, a answers, found api.Import, put putting) error {
	var accounts []api.Account
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		accounts, err = open(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	a.settle(found)
	s := sight{words: t.Words, answers: a, found: found, accounts: accounts, message: t.Message()}
	shown, err := s.next()
	if err != nil {
		return err
	}
	f.Memory.save(ctx, t.Chat, a)
	if a.Wanted.Name != "" {
		f.Memory.want(ctx, t.Chat, t.Message(), a.Plan.ID)
	}
	return put(ctx, shown)
}

// settle notes what the buttons of the next question refer to.
func (a *answers) settle(found api.Import) {
	a.New, a.Options, a.Wanted = found.New, nil, wanted{}
	for _, c := range asked(found) {
		if c.Mapping != nil {
			a.Options = append(a.Options, *c.Mapping)
		}
	}
	if len(a.Options) == 0 {
		a.Wanted, _ = missingAccount(*a, found)
	}
	a.Base = nil
	if found.Mapping == nil || len(found.Mapping.Columns) == 0 {
		return
	}
	base := api.ImportMapping{}
	switch {
	case a.Plan.Mapping != nil:
		base = *a.Plan.Mapping
	case found.Remembered:
		base = *found.Mapping
	}
	base.Columns, base.HeaderLine = found.Mapping.Columns, found.Mapping.HeaderLine
	a.Base = &base
}

// choose takes one of the ways to read a file.
func choose(a *answers, what string) bool {
	n, err := strconv.Atoi(what)
	if err != nil || n < 0 || n >= len(a.Options) {
		return false
	}
	a.Plan.Mapping, a.Left = &a.Options[n], nil
	return true
}

// settleHome takes the account of rows that name none.
func settleHome(a *answers, what string) bool {
	id, err := strconv.ParseInt(what, 10, 64)
	a.Plan.AccountID, a.Left = id, nil
	return err == nil
}

// settleName takes the account that a name of the file means; none where its lines stay out.
func settleName(a *answers, what string) bool {
	id, err := strconv.ParseInt(what, 10, 64)
	if err != nil || a.Wanted.Name == "" {
		return false
	}
	if id == 0 {
		a.Left = append(a.Left, a.Wanted.Name)
		return true
	}
	if a.Plan.Accounts == nil {
		a.Plan.Accounts = map[string]int64{}
	}
	a.Plan.Accounts[a.Wanted.Name] = id
	return true
}

// settleColumn takes what a column holds.
func settleColumn(a *answers, what string) bool {
	role, number, _ := strings.Cut(what, ".")
	n, err := strconv.Atoi(number)
	if err != nil || a.Base == nil || n < 0 || n >= len(a.Base.Columns) || !slices.Contains(roles, role) {
		return false
	}
	freed := []string{role}
	switch role {
	case api.ColumnAmount:
		freed = append(freed, api.ColumnDebit, api.ColumnCredit)
	case api.ColumnDebit, api.ColumnCredit:
		freed = append(freed, api.ColumnAmount)
	}
	columns := slices.Clone(a.Base.Columns)
	for i, held := range columns {
		if slices.Contains(freed, held) {
			columns[i] = ""
		}
	}
	columns[n] = role
	a.Base.Columns = columns
	a.Plan.Mapping, a.Left = a.Base, nil
	return true
}

// What can be set of a file, and taken back by the same button.
const (
	setHeld    = "held"
	setRestore = "back"
	setMaybe   = "same"
	setJoin    = "join"
	setAnew    = "anew"
)

func set(a *answers, what string) bool {
	switch what {
	case setHeld:
		a.Plan.Held = turned(a.Plan.Held, api.HeldBook)
	case setMaybe:
		a.Plan.Duplicates = turned(a.Plan.Duplicates, api.DuplicatesSkipAll)
	case setRestore:
		a.Plan.Restore = !a.Plan.Restore
	case setJoin:
		a.Plan.JoinTransfers = !a.Plan.JoinTransfers
	case setAnew:
		a.Plan = api.ImportPlan{ID: a.Plan.ID, AccountID: a.Plan.AccountID, Mapping: &api.ImportMapping{}}
		a.Left = nil
	default:
		return false
	}
	return true
}

func turned(is, to string) string {
	if is == to {
		return ""
	}
	return to
}
