package account

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// noteOpen notes which account's card a person opened last.
const noteOpen = "account"

// setForm is a balance as it is typed while an account's card is open: "=500", "= -1 200,50".
var setForm = regexp.MustCompile(`^=\s*[+\-−]?\s*\d[\d\s.,\x{00a0}\x{202f}]*$`)

// empty reports whether nothing lies in an account.
func empty(a api.Account) bool {
	amount, err := money.Parse(a.Balance, a.Currency)
	return err == nil && amount.Minor == 0
}

// archiveQuestion tells what leaves the total, and asks.
func archiveQuestion(w text.Words, a api.Account) (telegram.Reply, error) {
	amount, err := money.Parse(a.Balance, a.Currency)
	said := w.Say("account.archive_ask", text.Data{"Name": text.Clipped(a.Name, text.MaxLabel), "Amount": w.Money(amount)})
	return telegram.Reply{Text: said, Buttons: [][]telegram.Button{telegram.Row(
		telegram.Button{Text: w.Say("button.archive_yes"), Tap: tapArchive, With: id(a) + "." + surely},
		telegram.Button{Text: w.Say("button.no"), Tap: tapOpen, With: id(a)},
	)}}, err
}

// askBalance asks how much lies in an account now.
func (f Feature) askBalance(ctx context.Context, t *telegram.Turn) error {
	a, err := f.found(ctx, t, t.With)
	if err != nil {
		return err
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askBalance, map[string]string{"id": t.With})
	return t.Send(ctx, telegram.Reply{
		Text: t.Words.Say("account.ask_balance", text.Data{
			"Name": text.Clipped(a.Name, text.MaxLabel), "Currency": a.Currency,
		}),
		Buttons: [][]telegram.Button{telegram.Row(stop(t.Words, q))},
	})
}

// balanceTyped takes an amount, with "=" or without, for the answer. What has words in it is an entry.
func (f Feature) balanceTyped(ctx context.Context, t *telegram.Turn, q dialog.Question) (mine bool, err error) {
	typed := strings.TrimSpace(strings.TrimPrefix(t.Text, "="))
	if !setForm.MatchString("=" + typed) {
		if strings.ContainsAny(typed, "0123456789") {
			return false, nil
		}
		return true, t.Send(ctx, unclear(t.Words, q, "account.balance_unclear"))
	}
	if err := f.setBalance(ctx, t, q.Data["id"], typed); err != nil {
		return true, err
	}
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	return true, nil
}

// balanceOfOpen takes "=500" for the balance of the account whose card was opened last.
func (f Feature) balanceOfOpen(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	if !setForm.MatchString(t.Text) {
		return false, nil
	}
	name, known := f.Dialogs.Noted(ctx, dialog.Who(t), noteOpen)
	if !known {
		return false, nil
	}
	return true, f.setBalance(ctx, t, name, strings.TrimSpace(strings.TrimPrefix(t.Text, "=")))
}

// setBalance books what is between an account's balance and what was typed, and shows the account.
func (f Feature) setBalance(ctx context.Context, t *telegram.Turn, name, typed string) error {
	a, err := f.found(ctx, t, name)
	if err != nil {
		return err
	}
	balance, err := parseOpening(typed, t.Words.Language, a.Currency, false)
	if err != nil {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}

	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return errGone
	}
	var set api.BalanceSet
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		set, err = c.Once(t.Key()).SetBalance(ctx, api.SetBalance{
			ID: id, Balance: api.Decimal(balance), Note: t.Words.Say("account.adjustment"),
		})
		return err
	})
	if err != nil {
		return err
	}
	shown, err := balanceSet(t.Words, set)
	if err != nil {
		return err
	}
	return t.Send(ctx, shown)
}

// balanceSet shows an account whose balance was set, and what was booked for it.
func balanceSet(w text.Words, set api.BalanceSet) (telegram.Reply, error) {
	shown, err := card(w, set.Account)
	if err != nil || set.Transaction == nil {
		return shown, err
	}
	amount, err := money.Parse(set.Transaction.Amount, set.Transaction.Currency)
	sign := "+"
	if set.Transaction.Kind == api.Expense {
		sign = "-"
	}
	shown.Text = text.Lines(w.Say("account.balance_set", text.Data{"Amount": sign + w.Money(amount)}), "", shown.Text)
	undo := telegram.Button{Text: w.Say("button.undo"), Tap: tapUndo, With: set.OperationID}
	shown.Buttons = append([][]telegram.Button{telegram.Row(undo)}, shown.Buttons...)
	return shown, err
}
