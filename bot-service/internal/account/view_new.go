package account

import (
	"slices"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// Tapped answers that are the same for every question.
const (
	answerStop = "x"
	nothing    = "0"
)

// currencies are offered to everybody, behind those that he uses; any other can be typed.
var currencies = []string{"EUR", "USD", "RON", "MDL", "UAH", "RUB", "GBP", "CHF", "PLN"}

const (
	currencyColumns = 3
	maxCurrencies   = 9
)

// question asks for one thing of a new account.
func question(w text.Words, accounts []api.Account, q dialog.Question) telegram.Reply {
	r := telegram.Reply{}
	switch q.Kind {
	case askKind:
		r.Text = w.Say("account.ask_kind")
		var kinds []telegram.Button
		for _, kind := range api.AccountKinds {
			sign, word := kindOf(w, kind)
			kinds = append(kinds, answer(q, sign+" "+capital(word), kind))
		}
		r.Buttons = telegram.Grid(kinds, columns)
	case askCurrency:
		r.Text = w.Say("account.ask_currency")
		var offered []telegram.Button
		for _, currency := range offers(accounts) {
			offered = append(offered, answer(q, currency, currency))
		}
		r.Buttons = telegram.Grid(offered, currencyColumns)
	case askName:
		r.Text = w.Say("account.ask_name_only")
		if name := nameOffered(w, accounts, q); name != "" {
			r.Text = w.Say("account.ask_name")
			r.Buttons = [][]telegram.Button{telegram.Row(answer(q, name, name))}
		}
	default:
		key := "account.ask_opening"
		if owed(q.Data[askKind]) {
			key = "account.ask_debt"
		}
		r.Text = w.Say(key, text.Data{"Currency": q.Data[askCurrency]})
		r.Buttons = [][]telegram.Button{telegram.Row(answer(q, w.Say("button.nothing_yet"), nothing))}
	}
	r.Buttons = append(r.Buttons, telegram.Row(stop(w, q)))
	return r
}

// nameAnew asks for another name of an account.
func nameAnew(w text.Words, q dialog.Question, a api.Account) telegram.Reply {
	return telegram.Reply{
		Text:    w.Say("account.name_anew", text.Data{"Name": text.Clipped(a.Name, text.MaxLabel)}),
		Buttons: [][]telegram.Button{telegram.Row(stop(w, q))},
	}
}

// unclear says why a typed answer is none; its question stays open.
func unclear(w text.Words, q dialog.Question, key string) telegram.Reply {
	return telegram.Reply{Text: w.Say(key), Buttons: [][]telegram.Button{telegram.Row(stop(w, q))}}
}

func answer(q dialog.Question, label, value string) telegram.Button {
	return telegram.Button{Text: label, Tap: tapAnswer, With: q.ID + "." + value}
}

func stop(w text.Words, q dialog.Question) telegram.Button {
	return answer(q, w.Say("button.cancel"), answerStop)
}

// offers are the currencies that somebody with these accounts may want.
func offers(accounts []api.Account) []string {
	var all []string
	for _, a := range accounts {
		all = append(all, a.Currency)
	}
	var offered []string
	for _, currency := range append(all, currencies...) {
		if !slices.Contains(offered, currency) {
			offered = append(offered, currency)
		}
	}
	return offered[:min(len(offered), maxCurrencies)]
}

// nameOffered is a name that fits the account and is free; empty where there is none.
func nameOffered(w text.Words, accounts []api.Account, q dialog.Question) string {
	_, word := kindOf(w, q.Data[askKind])
	word = capital(word)
	for _, name := range []string{word, word + " " + q.Data[askCurrency]} {
		if !slices.ContainsFunc(accounts, func(a api.Account) bool { return sameName(a.Name, name) }) {
			return name
		}
	}
	return ""
}
