package transaction

import (
	"strconv"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

const tapChoose = "tx.ask"

// question puts a question, with buttons for what can be chosen and one to stop.
func question(w text.Words, b book, q dialog.Question, d draft, page int) (telegram.Reply, error) {
	said, err := questionWords(w, b, q, d)
	if err != nil {
		return telegram.Reply{}, err
	}
	r := telegram.Reply{Text: said}
	var fit []telegram.Button
	switch q.Kind {
	case askCategory:
		for _, c := range b.categories {
			if c.Kind == d.Entry.Kind {
				fit = append(fit, choice(q, text.Category(c), strconv.FormatInt(c.ID, 10)))
			}
		}
	case askFrom, askTo:
		for _, a := range b.open() {
			if q.Kind == askFrom || a.ID != d.Transfer.FromAccountID {
				fit = append(fit, choice(q, text.Clipped(a.Name, 40), strconv.FormatInt(a.ID, 10)))
			}
		}
	}
	these, next, more := telegram.Page(fit, page, gridPage)
	r.Buttons = telegram.Grid(these, gridColumns)
	if more {
		r.Buttons = append(r.Buttons, telegram.Row(choice(q, w.Say("button.next"), choosePage+strconv.Itoa(next))))
	}
	stop := telegram.Row(choice(q, w.Say("button.cancel"), chooseCancel))
	if q.Kind == askCategory {
		stop = telegram.Row(choice(q, w.Say("button.no_category"), chooseNone), stop[0])
	}
	r.Buttons = append(r.Buttons, stop)
	return r, nil
}

func choice(q dialog.Question, label, answer string) telegram.Button {
	return telegram.Button{Text: label, Tap: tapChoose, With: q.ID + "." + answer}
}

func questionWords(w text.Words, b book, q dialog.Question, d draft) (string, error) {
	from, _ := b.account(d.Transfer.FromAccountID)
	to, _ := b.account(d.Transfer.ToAccountID)
	names := text.Data{"From": text.Clipped(from.Name, 40), "To": text.Clipped(to.Name, 40), "Currency": from.Currency}
	switch q.Kind {
	case askCategory:
		amount, err := money.Parse(string(d.Entry.Amount), d.Entry.Currency)
		if err != nil {
			return "", err
		}
		what := signed(w, d.Entry.Kind, amount)
		if d.Entry.Note != "" {
			what += " · " + text.Clipped(d.Entry.Note, 60)
		}
		return w.Say("ask.category", text.Data{"Entry": what}), nil
	case askFrom:
		return w.Say("ask.from"), nil
	case askTo:
		return w.Say("ask.to", names), nil
	case askSent:
		return w.Say("ask.sent", names), nil
	case askReceived:
		sent, err := money.Parse(string(d.Transfer.Amount), from.Currency)
		if err != nil {
			return "", err
		}
		names["Amount"], names["Currency"] = w.Money(sent), to.Currency
		return w.Say("ask.received", names), nil
	}
	if d.Entry.Kind == api.Income {
		return w.Say("ask.income"), nil
	}
	return w.Say("ask.expense"), nil
}

// askedAgain says what cannot be read of an answer; its question stays open.
func askedAgain(w text.Words, q dialog.Question, typed string, e *errs.Error) telegram.Reply {
	r := refusal(w, w.Say("ask.unclear"), typed, e)
	r.Buttons = [][]telegram.Button{telegram.Row(choice(q, w.Say("button.cancel"), chooseCancel))}
	return r
}

func oneAccount(w text.Words) telegram.Reply {
	open := telegram.Button{Text: w.Say("button.account_new"), Tap: tapNewAccount}
	return telegram.Reply{Text: w.Say("ask.one_account"), Buttons: [][]telegram.Button{telegram.Row(open)}}
}
