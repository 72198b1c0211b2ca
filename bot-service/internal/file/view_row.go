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

// rowLines are rows as they would be booked, each with a mark of what there is to know about it.
func (s sight) rowLines(rows []api.ImportRow) ([]string, error) {
	var lines []string
	for _, r := range rows {
		amount, err := signed(s.words, r.Kind, r.Amount, r.Currency)
		if err != nil {
			return nil, err
		}
		line := mark(r) + " " + joined(date(s.words, r.Date), amount, r.Payee, r.Note)
		if there := s.elsewhere(r); there != "" {
			line += " · 👛 " + text.Clipped(there, 40)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// elsewhere is the name of the account, other than a row's own, that may have the row already.
func (s sight) elsewhere(r api.ImportRow) string {
	for _, a := range s.accounts {
		if r.Match != nil && r.Match.AccountID == a.ID && a.ID != r.AccountID && r.Kind != api.Transfer {
			return a.Name
		}
	}
	return ""
}

func joined(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, text.Clipped(part, 40))
		}
	}
	return strings.Join(said, " · ")
}

func mark(r api.ImportRow) string {
	switch {
	case r.Duplicate == api.DuplicateDeleted:
		return "🗑"
	case r.Duplicate == api.DuplicateSummary:
		return "Σ"
	case r.Duplicate == api.DuplicateMaybe:
		return "🤔"
	case r.Duplicate == api.DuplicateLookalike:
		return "👥"
	case r.Duplicate != "":
		return "♻️"
	case len(r.Transfers) > 0:
		return "🔁"
	}
	return "•"
}

// signed is an amount as it moves the balance.
func signed(w text.Words, kind, amount, currency string) (string, error) {
	m, err := money.Parse(amount, currency)
	if err != nil {
		return "", err
	}
	switch {
	case kind == api.Expense && m.Minor > 0:
		return w.Money(m.Neg()), nil
	case kind == api.Income:
		return "+" + w.Money(m), nil
	}
	return "⇄ " + w.Money(m), nil
}

func date(w text.Words, day string) string {
	d, err := time.Parse(api.DateForm, day)
	if err != nil {
		return day
	}
	return w.Date(d)
}

// rowsPage shows rows of a file; which page they are is the caller's to know.
func (s sight) rowsPage(page int) (telegram.Reply, error) {
	w, a, found := s.words, s.answers, s.found
	all := found.Total - found.Zero - found.Held - found.Faults
	rows := found.Rows[:min(len(found.Rows), pageRows)]
	lines, err := s.rowLines(rows)
	if err != nil {
		return telegram.Reply{}, err
	}
	start := page * pageRows
	heading := w.Say("file.rows", text.Data{"From": start + min(1, len(rows)), "To": start + len(rows)})

	var turn []telegram.Button
	if page > 0 {
		turn = append(turn, telegram.Button{Text: "◀", Tap: tapRows, With: a.with(strconv.Itoa(page - 1))})
	}
	turn = append(turn, telegram.Button{Text: w.Say("button.back"), Tap: tapShow, With: a.with("")})
	if len(found.Rows) > pageRows || start+len(rows) < all && len(rows) == pageRows {
		turn = append(turn, telegram.Button{Text: "▶", Tap: tapRows, With: a.with(strconv.Itoa(page + 1))})
	}
	return telegram.Reply{Text: text.Lines(append([]string{heading, ""}, lines...)...), Buttons: [][]telegram.Button{turn}}, nil
}
