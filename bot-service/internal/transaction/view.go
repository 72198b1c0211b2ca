package transaction

import (
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Names of taps.
const (
	tapOpen       = "tx.open"
	tapCard       = "tx.card"
	tapUndo       = "tx.undo"
	tapUndoAll    = "tx.undoall"
	tapCategories = "tx.cats"
	tapCategory   = "tx.cat"
	tapCreate     = "tx.new"
	tapAccounts   = "tx.accs"
	tapAccount    = "tx.acc"
	tapDays       = "tx.days"
	tapDay        = "tx.day"
	tapPage       = "tx.page"
	tapKind       = "tx.kind"
	tapOther      = "tx.other"
	tapMeant      = "tx.meant"
	tapDelete     = "tx.del"
	tapDeleteYes  = "tx.delyes"
	tapChange     = "tx.change"
	tapAmount     = "tx.sum"
	tapNote       = "tx.note"
	tapRepeat     = "tx.again"
	tapCalendar   = "tx.cal"
	tapWhich      = "tx.which"
	tapStop       = "tx.stop"
)

// titles are the messages that begin a card, by the entry's kind.
var titles = map[string]string{
	api.Expense: "entry.expense", api.Income: "entry.income", api.Transfer: "entry.transfer",
}

// maxNewCategory is how long a note may be to be offered as the name of a category.
const maxNewCategory = 30

// faults bounds how many bad lines are told.
const faults = 10

// refusal names what cannot be booked, line by line, and where it cannot even be read shows how
// it could. It opens with what that means for the entries.
func refusal(w text.Words, opening, typed string, e *errs.Error) telegram.Reply {
	lines := []string{opening}
	typedLines := strings.Split(typed, "\n")
	for i, fault := range e.Fields {
		if i == faults {
			lines = append(lines, w.Count("entry.refused_more", len(e.Fields)-faults))
			break
		}
		why := w.Error(errs.New(errs.Invalid, fault.Code, fault.Message))
		number, ok := badLine(fault)
		if !ok || number > len(typedLines) || len(typedLines) == 1 || ofBank(e) {
			lines = append(lines, why)
			continue
		}
		lines = append(lines, w.Say("entry.refused_line", text.Data{
			"Number": number, "Text": text.Clipped(typedLines[number-1], 40), "Why": why,
		}))
	}
	if len(e.Fields) == 0 {
		lines = append(lines, w.Error(e))
	}
	switch {
	case len(e.Choices) > 0:
		lines = append(lines, "", w.Say("entry.choose"))
	case !wellWritten(e) && !ofBank(e):
		lines = append(lines, "", w.Say("entry.examples"))
	}
	return telegram.Reply{Text: text.Lines(lines...)}
}

// booked shows what a message became: the card of its entry, or all its entries and what takes
// their operation back.
func booked(w text.Words, b book, message int, added api.QuickAdded, undo string) (telegram.Reply, error) {
	if len(added.Items) != 1 {
		return several(w, b, message, added, undo)
	}
	e := added.Items[0]
	r, err := card(w, b, e.Transaction)
	r.Buttons = append(readOtherwise(w, message, e), r.Buttons...)
	if row := likely(e); len(row) > 0 {
		r.Buttons = append([][]telegram.Button{row}, r.Buttons...)
	}
	if said := readings(w, e.Readings); said != "" {
		r.Text = text.Lines(r.Text, said)
	}
	return r, err
}

// categoryWanted is the card of an entry with a category that does not exist, and those to choose from.
func categoryWanted(w text.Words, b book, e api.QuickEntry) (telegram.Reply, error) {
	r, err := booked(w, b, 0, api.QuickAdded{Items: []api.QuickEntry{e}}, "")
	if err != nil {
		return r, err
	}
	ask, err := categoryChoice(w, b, e.Transaction, e.UnknownCategory, 0)
	r.Text = text.Lines(r.Text, "", categoryUnknown(w, e))
	r.Buttons = ask.Buttons
	return r, err
}

// categoryLater is categoryWanted where the categories cannot be read.
func categoryLater(w text.Words, b book, e api.QuickEntry) (telegram.Reply, error) {
	r, err := booked(w, b, 0, api.QuickAdded{Items: []api.QuickEntry{e}}, "")
	r.Text = text.Lines(r.Text, "", categoryUnknown(w, e), w.Say("entry.categories_later"))
	return r, err
}

func categoryUnknown(w text.Words, e api.QuickEntry) string {
	return w.Say("entry.category_unknown", text.Data{"Name": text.Clipped(e.UnknownCategory, 64)})
}

// readings tells in one line what could have been read otherwise.
func readings(w text.Words, all []api.Reading) string {
	var said []string
	for _, r := range all {
		said = append(said, reading(w, r))
	}
	if len(said) == 0 {
		return ""
	}
	return "🔎 " + strings.Join(said, "; ")
}

// reading tells how one thing was read, as people say and write it.
func reading(w text.Words, r api.Reading) string {
	said := text.Data{"Text": text.Clipped(r.Text, 40), "As": readAs(w, r)}

	switch {
	case r.As == "" && r.Code != api.ReadFee:
		return w.Say("entry.reading_note", said)
	case r.Code == api.ReadKind && r.As == api.Income:
		return w.Say("entry.reading_income", said)
	case r.Code == api.ReadKind && r.As == api.Expense:
		return w.Say("entry.reading_expense", said)
	case r.Code == api.ReadTransfer:
		return w.Say("entry.reading_transfer", said)
	case r.Code == api.ReadHalves:
		return w.Say("entry.reading_halves", said)
	case r.Code == api.ReadFee:
		return w.Say("entry.reading_fee", text.Data{"Text": readAs(w, api.Reading{Code: r.Code, As: r.Text})})
	case r.Code == api.ReadBalance:
		said["Text"] = readAs(w, api.Reading{Code: r.Code, As: r.Text})
		return w.Say("entry.reading_balance", said)
	case r.Code == api.ReadSeveral:
		n, _ := strconv.Atoi(r.As) // what is no number is told as none
		return w.Count("entry.reading_several", n, said)
	}
	return w.Say("entry.reading", said)
}

// readAs is what a thing was read as, with days and numbers as people write them.
func readAs(w text.Words, r api.Reading) string {
	switch r.Code {
	case api.ReadDate:
		if day, err := time.Parse(api.DateForm, r.As); err == nil {
			return w.Date(day)
		}
	case api.ReadNumber, api.ReadAmount, api.ReadSum, api.ReadRounded, api.ReadWords:
		return w.Decimal(r.As)
	case api.ReadBalance, api.ReadFee:
		number, currency, _ := strings.Cut(r.As, " ")
		if amount, err := money.Parse(number, currency); err == nil {
			return w.Money(amount)
		}
	}
	return r.As
}

// card shows one entry and what can be done with it.
func card(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
	described, err := description(w, b, e)
	if err != nil {
		return telegram.Reply{}, err
	}
	undo := takesBack(w, b, e)
	day := telegram.Button{Text: w.Say("button.day"), Tap: tapDays, With: pick(e.ID, "")}
	r := telegram.Reply{Text: described, Buttons: [][]telegram.Button{telegram.Row(undo, day)}}
	if e.Kind != api.Transfer {
		r.Buttons = [][]telegram.Button{
			telegram.Row(undo, telegram.Button{Text: w.Say("button.category"), Tap: tapCategories, With: pick(e.ID, "0")}),
			telegram.Row(telegram.Button{Text: w.Say("button.account"), Tap: tapAccounts, With: pick(e.ID, "")}, day),
		}
		if len(e.Splits) == 0 { // the parts of a split entry would lose their categories
			r.Buttons = append(r.Buttons, telegram.Row(otherKind(w, e)))
		}
	}
	change := telegram.Button{Text: w.Say("button.change"), Tap: tapChange, With: pick(e.ID, "")}
	last := len(r.Buttons) - 1
	if len(r.Buttons[last]) > 1 {
		r.Buttons = append(r.Buttons, telegram.Row(change))
		return r, nil
	}
	r.Buttons[last] = append(r.Buttons[last], change)
	return r, nil
}

// description is all there is to say of an entry.
func description(w text.Words, b book, e api.Transaction) (string, error) {
	amount, err := amountOf(w, e)
	if err != nil {
		return "", err
	}
	lines := []string{w.Say(titles[e.Kind], text.Data{"Amount": amount})}
	if said := categoryOf(w, b, e); said != "" {
		lines = append(lines, said)
	}
	ids := []int64{e.AccountID}
	if e.ToAccountID != nil {
		ids = append(ids, *e.ToAccountID)
	}
	for _, id := range ids {
		line, err := accountLine(w, b, id)
		if err != nil {
			return "", err
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	lines = append(lines, w.Say("entry.day", text.Data{"Day": day(w, b.today, e.Date)}))
	if e.Note != "" {
		lines = append(lines, "📝 "+e.Note)
	}
	if e.Payee != "" {
		lines = append(lines, "🏪 "+e.Payee)
	}
	if len(e.Tags) > 0 {
		lines = append(lines, "🏷 #"+strings.Join(e.Tags, " #"))
	}
	return text.Lines(lines...), nil
}

// categoryOf tells the category of an entry, or that it has none; nothing where it is not to be
// seen, nor of a transfer.
func categoryOf(w text.Words, b book, e api.Transaction) string {
	if e.Kind == api.Transfer {
		return ""
	}
	if e.CategoryID == nil {
		return w.Say("entry.category", text.Data{"Category": w.Say("entry.no_category")})
	}
	c, ok := b.category(*e.CategoryID)
	if !ok {
		return ""
	}
	return w.Say("entry.category", text.Data{"Category": text.Category(c)})
}

// accountLine tells an account and what lies in it now; nothing where the account is not to be seen.
func accountLine(w text.Words, b book, id int64) (string, error) {
	a, ok := b.account(id)
	if !ok {
		return "", nil
	}
	balance, err := money.Parse(a.Balance, a.Currency)
	if err != nil {
		return "", err
	}
	return w.Say("entry.account", text.Data{"Account": text.Clipped(a.Name, 40), "Balance": w.Money(balance)}), nil
}

// day is a date as people call it.
func day(w text.Words, today time.Time, date string) string {
	d, err := time.Parse(api.DateForm, date)
	if err != nil {
		return date
	}
	switch today.Sub(d) {
	case 0:
		return w.Say("day.today")
	case 24 * time.Hour:
		return w.Say("day.yesterday")
	}
	return w.Date(d)
}

func nothingToUndo(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("undo.nothing")} }

func entryGone(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("entry.gone")} }

func editUnknown(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("edit.unknown")} }

func editGone(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("edit.gone")} }

// stayed says that a change cannot be read and that the entries are as they were.
func stayed(w text.Words, entries int) string { return w.Count("edit.stayed", entries) }

// stayedOne is stayed, naming the entry.
func stayedOne(w text.Words, b book, e api.Transaction) (string, error) {
	line, err := entryLine(w, b, e)
	return w.Say("edit.stayed_one", text.Data{"Entry": line}), err
}
