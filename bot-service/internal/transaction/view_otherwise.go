package transaction

import (
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// maxLabel is how much of a text a button shows.
const maxLabel = 40

// otherKind is the button that makes income of an expense, or the reverse.
func otherKind(w text.Words, e api.Transaction) telegram.Button {
	kind, label := api.Income, w.Say("button.income")
	if e.Kind == api.Income {
		kind, label = api.Expense, w.Say("button.expense")
	}
	with := pick(e.ID, kind+"."+strconv.FormatInt(e.Version, 10))
	return telegram.Button{Text: label, Tap: tapKind, With: with}
}

// likely are the buttons of the categories that an entry may belong in, where it has none.
func likely(e api.QuickEntry) []telegram.Button {
	if e.CategoryID != nil {
		return nil
	}
	var buttons []telegram.Button
	for _, c := range e.Likely {
		with := pick(e.ID, strconv.FormatInt(c.ID, 10))
		buttons = append(buttons, telegram.Button{Text: text.Category(c), Tap: tapCategory, With: with})
	}
	return buttons
}

// readOtherwise are the buttons that read the entry of a message the other way.
func readOtherwise(w text.Words, message int, e api.QuickEntry) [][]telegram.Button {
	if message == 0 || e.ID == 0 {
		return nil
	}
	var rows [][]telegram.Button
	for _, other := range others(e) {
		with := strconv.Itoa(message) + "." + strconv.FormatInt(e.Version, 10) + "." + nameOf(other)
		label := w.Say("button.otherwise", text.Data{"Text": text.Clipped(unmarked(other), maxLabel)})
		rows = append(rows, telegram.Row(telegram.Button{Text: label, Tap: tapOther, With: with}))
	}
	return rows
}

// ways asks which of its choices a refused message means.
func ways(message int, choices []errs.Choice) [][]telegram.Button {
	var rows [][]telegram.Button
	for _, c := range choices {
		label := text.Clipped(strings.ReplaceAll(unmarked(c.Part), "\n", " · "), maxLabel)
		with := strconv.Itoa(message) + "." + nameOf(c.Text)
		rows = append(rows, telegram.Row(telegram.Button{Text: label, Tap: tapMeant, With: with}))
	}
	return rows
}

// unmarked is a line without the signs that keep words from being read as something else.
func unmarked(line string) string { return strings.ReplaceAll(line, `\`, "") }
