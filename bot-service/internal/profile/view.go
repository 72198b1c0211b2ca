package profile

import (
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// Names of taps.
const (
	tapLanguage  = "language"
	tapLanguages = "languages"
	tapSettings  = "settings"
	tapCurrency  = "currency"
	tapZone      = "zone"
	tapAccounts  = "set.accs"
	tapAccount   = "set.acc"
	tapBalance   = "balance" // answered where accounts are shown
)

func languages(w text.Words) telegram.Reply {
	r := telegram.Reply{Text: w.Say("language.ask")}
	for _, lang := range api.Languages {
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: w.Say("language.own." + lang), Tap: tapLanguage, With: lang}))
	}
	return r
}

func chosen(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("language.done")}
}
