package file

import (
	"slices"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// mostColumns is how many columns of a file are offered: Telegram shows a hundred buttons at most.
const mostColumns = 60

// roles are what a person may say that a column holds.
var roles = []string{api.ColumnDate, api.ColumnAmount, api.ColumnDebit, api.ColumnCredit, api.ColumnPayee, api.ColumnNote}

// asked are the ways to read a file of the first doubt about it: one that keeps it from being read
// comes before those in which something is supposed.
func asked(found api.Import) []api.ImportChoice {
	for _, field := range slices.Concat(found.Missing, found.Unsure) {
		var ways []api.ImportChoice
		for _, c := range found.Choices {
			if c.Field == field && c.Mapping != nil {
				ways = append(ways, c)
			}
		}
		if len(ways) > 0 {
			return ways
		}
	}
	return nil
}

// doubt asks which way a file is to be read. Each way is shown by what rows of the file would be.
func (s sight) doubt(ways []api.ImportChoice) (telegram.Reply, error) {
	lines := []string{s.heading(), "", s.question(ways[0].Field)}
	var buttons [][]telegram.Button
	telling := tellingLine(ways)
	for n, way := range ways {
		label := s.label(way, telling)
		if way.Supposed {
			label = "✓ " + label
		}
		lines = append(lines, "", label)
		for _, r := range way.Rows {
			lines = append(lines, "   "+joined(date(s.words, r.Date), s.amount(r), r.Words))
		}
		buttons = append(buttons, telegram.Row(telegram.Button{Text: text.Clipped(label, 60), Tap: tapChoice, With: s.answers.with(strconv.Itoa(n))}))
	}
	if slices.ContainsFunc(ways, func(c api.ImportChoice) bool { return c.Supposed }) {
		lines = append(lines, "", s.words.Say("file.supposed"))
	}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(buttons, s.below())}, nil
}

func (s sight) question(field string) string {
	if said, known := s.said("file.ask." + field); known {
		return said
	}
	return s.words.Say("file.ask.other")
}

// said is a message whose key is computed, and whether there is one.
func (s sight) said(key string) (string, bool) {
	said := s.words.Say(key)
	return said, said != key
}

// below are the buttons under every question about the reading.
func (s sight) below() []telegram.Button {
	var row []telegram.Button
	if s.answers.Base != nil && s.found.Format == api.FormatCSV {
		row = append(row, s.button("button.columns", tapColumns, ""))
	}
	return append(row, s.cancel())
}

// tellingLine is a line of the file that each way reads otherwise; zero where there is none.
func tellingLine(ways []api.ImportChoice) int {
	for _, r := range ways[0].Rows {
		seen := map[api.ImportSample]bool{}
		for _, way := range ways {
			if same, found := sampleAt(way, r.Line); found {
				seen[same] = true
			}
		}
		if len(seen) == len(ways) {
			return r.Line
		}
	}
	return 0
}

func sampleAt(way api.ImportChoice, line int) (api.ImportSample, bool) {
	for _, r := range way.Rows {
		if r.Line == line {
			return r, true
		}
	}
	if line == 0 && len(way.Rows) > 0 {
		return way.Rows[0], true
	}
	return api.ImportSample{}, false
}

// label says in a few words what a way of reading means, by a row of the file.
func (s sight) label(way api.ImportChoice, line int) string {
	w := s.words
	r, _ := sampleAt(way, line)
	named := text.Data{"Text": text.Clipped(way.Text, 40), "Amount": s.amount(r), "What": joined(s.magnitude(r), r.Words)}
	switch way.Field + " " + way.Value {
	case "direction in":
		return w.Say("file.way.in", named)
	case "direction out":
		return w.Say("file.way.out", named)
	case "direction word":
		return w.Say("file.way.word_out", named)
	case "direction column":
		return w.Say("file.way.column_out", named)
	case "columns column":
		return w.Say("file.way.column", named)
	case "fee added":
		return w.Say("file.way.fee_added", named)
	case "fee within":
		return w.Say("file.way.fee_within", named)
	case "state book":
		return w.Say("file.way.state_book", named)
	case "state word":
		return w.Say("file.way.state_held", named)
	}
	switch way.Field {
	case api.UnsureDateOrder:
		return date(w, r.Date)
	case api.UnsureDecimal:
		return s.amount(r)
	case api.UnsureEncoding:
		return r.Words
	}
	return way.Value
}

// amount is the amount of a sample as it moves the balance, in the currency of the file's account.
func (s sight) amount(r api.ImportSample) string {
	if said, err := signed(s.words, r.Kind, r.Amount, s.currency()); err == nil {
		return said
	}
	sign := either(r.Kind == api.Expense, "-", either(r.Kind == api.Income, "+", ""))
	return sign + s.words.Decimal(r.Amount) // more decimals than the currency has
}

// magnitude is the amount of a sample without saying which way it went.
func (s sight) magnitude(r api.ImportSample) string {
	if m, err := money.Parse(r.Amount, s.currency()); err == nil {
		return s.words.Money(m)
	}
	return s.words.Decimal(r.Amount)
}

func (s sight) currency() string {
	for _, a := range s.accounts {
		if a.ID == s.found.AccountID {
			return a.Currency
		}
	}
	return ""
}

// missingRole is the column that has to be named first.
func missingRole(found api.Import) string {
	for _, role := range found.Missing {
		if slices.Contains(roles, role) {
			return role
		}
	}
	return api.ColumnAmount
}

// held is what each column is read as.
func (s sight) held() []string {
	if s.found.Mapping == nil {
		return nil
	}
	return s.found.Mapping.Columns
}

// roleChoice asks what is to be read from another column, and shows what is read from which now.
func (s sight) roleChoice() telegram.Reply {
	lines := []string{s.words.Say("file.columns"), ""}
	var buttons []telegram.Button
	for _, role := range roles {
		label := s.words.Say("file.role." + role)
		for i, held := range s.held() {
			if held == role {
				lines = append(lines, label+": "+s.column(i))
			}
		}
		buttons = append(buttons, telegram.Button{Text: label, Tap: tapColumns, With: s.answers.with(role)})
	}
	back := s.button("button.back", tapShow, "")
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(telegram.Grid(buttons, columns), telegram.Row(back))}
}

// columnChoice asks which column holds something. Each is shown by its heading and a cell.
func (s sight) columnChoice(role string) telegram.Reply {
	label := s.words.Say("file.role." + role)
	var buttons [][]telegram.Button
	for i := range s.held() {
		if s.cell(i) == "" || len(buttons) == mostColumns {
			continue
		}
		with := s.answers.with(role + "." + strconv.Itoa(i))
		buttons = append(buttons, telegram.Row(telegram.Button{Text: s.column(i), Tap: tapColumn, With: with}))
	}
	row := []telegram.Button{s.button("button.columns", tapColumns, ""), s.cancel()}
	said := []string{s.heading(), "", s.words.Say("file.which_column", text.Data{"What": label})}
	return telegram.Reply{Text: text.Lines(said...), Buttons: append(buttons, row)}
}

// column shows a column by its heading, or its number, and a cell.
func (s sight) column(i int) string {
	name := "№ " + strconv.Itoa(i+1)
	if i < len(s.found.Headings) && s.found.Headings[i] != "" {
		name = text.Clipped(s.found.Headings[i], 25)
	}
	if cell := s.cell(i); cell != "" {
		return name + ": " + text.Clipped(cell, 25)
	}
	return name
}

// cell is the first cell of a column that has something in it, but for its heading.
func (s sight) cell(i int) string {
	for _, line := range s.found.Cells {
		if i >= len(line) || line[i] == "" || i < len(s.found.Headings) && line[i] == s.found.Headings[i] {
			continue
		}
		return line[i]
	}
	return ""
}

// homeless reports whether it has to be asked first whose the file is.
func (s sight) homeless() bool {
	return len(s.found.AccountChoices) > 1 && s.answers.Plan.AccountID == 0
}

// homeQuestion asks whose a file is: those like it went to several accounts.
func (s sight) homeQuestion() telegram.Reply {
	buttons := telegram.Grid(accountButtons(s.answers, s.accounts, tapHome), columns)
	said := text.Lines(s.heading(), "", s.words.Say("file.whose_file"))
	return telegram.Reply{Text: said, Buttons: append(buttons, telegram.Row(s.cancel()))}
}

// accountQuestion asks which account lines of the file belong to that name one that is not here.
func (s sight) accountQuestion() telegram.Reply {
	w, wants := s.words, s.answers.Wanted
	named := text.Data{"Name": text.Clipped(wants.Name, 30), "Currency": wants.Currency}
	question, opens := w.Say("file.whose_name", named), w.Say("button.account_named", text.Data{"Name": text.Clipped(wants.Name, 20)})
	fit := s.accounts
	if wants.Currency != "" {
		question, opens = w.Say("file.whose_currency", named), w.Say("button.account_in", named)
		fit = slices.DeleteFunc(slices.Clone(fit), func(a api.Account) bool { return a.Currency != wants.Currency })
	}
	buttons := telegram.Grid(accountButtons(s.answers, fit, tapName), columns)
	buttons = append(buttons,
		telegram.Row(telegram.Button{Text: opens, Tap: tapNewAccount, With: strconv.Itoa(s.message)}),
		telegram.Row(s.button("button.leave_lines", tapName, "0")),
	)
	last := telegram.Row(s.cancel())
	if len(s.accounts) > 1 { // the file as a whole may be of another one
		last = append(telegram.Row(s.button("button.account", tapAccounts, "")), last...)
	}
	buttons = append(buttons, last)
	return telegram.Reply{Text: text.Lines(s.heading(), "", question), Buttons: buttons}
}
