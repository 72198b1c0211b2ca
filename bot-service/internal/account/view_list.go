package account

import (
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/money"
)

// list shows the accounts in use, each with its kind.
func list(w text.Words, all []api.Account) (telegram.Reply, error) {
	return listed(w, all, pageUsed, 0)
}

// listed shows a page of the accounts in use, or of those that are archived.
func listed(w text.Words, all []api.Account, which string, number int) (telegram.Reply, error) {
	archived := which == pageOld
	these := thoseArchived(all, archived)
	if len(these) == 0 && !archived {
		return telegram.Reply{Text: w.Say("account.empty"), Buttons: lastRows(w, all)}, nil
	}
	page, next, more := telegram.Page(these, number, pageSize)
	each, err := accountLines(w, lineKind, page)
	if err != nil {
		return telegram.Reply{}, err
	}
	title := "account.list"
	if archived {
		title = "account.archived_list"
	}
	var opens []telegram.Button
	for _, a := range page {
		sign, _ := kindOf(w, a.Kind)
		opens = append(opens, telegram.Button{Text: sign + " " + text.Clipped(a.Name, text.MaxLabel), Tap: tapOpen, With: id(a)})
	}
	buttons := telegram.Grid(opens, columns)
	if more {
		buttons = append(buttons, telegram.Row(telegram.Button{Text: w.Say("button.next"), Tap: tapList, With: which + "." + strconv.Itoa(next)}))
	}
	last := lastRows(w, all)
	if archived {
		last = [][]telegram.Button{telegram.Row(back(w, false))}
	}
	return telegram.Reply{Text: text.Lines(append([]string{w.Count(title, len(these)), ""}, each...)...), Buttons: append(buttons, last...)}, nil
}

// lastRows end the list of the accounts in use.
func lastRows(w text.Words, all []api.Account) [][]telegram.Button {
	rows := [][]telegram.Button{telegram.Row(newAccount(w), telegram.Button{Text: w.Say("button.balance"), Tap: tapBalance})}
	if old := len(thoseArchived(all, true)); old > 0 {
		label := w.Say("button.archived", text.Data{"Number": old})
		rows = append(rows, telegram.Row(telegram.Button{Text: label, Tap: tapList, With: pageOld + ".0"}))
	}
	return rows
}

func newAccount(w text.Words) telegram.Button {
	return telegram.Button{Text: w.Say("button.account_new"), Tap: tapNew}
}

func back(w text.Words, archived bool) telegram.Button {
	to := pageUsed
	if archived {
		to = pageOld
	}
	return telegram.Button{Text: w.Say("button.back"), Tap: tapList, With: to + ".0"}
}

func id(a api.Account) string { return strconv.FormatInt(a.ID, 10) }

// card shows one account and what can be done with it.
func card(w text.Words, a api.Account) (telegram.Reply, error) {
	said, err := lineKind(w, a)
	if err != nil {
		return telegram.Reply{}, err
	}
	opening, err := money.Parse(a.Opening, a.Currency)
	if err != nil {
		return telegram.Reply{}, err
	}
	said = text.Lines(said, w.Say("account.opening", text.Data{"Amount": w.Money(opening)}))
	change := telegram.Button{Text: w.Say("button.archive"), Tap: tapArchive, With: id(a) + "." + putAway}
	if a.Archived {
		said = text.Lines(said, "", w.Say("account.is_archived"))
		change = telegram.Button{Text: w.Say("button.unarchive"), Tap: tapArchive, With: id(a) + "." + takeBack}
	}
	rename := telegram.Button{Text: w.Say("button.rename"), Tap: tapRename, With: id(a)}
	rows := [][]telegram.Button{telegram.Row(rename, change)}
	if !a.Archived {
		rows = append(rows, use(w, a))
	}
	if a.Default && !a.Archived {
		said = text.Lines(said, "", w.Say("account.is_default"))
	}
	return telegram.Reply{Text: said, Buttons: append(rows, telegram.Row(back(w, a.Archived)))}, nil
}

// use are the buttons of an account that entries can go to.
func use(w text.Words, a api.Account) []telegram.Button {
	row := telegram.Row(telegram.Button{Text: w.Say("button.set_balance"), Tap: tapSet, With: id(a)})
	if !a.Default {
		row = append(row, telegram.Button{Text: w.Say("button.make_default"), Tap: tapDefault, With: id(a)})
	}
	return row
}

// opened shows a new account, and how to book to it.
func opened(w text.Words, a api.Account, example bool) (telegram.Reply, error) {
	said, err := lineKind(w, a)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines := []string{w.Say("account.opened"), "", said}
	if example {
		lines = append(lines, "", w.Say("account.how", text.Data{"Example": exampleFor(w, a)}))
	}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.accounts"), Tap: tapAccounts}),
	}}, nil
}

// exampleFor is an entry on an account, as it is typed.
func exampleFor(w text.Words, a api.Account) string {
	return entry.Format(entry.Entry{
		Kind: entry.Expense, Amount: entry.Amount{Units: 50}, Account: a.Name, Note: w.Say("account.example"),
	}, entry.Options{Language: w.Language, Currency: a.Currency})
}
