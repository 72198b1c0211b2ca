package file

import (
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Names of taps: short, because the id of an import and that of an account go with them.
const (
	tapApply    = "f.go"
	tapAccounts = "f.as"
	tapAccount  = "f.ac"
	tapDrop     = "f.no"
	tapUndo     = "f.un"
	tapExport   = "f.export"
)

const (
	firstRows     = 5 // of a file, that are shown
	firstProblems = 5
	columns       = 2
)

func with(plan api.ImportPlan) string { return plan.ID + "." + strconv.FormatInt(plan.AccountID, 10) }

// preview shows what is in a file and asks what shall become of it.
func preview(w text.Words, found api.Import, accounts []api.Account) (telegram.Reply, error) {
	plan := api.ImportPlan{ID: found.ID, AccountID: found.AccountID}
	lines := []string{w.Count("file.found", found.Total, text.Data{"Name": text.Clipped(found.Name, 60)})}
	lines = append(lines, counts(w, found)...)
	for _, a := range accounts {
		if a.ID == found.AccountID {
			lines = append(lines, w.Say("file.account", text.Data{"Account": text.Clipped(a.Name, 40)}))
		}
	}
	rows, err := rowLines(w, found.Rows)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines = append(append(lines, ""), rows...)
	lines = append(lines, faults(w, found)...)
	row := telegram.Row(telegram.Button{Text: w.Say("button.cancel"), Tap: tapDrop, With: with(plan)})
	if found.Faults == 0 && len(found.Missing) == 0 && found.New > 0 {
		row = append(telegram.Row(telegram.Button{Text: w.Count("button.import", found.New), Tap: tapApply, With: with(plan)}), row...)
	}
	r := telegram.Reply{Text: text.Lines(lines...), Buttons: [][]telegram.Button{row}}
	if len(accounts) > 1 {
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: w.Say("button.account"), Tap: tapAccounts, With: with(plan)}))
	}
	return r, nil
}

// counts says what would be booked and what would not.
func counts(w text.Words, found api.Import) []string {
	var lines []string
	for _, c := range []struct {
		key string
		n   int
	}{
		{"file.new", found.New}, {"file.duplicates", found.Duplicates}, {"file.lookalikes", found.Lookalikes}, {"file.zero", found.Zero},
	} {
		if c.n > 0 || c.key == "file.new" {
			lines = append(lines, w.Count(c.key, c.n))
		}
	}
	strange := 0
	for _, c := range found.Categories {
		if c.ID == nil {
			strange++
		}
	}
	if strange > 0 {
		lines = append(lines, w.Count("file.categories", strange))
	}
	return lines
}

// rowLines are the first rows as they would be booked; ♻️ marks those that are there already.
func rowLines(w text.Words, rows []api.ImportRow) ([]string, error) {
	var lines []string
	for _, r := range rows[:min(len(rows), firstRows)] {
		amount, err := money.Parse(r.Amount, r.Currency)
		if err != nil {
			return nil, err
		}
		if r.Kind == api.Expense && amount.Minor > 0 {
			amount = amount.Neg()
		}
		mark := "•"
		if r.Duplicate != "" {
			mark = "♻️"
		}
		parts := []string{mark + " " + date(w, r.Date), w.Money(amount)}
		for _, said := range []string{r.Payee, r.Note} {
			if said != "" {
				parts = append(parts, text.Clipped(said, 40))
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	if more := len(rows) - firstRows; more > 0 {
		lines = append(lines, "…")
	}
	return lines, nil
}

func date(w text.Words, day string) string {
	d, err := time.Parse(api.DateForm, day)
	if err != nil {
		return day
	}
	return w.Date(d)
}

// faults names the lines that keep the file from being booked.
func faults(w text.Words, found api.Import) []string {
	if len(found.Missing) > 0 {
		return []string{"", w.Say("file.missing")}
	}
	if found.Faults == 0 {
		return nil
	}
	lines := []string{"", w.Count("file.faults", found.Faults)}
	for _, p := range found.Problems[:min(len(found.Problems), firstProblems)] {
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
	return lines
}

// accountChoice asks where rows go that name no account.
func accountChoice(w text.Words, plan api.ImportPlan, accounts []api.Account) telegram.Reply {
	var fit []telegram.Button
	for _, a := range accounts {
		to := api.ImportPlan{ID: plan.ID, AccountID: a.ID}
		fit = append(fit, telegram.Button{Text: text.Clipped(a.Name, 30) + ", " + a.Currency, Tap: tapAccount, With: with(to)})
	}
	back := telegram.Button{Text: w.Say("button.back"), Tap: tapAccount, With: with(plan)}
	return telegram.Reply{Text: w.Say("file.which_account"), Buttons: append(telegram.Grid(fit, columns), telegram.Row(back))}
}

func applied(w text.Words, done api.Import) telegram.Reply {
	undo := telegram.Button{Text: w.Say("button.undo_import"), Tap: tapUndo, With: with(api.ImportPlan{ID: done.ID})}
	return telegram.Reply{
		Text:    w.Count("file.applied", done.New, text.Data{"Name": text.Clipped(done.Name, 60)}),
		Buttons: [][]telegram.Button{telegram.Row(undo)},
	}
}

func undone(w text.Words, done api.Import) telegram.Reply {
	said := w.Say("file.undone", text.Data{"Name": text.Clipped(done.Name, 60)})
	if done.Kept > 0 {
		said = text.Lines(said, w.Count("file.kept", done.Kept))
	}
	return telegram.Reply{Text: said}
}
