package profile

import (
	"slices"
	"strconv"
	"time"

	"financebot/bot-service/internal/place"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
)

// settings shows all that can be set, each with a button.
func settings(w text.Words, s state, now time.Time) telegram.Reply {
	lines := []string{
		w.Say("settings.title"), "",
		w.Say("settings.language", text.Data{"Language": w.Say("language.own." + w.Language)}),
		w.Say("settings.currency", text.Data{"Currency": w.CurrencyIn(s.family.BaseCurrency)}),
		w.Say("settings.zone", clock(w, s.user.Timezone, now)),
	}
	if a, ok := s.preferred(); ok {
		lines = append(lines, w.Say("settings.account", text.Data{"Account": text.Clipped(a.Name, text.MaxLabel)}))
	}
	lines = append(lines, "", w.Say("settings.id", text.Data{"ID": s.user.ID}))

	return telegram.Reply{Text: text.Lines(lines...), Buttons: [][]telegram.Button{
		telegram.Row(
			telegram.Button{Text: w.Say("button.language"), Tap: tapLanguages},
			telegram.Button{Text: w.Say("button.currency"), Tap: tapCurrency},
		),
		telegram.Row(
			telegram.Button{Text: w.Say("button.zone"), Tap: tapZone},
			telegram.Button{Text: w.Say("button.account"), Tap: tapAccounts},
		),
	}}
}

// accountChoice offers the accounts that may take what names none.
func accountChoice(w text.Words, s state) telegram.Reply {
	now, _ := s.preferred()
	var all []telegram.Button
	for _, a := range s.accounts {
		if a.Archived {
			continue
		}
		label := text.Clipped(a.Name, text.MaxLabel)
		if a.ID == now.ID {
			label = "✓ " + label
		}
		all = append(all, telegram.Button{Text: label, Tap: tapAccount, With: strconv.FormatInt(a.ID, 10)})
	}
	const columns, most = 2, 40
	rows := telegram.Grid(all[:min(len(all), most)], columns)
	back := telegram.Button{Text: w.Say("button.back"), Tap: tapSettings}
	return telegram.Reply{Text: w.Say("settings.which_account"), Buttons: append(rows, telegram.Row(back))}
}

// currencyRow offers likely currencies, the one in force with a mark.
func currencyRow(w text.Words, now string, likely []string, other bool) []telegram.Button {
	if !slices.Contains(likely, now) {
		likely = append([]string{now}, likely...)
	}
	var row []telegram.Button
	for _, currency := range likely {
		label := currency
		if currency == now {
			label = "✓ " + label
		}
		row = append(row, telegram.Button{Text: label, Tap: tapCurrency, With: currency})
	}
	if other {
		row = append(row, telegram.Button{Text: w.Say("button.other"), Tap: tapCurrency})
	}
	return row
}

func currencyChoice(w text.Words, now string, likely []string) telegram.Reply {
	return telegram.Reply{
		Text:    w.Say("currency.ask", text.Data{"Currency": w.CurrencyIn(now)}),
		Buttons: [][]telegram.Button{currencyRow(w, now, likely, false)},
	}
}

// currencyChosen says in which currency money is kept from now on, and by which clock.
func currencyChosen(w text.Words, now, zone string, likely []string, at time.Time) telegram.Reply {
	return telegram.Reply{
		Text: text.Lines(
			w.Say("currency.done", text.Data{"Currency": w.CurrencyIn(now)}), w.Say("settings.zone", clock(w, zone, at)),
			"", w.Say("register.example")),
		Buttons: [][]telegram.Button{
			currencyRow(w, now, likely, true),
			telegram.Row(telegram.Button{Text: w.Say("button.balance"), Tap: tapBalance}),
		},
	}
}

// currencyStays says why the currency cannot be changed any more, and what can be done.
func currencyStays(w text.Words, s state) telegram.Reply {
	return telegram.Reply{Text: w.Say("currency.stays", text.Data{"Currency": w.CurrencyIn(s.family.BaseCurrency)}),
		Buttons: [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.accounts"), Tap: "accounts"})}}
}

func zoneQuestion(w text.Words, zone string, now time.Time) telegram.Reply {
	return telegram.Reply{Text: w.Say("zone.ask", clock(w, zone, now))}
}

func zoneChosen(w text.Words, zone string, now time.Time) telegram.Reply {
	return telegram.Reply{Text: w.Say("zone.done", clock(w, zone, now)), Buttons: [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.settings"), Tap: tapSettings}),
	}}
}

func zoneGuess(w text.Words, town place.Place, now time.Time) telegram.Reply {
	return telegram.Reply{Text: w.Say("zone.guess", clock(w, town.Zone, now)), Buttons: [][]telegram.Button{telegram.Row(
		telegram.Button{Text: w.Say("button.yes"), Tap: tapZone, With: town.Zone},
		telegram.Button{Text: w.Say("button.no"), Tap: tapZone},
	)}}
}
