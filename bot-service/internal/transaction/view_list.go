package transaction

import (
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// How many buttons that open an entry stand beside one another.
const (
	openColumns = 5
	manyColumns = 8
)

// several shows the entries of one message: a number opens the card of its entry.
func several(w text.Words, b book, message int, added api.QuickAdded, undo string) (telegram.Reply, error) {
	lines := []string{w.Count("entry.saved", len(added.Items)), ""}
	var opens []telegram.Button
	var entries []api.Transaction
	for i, e := range added.Items {
		number := strconv.Itoa(i + 1)
		line, err := entryLine(w, b, e.Transaction)
		if err != nil {
			return telegram.Reply{}, err
		}
		lines = append(lines, number+". "+line)
		if e.UnknownCategory != "" {
			lines = append(lines, "    "+w.Say("entry.category_unknown", text.Data{"Name": text.Clipped(e.UnknownCategory, 64)}))
		}
		if said := readings(w, e.Readings); said != "" {
			lines = append(lines, "    "+said)
		}
		if e.UnknownCategory != "" {
			number += " ❓" // its card asks
		}
		opens = append(opens, telegram.Button{Text: number, Tap: tapOpen, With: pick(e.ID, strconv.Itoa(message))})
		entries = append(entries, e.Transaction)
	}
	total, err := totals(w, "list.total", entries)
	if err != nil {
		return telegram.Reply{}, err
	}
	buttons := telegram.Grid(opens, openColumns)
	if added.OperationID != "" {
		buttons = append(buttons, telegram.Row(telegram.Button{Text: w.Say(undo), Tap: tapUndoAll, With: added.OperationID}))
	}
	return telegram.Reply{Text: text.Lines(append(lines, total...)...), Buttons: buttons}, nil
}

// nothingListed says that a list is empty: of a search, that nothing was found.
func nothingListed(w text.Words, l list, title string) string {
	if l.Find != "" {
		return w.Say("list.find_empty", text.Data{"Text": text.Clipped(l.Find, 60)})
	}
	return text.Lines(title, "", w.Say("list.empty"))
}

// listed shows a page of a list, day by day.
func listed(w text.Words, b book, l list, page int, found api.TransactionPage) (telegram.Reply, error) {
	entries := found.Items
	title := w.Say(l.Title, text.Data{"Text": text.Clipped(l.Find, 60)})
	if len(entries) == 0 && page == 0 && found.LookedTo == "" {
		return telegram.Reply{Text: nothingListed(w, l, title)}, nil
	}
	lines, date := []string{title}, ""
	var opens []telegram.Button
	for i, e := range entries {
		if e.Date != date {
			date = e.Date
			lines = append(lines, "", "📅 "+day(w, b.today, date))
		}
		line, err := entryLine(w, b, e)
		if err != nil {
			return telegram.Reply{}, err
		}
		number := strconv.Itoa(i + 1)
		lines = append(lines, number+". "+line)
		opens = append(opens, telegram.Button{Text: number, Tap: tapOpen, With: pick(e.ID, "")})
	}
	key := "list.total"
	if len(l.Cursors) > 1 {
		key = "list.total_page"
	}
	total, err := totals(w, key, entries)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines = append(lines, total...)

	older := "button.older"
	if found.LookedTo != "" {
		older = "button.look_on"
		lines = append(lines, "", looked(w, found))
	}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(numbers(opens), turning(w, l, page, older)...)}, nil
}

// numbers puts the buttons that open entries into rows, of which a long list has few.
func numbers(opens []telegram.Button) [][]telegram.Button {
	if len(opens) > pageSize {
		return telegram.Grid(opens, manyColumns)
	}
	return telegram.Grid(opens, openColumns)
}

// looked says how far was looked where a page ended before it was full.
func looked(w text.Words, found api.TransactionPage) string {
	date := found.LookedTo
	if d, err := time.Parse(api.DateForm, date); err == nil {
		date = w.Date(d)
	}

	key := "list.looked"
	if len(found.Items) == 0 {
		key = "list.looked_empty"
	}
	return w.Say(key, text.Data{"Date": date})
}

// turning are the buttons to the pages before and after.
func turning(w text.Words, l list, page int, older string) [][]telegram.Button {
	var row []telegram.Button
	if page > 0 {
		row = append(row, telegram.Button{Text: w.Say("button.newer"), Tap: tapPage, With: pick(int64(page-1), l.ID)})
	}
	if page+1 < len(l.Cursors) {
		row = append(row, telegram.Button{Text: w.Say(older), Tap: tapPage, With: pick(int64(page+1), l.ID)})
	}
	if row == nil {
		return nil
	}
	return [][]telegram.Button{row}
}

// entryLine is an entry in one line.
func entryLine(w text.Words, b book, e api.Transaction) (string, error) {
	amount, err := money.Parse(e.Amount, e.Currency)
	if err != nil {
		return "", err
	}
	parts := []string{signed(w, e.Kind, amount)}
	if e.Kind == api.Transfer {
		both, err := amounts(w, e)
		if err != nil {
			return "", err
		}
		parts = []string{"⇄ " + both, route(b, e)}
	}
	if e.CategoryID != nil {
		if c, ok := b.category(*e.CategoryID); ok {
			parts = append(parts, text.Category(c))
		}
	}
	if e.Note != "" {
		parts = append(parts, text.Clipped(e.Note, 60))
	}
	return strings.Join(parts, " · "), nil
}

func route(b book, e api.Transaction) string {
	from, _ := b.account(e.AccountID)
	var to api.Account
	if e.ToAccountID != nil {
		to, _ = b.account(*e.ToAccountID)
	}
	return text.Clipped(from.Name, 30) + " → " + text.Clipped(to.Name, 30)
}

// signed is an amount as it moves the balance.
func signed(w text.Words, kind string, amount money.Money) string {
	switch kind {
	case api.Expense:
		return w.Money(amount.Neg())
	case api.Income:
		return "+" + w.Money(amount)
	}
	return "⇄ " + w.Money(amount)
}

// totals says what came in and went out in each currency; transfers do neither.
func totals(w text.Words, key string, entries []api.Transaction) ([]string, error) {
	sums := map[string]money.Money{} // by currency
	var currencies []string
	for _, e := range entries {
		if e.Kind == api.Transfer {
			continue
		}
		amount, err := money.Parse(e.Amount, e.Currency)
		if err != nil {
			return nil, err
		}
		if _, known := sums[e.Currency]; !known {
			currencies = append(currencies, e.Currency)
			sums[e.Currency] = money.Of(0, e.Currency)
		}
		if e.Kind == api.Expense {
			amount = amount.Neg()
		}
		if sums[e.Currency], err = sums[e.Currency].Add(amount); err != nil {
			return nil, err
		}
	}
	if len(currencies) == 0 {
		return nil, nil
	}
	var said []string
	for _, c := range currencies {
		said = append(said, w.Money(sums[c]))
	}
	return []string{"", w.Say(key, text.Data{"Amounts": strings.Join(said, " · ")})}, nil
}

func findUnknown(w text.Words, word string) telegram.Reply {
	return telegram.Reply{Text: w.Say("find.unknown", text.Data{"Word": text.Clipped(word, 64)})}
}

func findWhat(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("find.what")} }
