package file

import (
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Names of taps: short, because the id of an import, a step and an answer go with them.
const (
	tapShow     = "f.s"
	tapRows     = "f.r"
	tapAccounts = "f.l"
	tapColumns  = "f.k"
	tapDoubts   = "f.d"
	tapPick     = "f.w"
	tapChoice   = "f.q"
	tapHome     = "f.h"
	tapName     = "f.n"
	tapColumn   = "f.c"
	tapSet      = "f.t"
	tapBook     = "f.b"
	tapRest     = "f.o"
	tapDrop     = "f.no"
	tapUndo     = "f.un"
	tapExport   = "f.export"
)

const (
	firstRows     = 5 // of a file, that are shown
	firstProblems = 5
	pageRows      = 10
	columns       = 2
)

// sight is all that is needed to show a file: what was found in it and what was answered.
type sight struct {
	words    text.Words
	answers  answers
	found    api.Import
	accounts []api.Account
	message  int // of the person, or of the button
}

// next is the first question that is open, or else what the file would become.
func (s sight) next() (telegram.Reply, error) {
	switch choices := asked(s.found); {
	case s.homeless():
		return s.homeQuestion(), nil
	case len(choices) > 0:
		return s.doubt(choices)
	case len(s.found.Missing) > 0 && s.answers.Base != nil:
		return s.columnChoice(missingRole(s.found)), nil
	case len(s.found.Missing) == 0 && s.answers.Wanted.Name != "":
		return s.accountQuestion(), nil
	}
	return s.preview()
}

func (s sight) button(key, tap, what string) telegram.Button {
	return telegram.Button{Text: s.words.Say(key), Tap: tap, With: s.answers.with(what)}
}

func (s sight) cancel() telegram.Button { return s.button("button.cancel", tapDrop, "") }

// heading names the file. How many entries it has is not known before its columns are.
func (s sight) heading() string {
	name := text.Data{"Name": text.Clipped(s.found.Name, 60)}
	if s.found.Total == 0 {
		return s.words.Say("file.named", name)
	}
	return s.words.Count("file.found", s.found.Total, name)
}

// preview shows what a file would become, and asks what shall become of it.
func (s sight) preview() (telegram.Reply, error) {
	w, found := s.words, s.found
	lines := []string{s.heading()}
	lines = append(lines, s.counts()...)
	sums, err := comesTo(w, found)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines = append(lines, sums...)
	lines = append(lines, s.home()...)
	if found.AccountKnown {
		lines = append(lines, w.Say("file.account_known"))
	}
	if found.Remembered && s.answers.Plan.Mapping == nil {
		lines = append(lines, w.Say("file.remembered"))
	}

	rows, err := s.rowLines(found.Rows[:min(len(found.Rows), firstRows)])
	if err != nil {
		return telegram.Reply{}, err
	}
	if len(rows) > 0 {
		lines = append(append(lines, ""), rows...)
	}
	if len(found.Rows) > firstRows {
		lines = append(lines, "…")
	}
	lines = append(lines, s.faults()...)
	return telegram.Reply{Text: text.Lines(lines...), Buttons: s.buttons()}, nil
}

// home names the account that the rows go to.
func (s sight) home() []string {
	var names []string
	for _, a := range s.accounts {
		goes := func(r api.ImportRow) bool { return r.AccountID == a.ID }
		if slices.ContainsFunc(s.found.Rows, goes) || a.ID == s.found.AccountID && !slices.ContainsFunc(s.found.Rows, placed) {
			names = append(names, text.Clipped(a.Name, 40))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{s.words.Say("file.account", text.Data{"Account": strings.Join(names, ", ")})}
}

func placed(r api.ImportRow) bool { return r.AccountID != 0 }

// counts says what would be booked and what would not.
func (s sight) counts() []string {
	found, plan := s.found, s.answers.Plan
	strange := 0
	for _, c := range found.Categories {
		if c.ID == nil {
			strange++
		}
	}
	var lines []string
	for _, c := range []struct {
		key string
		n   int
	}{
		{"file.new", found.New},
		{"file.duplicates", found.Duplicates},
		{either(plan.Held == api.HeldBook, "file.held_booked", "file.held"), found.Held},
		{either(plan.Restore, "file.restored", "file.deleted"), found.Deleted},
		{either(plan.Duplicates == api.DuplicatesSkipAll, "file.maybe_skipped", "file.maybe"), found.Maybe},
		{either(plan.Duplicates == api.DuplicatesSkipAll, "file.lookalikes_skipped", "file.lookalikes"), found.Lookalikes},
		{either(plan.JoinTransfers, "file.joined", "file.transfers"), found.Transfers},
		{"file.summaries", found.Summaries},
		{"file.picked", s.answers.picks()},
		{"file.zero", found.Zero},
		{"file.categories", strange},
	} {
		if c.n > 0 || c.key == "file.new" && found.Faults == 0 && len(found.Missing) == 0 {
			lines = append(lines, s.words.Count(c.key, c.n))
		}
	}
	return lines
}

func either(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}

// comesTo says what would be, or was, booked: what came in and went out, and on which days.
func comesTo(w text.Words, found api.Import) ([]string, error) {
	var lines []string
	for _, sum := range found.Sums {
		income, err := money.Parse(sum.Income, sum.Currency)
		if err != nil {
			return nil, err
		}
		expense, err := money.Parse(sum.Expense, sum.Currency)
		if err != nil {
			return nil, err
		}
		var parts []string
		if !income.IsZero() {
			parts = append(parts, "+"+w.Money(income))
		}
		if !expense.IsZero() {
			parts = append(parts, w.Money(expense.Neg()))
		}
		if len(parts) > 0 {
			lines = append(lines, "💰 "+strings.Join(parts, " / "))
		}
	}
	switch found.From {
	case "":
	case found.To:
		lines = append(lines, "📅 "+date(w, found.From))
	default:
		lines = append(lines, "📅 "+date(w, found.From)+" – "+date(w, found.To))
	}
	return lines, nil
}

// faults names the lines that keep the file from being booked.
func (s sight) faults() []string {
	w, found := s.words, s.found
	if len(found.Missing) > 0 {
		return []string{"", w.Say("file.missing")}
	}
	if found.Faults == 0 {
		return nil
	}
	lines := []string{"", w.Count("file.faults", found.Faults)}
	shown := min(len(found.Problems), firstProblems)
	for _, p := range found.Problems[:shown] {
		why := w.Say("file.problem." + p.Code)
		if strings.HasPrefix(why, "file.problem.") { // of a newer API
			why = w.Say("file.problem.other")
		}
		key, data := "file.fault", text.Data{"Number": p.Line, "Why": why}
		if p.Text != "" {
			key, data["Text"] = "file.fault_text", text.Clipped(p.Text, 40)
		}
		lines = append(lines, w.Say(key, data))
	}
	if more := found.Faults - shown; more > 0 {
		lines = append(lines, w.Count("file.more_faults", more))
	}
	return lines
}

// buttons are what can be done with a file about which no question is open.
func (s sight) buttons() [][]telegram.Button {
	w, found, plan := s.words, s.found, s.answers.Plan
	var rows [][]telegram.Button
	add := func(b ...telegram.Button) { rows = append(rows, telegram.Row(b...)) }

	switch {
	case len(found.Missing) > 0 || found.New == 0:
		add(s.cancel())
	case found.Faults > 0:
		add(telegram.Button{Text: w.Count("button.import_rest", found.New), Tap: tapRest, With: s.answers.with("")})
		add(s.cancel())
	default:
		add(telegram.Button{Text: w.Count("button.import", found.New), Tap: tapBook, With: s.answers.with("")}, s.cancel())
	}
	rows = append(rows, s.settings()...)
	if n := doubtful(found); n > 0 && len(found.Missing) == 0 {
		add(telegram.Button{Text: w.Count("button.one_by_one", n), Tap: tapDoubts, With: s.answers.with("0")})
	}
	if len(found.Rows) > 0 {
		add(s.button("button.rows", tapRows, "0"))
	}
	if len(s.accounts) > 1 {
		add(s.button("button.account", tapAccounts, ""))
	}
	var read []telegram.Button
	if s.answers.Base != nil && found.Format == api.FormatCSV {
		read = append(read, s.button("button.columns", tapColumns, ""))
	}
	if found.Settled || plan.Mapping != nil || len(plan.Accounts) > 0 || len(s.answers.Left) > 0 {
		read = append(read, s.button("button.anew", tapSet, setAnew))
	}
	if len(read) > 0 {
		add(read...)
	}
	return rows
}

// settings are what can be taken in or left out of a file that is readable.
func (s sight) settings() [][]telegram.Button {
	found, plan := s.found, s.answers.Plan
	if len(found.Missing) > 0 {
		return nil
	}
	var rows [][]telegram.Button
	for _, c := range []struct {
		n           int
		set         string
		on          bool
		take, leave string
	}{
		{found.Held, setHeld, plan.Held == api.HeldBook, "button.held", "button.held_not"},
		{found.Deleted, setRestore, plan.Restore, "button.restore", "button.restore_not"},
		{found.Maybe + found.Lookalikes, setMaybe, plan.Duplicates == api.DuplicatesSkipAll, "button.same_not", "button.same"},
		{found.Transfers, setJoin, plan.JoinTransfers, "button.join", "button.join_not"},
	} {
		if c.n > 0 {
			label := s.words.Count(either(c.on, c.leave, c.take), c.n)
			rows = append(rows, telegram.Row(telegram.Button{Text: label, Tap: tapSet, With: s.answers.with(c.set)}))
		}
	}
	return rows
}

// accountChoice asks where rows go that name no account.
func accountChoice(w text.Words, a answers, accounts []api.Account) telegram.Reply {
	back := telegram.Button{Text: w.Say("button.back"), Tap: tapShow, With: a.with("")}
	fit := accountButtons(a, accounts, tapHome)
	return telegram.Reply{Text: w.Say("file.which_account"), Buttons: append(telegram.Grid(fit, columns), telegram.Row(back))}
}

func accountButtons(a answers, accounts []api.Account, tap string) []telegram.Button {
	var all []telegram.Button
	for _, to := range accounts {
		label := text.Clipped(to.Name, 30) + ", " + to.Currency
		all = append(all, telegram.Button{Text: label, Tap: tap, With: a.with(strconv.FormatInt(to.ID, 10))})
	}
	return all
}

func applied(w text.Words, done api.Import) (telegram.Reply, error) {
	lines := []string{w.Count("file.applied", done.New, text.Data{"Name": text.Clipped(done.Name, 60)})}
	if done.Duplicates > 0 {
		lines = append(lines, w.Count("file.skipped", done.Duplicates))
	}
	sums, err := comesTo(w, done)
	if err != nil {
		return telegram.Reply{}, err
	}
	undo := telegram.Button{Text: w.Say("button.undo_import"), Tap: tapUndo, With: done.ID}
	return telegram.Reply{Text: text.Lines(append(lines, sums...)...), Buttons: [][]telegram.Button{telegram.Row(undo)}}, nil
}

func undone(w text.Words, done api.Import) telegram.Reply {
	said := w.Say("file.undone", text.Data{"Name": text.Clipped(done.Name, 60)})
	if done.Kept > 0 {
		said = text.Lines(said, w.Count("file.kept", done.Kept))
	}
	return telegram.Reply{Text: said}
}
