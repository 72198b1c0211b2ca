package rate

import (
	"strconv"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

const tapDrop = "rate.drop"

// columns of buttons that take rates away.
const columns = 2

// saved tells a rate that was written down.
func saved(w text.Words, r api.ExchangeRate) telegram.Reply {
	drop := telegram.Button{Text: w.Say("button.rate_drop"), Tap: tapDrop, With: strconv.FormatInt(r.ID, 10)}
	return telegram.Reply{Text: w.Say("rate.saved", text.Data{"Rate": line(w, r)}), Buttons: [][]telegram.Button{telegram.Row(drop)}}
}

// all lists rates, with a button each that takes it away.
func all(w text.Words, rates []api.ExchangeRate, more bool) telegram.Reply {
	if len(rates) == 0 {
		return telegram.Reply{Text: text.Lines(w.Say("rate.none"), "", w.Say("rate.how"))}
	}
	lines := []string{w.Say("rate.list"), ""}
	var drops []telegram.Button
	for _, r := range rates {
		lines = append(lines, line(w, r))
		label := "✖️ " + r.Base + " → " + r.Quote + ", " + day(w, r)
		drops = append(drops, telegram.Button{Text: label, Tap: tapDrop, With: strconv.FormatInt(r.ID, 10)})
	}
	if more {
		lines = append(lines, w.Say("rate.older"))
	}
	lines = append(lines, "", w.Say("rate.how"))
	return telegram.Reply{Text: text.Lines(lines...), Buttons: telegram.Grid(drops, columns)}
}

// line is a rate as the month's summary shows it.
func line(w text.Words, r api.ExchangeRate) string {
	return w.Say("month.rate", text.Data{"Base": r.Base, "Quote": r.Quote, "Rate": w.Decimal(r.Rate), "Date": day(w, r)})
}

func day(w text.Words, r api.ExchangeRate) string {
	date, err := time.Parse(api.DateForm, r.Date)
	if err != nil {
		return r.Date
	}
	return w.Date(date)
}
