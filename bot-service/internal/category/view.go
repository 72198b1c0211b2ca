package category

import (
	"slices"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// Names of taps.
const (
	tapList   = "cat.list"
	tapOpen   = "cat.open"
	tapNew    = "cat.new"
	tapRename = "cat.name"
	tapStop   = "cat.stop"
	tapWhich  = "cat.which"
	tapMerge  = "cat.merge"
	tapInto   = "cat.into"
	tapDo     = "cat.do"
)

const (
	columns  = 2
	pageSize = 16
)

// book is all categories of a workspace.
type book []api.Category

func (b book) find(id int64) (api.Category, bool) {
	for _, c := range b {
		if c.ID == id {
			return c, true
		}
	}
	return api.Category{}, false
}

// tree are the categories of a kind, each followed by those below it.
func (b book) tree(kind string) book {
	var all book
	for _, top := range b {
		if top.Kind != kind || top.ParentID != nil {
			continue
		}
		all = append(all, top)
		for _, c := range b {
			if c.ParentID != nil && *c.ParentID == top.ID {
				all = append(all, c)
			}
		}
	}
	return all
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

// listed shows a page of the categories of a kind, and the way to the other kind.
func listed(w text.Words, b book, kind string, n int) telegram.Reply {
	title, other, toOther := "category.expenses", api.Income, "button.incomes"
	if kind == api.Income {
		title, other, toOther = "category.incomes", api.Expense, "button.expenses"
	}
	all := b.tree(kind)
	these, next, more := telegram.Page(all, n, pageSize)
	lines := []string{w.Count(title, len(all)), ""}
	var opens []telegram.Button
	for _, c := range these {
		indent := ""
		if c.ParentID != nil {
			indent = "      "
		}
		lines = append(lines, indent+text.Category(c))
		opens = append(opens, telegram.Button{Text: text.Category(c), Tap: tapOpen, With: number(c.ID)})
	}
	last := telegram.Row(
		telegram.Button{Text: w.Say("button.category_new"), Tap: tapNew, With: kind},
		telegram.Button{Text: w.Say(toOther), Tap: tapList, With: other + ".0"},
	)
	buttons := telegram.Grid(opens, columns)
	if more {
		buttons = append(buttons, telegram.Row(telegram.Button{Text: w.Say("button.more"), Tap: tapList, With: kind + "." + strconv.Itoa(next)}))
	}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(buttons, last)}
}

// card shows one category and what can be done with it.
func card(w text.Words, b book, c api.Category) telegram.Reply {
	kind := "category.of_expenses"
	if c.Kind == api.Income {
		kind = "category.of_income"
	}
	lines := []string{text.Category(c), w.Say(kind)}
	buttons := [][]telegram.Button{telegram.Row(
		telegram.Button{Text: w.Say("button.rename"), Tap: tapRename, With: number(c.ID)},
		telegram.Button{Text: w.Say("button.merge"), Tap: tapMerge, With: number(c.ID) + ".0"},
	)}
	if c.ParentID == nil {
		below := telegram.Button{Text: w.Say("button.category_below"), Tap: tapNew, With: number(c.ID)}
		buttons = append(buttons, telegram.Row(below))
	} else if parent, ok := b.find(*c.ParentID); ok {
		lines = append(lines, w.Say("category.below", text.Data{"Name": text.Category(parent)}))
	}
	back := telegram.Button{Text: w.Say("button.back"), Tap: tapList, With: c.Kind + ".0"}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(buttons, telegram.Row(back))}
}

// asking asks for a name.
func asking(w text.Words, said, id string) telegram.Reply {
	stop := telegram.Button{Text: w.Say("button.cancel"), Tap: tapStop, With: id}
	return telegram.Reply{Text: said, Buttons: [][]telegram.Button{telegram.Row(stop)}}
}

func nameBelow(w text.Words, parent api.Category) string {
	return w.Say("category.name_below", text.Data{"Name": text.Category(parent)})
}

func nameAnew(w text.Words, c api.Category) string {
	return w.Say("category.name_anew", text.Data{"Name": text.Category(c)})
}

// takes reports whether a category can take another one in: those below that one come along,
// and a category of the second level holds no others.
func (b book) takes(into, from api.Category) bool {
	if into.ID == from.ID {
		return false
	}
	return into.ParentID == nil || !slices.ContainsFunc(b, func(c api.Category) bool {
		return c.ParentID != nil && *c.ParentID == from.ID
	})
}

// mergeChoice asks what a category shall be merged into: another of its kind.
func mergeChoice(w text.Words, b book, from api.Category, n int) telegram.Reply {
	var fit []telegram.Button
	for _, c := range b.tree(from.Kind) {
		if b.takes(c, from) {
			fit = append(fit, telegram.Button{Text: text.Category(c), Tap: tapInto, With: number(from.ID) + "." + number(c.ID)})
		}
	}
	these, next, more := telegram.Page(fit, n, pageSize)
	buttons := telegram.Grid(these, columns)
	if more {
		with := number(from.ID) + "." + strconv.Itoa(next)
		buttons = append(buttons, telegram.Row(telegram.Button{Text: w.Say("button.more"), Tap: tapMerge, With: with}))
	}
	back := telegram.Button{Text: w.Say("button.back"), Tap: tapOpen, With: number(from.ID)}
	return telegram.Reply{
		Text:    w.Say("category.merge_into", text.Data{"Name": text.Category(from)}),
		Buttons: append(buttons, telegram.Row(back)),
	}
}

// mergeQuestion says what would move, and asks.
func mergeQuestion(w text.Words, from, into api.Category, entries int) telegram.Reply {
	names := text.Data{"From": text.Category(from), "Into": text.Category(into)}
	said, yes := w.Count("category.merge_ask", entries, names), "button.merge_yes"
	switch {
	case entries == 0:
		said, yes = w.Say("category.merge_empty", names), "button.yes_remove"
	case entries > countMost:
		said = w.Say("category.merge_ask_many", names, text.Data{"Most": countMost})
	}
	return telegram.Reply{Text: said, Buttons: [][]telegram.Button{telegram.Row(
		telegram.Button{Text: w.Say(yes), Tap: tapDo, With: number(from.ID) + "." + number(into.ID)},
		telegram.Button{Text: w.Say("button.merge_no"), Tap: tapOpen, With: number(from.ID)},
	)}}
}

func merged(w text.Words, from, into api.Category) telegram.Reply {
	return telegram.Reply{Text: w.Say("category.merged", text.Data{"From": text.Category(from), "Into": text.Category(into)})}
}
