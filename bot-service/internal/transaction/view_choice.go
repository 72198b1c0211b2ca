package transaction

import (
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// The grid of categories.
const (
	gridColumns = 2
	gridPage    = 16
)

// categoryChoice asks which category an entry belongs to, and offers to make one of the new name.
func categoryChoice(w text.Words, b book, e api.Transaction, fresh string, page int) (telegram.Reply, error) {
	r, err := card(w, b, e)
	if err != nil {
		return r, err
	}
	var fit []telegram.Button
	for _, c := range b.categories {
		if c.Kind == e.Kind {
			fit = append(fit, telegram.Button{Text: text.Category(c), Tap: tapCategory, With: pick(e.ID, strconv.FormatInt(c.ID, 10))})
		}
	}
	these, next, more := telegram.Page(fit, page, gridPage)
	r.Buttons = telegram.Grid(these, gridColumns)
	if more {
		with := pick(e.ID, strconv.Itoa(next))
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: w.Say("button.more"), Tap: tapCategories, With: with}))
	}
	if _, exists := named(b.categories, e.Kind, fresh); fresh != "" && !exists {
		create := w.Say("button.create", text.Data{"Name": text.Clipped(fresh, maxNewCategory)})
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: create, Tap: tapCreate, With: pick(e.ID, "")}))
	}
	r.Buttons = append(r.Buttons, telegram.Row(back(w, e)))
	return r, nil
}

// accountChoice asks which account an entry belongs to; only those of its currency will do.
func accountChoice(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
	r, err := card(w, b, e)
	if err != nil {
		return r, err
	}
	var fit []telegram.Button
	for _, a := range b.accounts {
		if !a.Archived && a.Currency == e.Currency {
			fit = append(fit, telegram.Button{Text: text.Clipped(a.Name, 40), Tap: tapAccount, With: pick(e.ID, strconv.FormatInt(a.ID, 10))})
		}
	}
	r.Buttons = append(telegram.Grid(fit, gridColumns), telegram.Row(back(w, e)))
	return r, nil
}

// dayChoice asks for the day of an entry. The buttons carry dates, so that they mean tomorrow
// what they mean now.
func dayChoice(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
	r, err := card(w, b, e)
	if err != nil {
		return r, err
	}
	button := func(label string, ago int) telegram.Button {
		date := b.today.AddDate(0, 0, -ago).Format(api.DateForm)
		return telegram.Button{Text: label, Tap: tapDay, With: pick(e.ID, date)}
	}
	another := telegram.Button{Text: w.Say("button.calendar"), Tap: tapCalendar, With: pick(e.ID, b.today.Format(api.MonthForm))}
	r.Buttons = [][]telegram.Button{
		telegram.Row(button(w.Say("button.today"), 0), button(w.Say("button.yesterday"), 1)),
		telegram.Row(button(w.Date(b.today.AddDate(0, 0, -2)), 2), another),
		telegram.Row(back(w, e)),
	}
	return r, nil
}

func back(w text.Words, e api.Transaction) telegram.Button {
	return telegram.Button{Text: w.Say("button.back"), Tap: tapCard, With: pick(e.ID, "")}
}
