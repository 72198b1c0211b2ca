package transaction

import (
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// undoable is how long the API takes changes back.
const undoable = 10 * time.Minute

// takesBack is the button that takes the last change of an entry back; of an old one, the entry.
func takesBack(w text.Words, b book, e api.Transaction) telegram.Button {
	with := pick(e.ID, strconv.FormatInt(e.Version, 10))
	if b.now.Sub(e.UpdatedAt) > undoable {
		return telegram.Button{Text: w.Say("button.delete"), Tap: tapDelete, With: with}
	}
	return telegram.Button{Text: w.Say("button.undo"), Tap: tapUndo, With: with}
}

// deletion asks whether an entry shall go.
func deletion(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
	described, err := description(w, b, e)
	yes := telegram.Button{
		Text: w.Say("button.delete_yes"), Tap: tapDeleteYes, With: pick(e.ID, strconv.FormatInt(e.Version, 10)),
	}
	return telegram.Reply{
		Text:    text.Lines(described, "", w.Say("delete.ask")),
		Buttons: [][]telegram.Button{telegram.Row(yes, back(w, e))},
	}, err
}

// deleted tells which entry is gone, and can bring it back.
func deleted(w text.Words, b book, e api.Transaction, operation string) (telegram.Reply, error) {
	line, err := entryLine(w, b, e)
	undo := telegram.Button{Text: w.Say("button.undo"), Tap: tapUndoAll, With: operation}
	return telegram.Reply{
		Text: w.Say("delete.done", text.Data{"Entry": line}), Buttons: [][]telegram.Button{telegram.Row(undo)},
	}, err
}

// changeChoice asks what of an entry shall change, and offers to book it again.
func changeChoice(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
	r, err := card(w, b, e)
	button := func(label, tap string) telegram.Button {
		return telegram.Button{Text: w.Say(label), Tap: tap, With: pick(e.ID, "")}
	}
	r.Buttons = [][]telegram.Button{
		telegram.Row(button("button.amount", tapAmount), button("button.note", tapNote)),
		telegram.Row(button("button.repeat", tapRepeat)),
		telegram.Row(back(w, e)),
	}
	return r, err
}

// changeQuestion asks for the new amount or note of an entry.
func changeQuestion(w text.Words, b book, q dialog.Question, e api.Transaction) (telegram.Reply, error) {
	said := "change.amount"
	if q.Kind == askNote {
		said = "change.note"
	}
	line, err := entryLine(w, b, e)
	return telegram.Reply{
		Text: w.Say(said, text.Data{"Entry": line}), Buttons: [][]telegram.Button{telegram.Row(stop(w, q))},
	}, err
}

func stop(w text.Words, q dialog.Question) telegram.Button {
	return telegram.Button{Text: w.Say("button.cancel"), Tap: tapStop, With: q.ID}
}

// calendar shows the days of a month, up to today, to choose one for an entry.
func calendar(month time.Time) draw {
	return func(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
		r, err := card(w, b, e)
		turn := func(label string, to time.Time) telegram.Button {
			return telegram.Button{Text: label, Tap: tapCalendar, With: pick(e.ID, to.Format(api.MonthForm))}
		}
		before, after := month.AddDate(0, -1, 0), month.AddDate(0, 1, 0)

		r.Buttons = [][]telegram.Button{telegram.Row(turn(w.Month(month), month))}
		r.Buttons = append(r.Buttons, weekdays(w, e, month))
		r.Buttons = append(r.Buttons, weeks(b, e, month)...)
		turns := telegram.Row(turn("◀ "+w.Month(before), before))
		if !after.After(b.today) {
			turns = append(turns, turn(w.Month(after)+" ▶", after))
		}
		r.Buttons = append(r.Buttons, turns, telegram.Row(back(w, e)))
		return r, err
	}
}

// weekdays are the heads of a calendar's columns.
func weekdays(w text.Words, e api.Transaction, month time.Time) []telegram.Button {
	var row []telegram.Button
	for _, day := range strings.Fields(w.Say("calendar.days")) {
		row = append(row, telegram.Button{Text: day, Tap: tapCalendar, With: pick(e.ID, month.Format(api.MonthForm))})
	}
	return row
}

// weeks are the days of a month, Mondays first. What has no day, or one to come, is empty.
func weeks(b book, e api.Transaction, month time.Time) [][]telegram.Button {
	empty := telegram.Button{Text: " ", Tap: tapCalendar, With: pick(e.ID, month.Format(api.MonthForm))}
	var days []telegram.Button
	for range (int(month.Weekday()) + 6) % 7 {
		days = append(days, empty)
	}
	for day := month; day.Month() == month.Month(); day = day.AddDate(0, 0, 1) {
		date, label := day.Format(api.DateForm), strconv.Itoa(day.Day())
		switch {
		case day.After(b.today):
			days = append(days, empty)
			continue
		case date == e.Date:
			label = "•" + label
		}
		days = append(days, telegram.Button{Text: label, Tap: tapDay, With: pick(e.ID, date)})
	}
	for len(days)%7 != 0 {
		days = append(days, empty)
	}
	return telegram.Grid(days, 7)
}
