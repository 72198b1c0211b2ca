package account

import (
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Names of taps.
const (
	tapBalance  = "balance"
	tapAccounts = "accounts"
)

// emoji stands for a kind of account.
var emoji = map[string]string{
	"cash": "💵", "bank": "🏦", "card": "💳", "savings": "🐖",
	"credit": "🧾", "loan": "📉", "investment": "📈",
}

// otherEmoji stands for kinds that a newer API has.
const otherEmoji = "👛"

func inUse(accounts []api.Account) []api.Account {
	var open []api.Account
	for _, a := range accounts {
		if !a.Archived {
			open = append(open, a)
		}
	}
	return open
}

// balance shows how much there is in each currency, and where.
func balance(w text.Words, accounts []api.Account) (telegram.Reply, error) {
	if len(accounts) == 0 {
		return telegram.Reply{Text: w.Say("account.empty")}, nil
	}
	sums, err := totals(accounts)
	if err != nil {
		return telegram.Reply{}, err
	}
	each, err := accountLines(w, "account.line", accounts)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines := append(sumLines(w, sums), "")
	return telegram.Reply{
		Text:    text.Lines(append(lines, each...)...),
		Buttons: [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.accounts"), Tap: tapAccounts})},
	}, nil
}

func sumLines(w text.Words, sums []money.Money) []string {
	if len(sums) == 1 {
		return []string{w.Say("account.total", text.Data{"Amount": w.Money(sums[0])})}
	}
	lines := []string{w.Say("account.totals")}
	for _, sum := range sums {
		lines = append(lines, w.Say("account.totals_line", text.Data{"Amount": w.Money(sum)}))
	}
	return lines
}

// list shows every account with its kind.
func list(w text.Words, accounts []api.Account) (telegram.Reply, error) {
	if len(accounts) == 0 {
		return telegram.Reply{Text: w.Say("account.empty")}, nil
	}
	each, err := accountLines(w, "account.line_kind", accounts)
	if err != nil {
		return telegram.Reply{}, err
	}
	lines := []string{w.Count("account.list", len(accounts)), ""}
	return telegram.Reply{
		Text:    text.Lines(append(lines, each...)...),
		Buttons: [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.balance"), Tap: tapBalance})},
	}, nil
}

func accountLines(w text.Words, key string, accounts []api.Account) ([]string, error) {
	lines := make([]string, 0, len(accounts))
	for _, a := range accounts {
		line, err := line(w, key, a)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func line(w text.Words, key string, a api.Account) (string, error) {
	amount, err := money.Parse(a.Balance, a.Currency)
	if err != nil {
		return "", err
	}
	sign, known := emoji[a.Kind]
	kind := w.Say("account.kind." + a.Kind)
	if !known {
		sign, kind = otherEmoji, w.Say("account.kind.other")
	}
	name := strings.Join(strings.Fields(a.Name), " ")
	return w.Say(key, text.Data{"Emoji": sign, "Name": name, "Kind": kind, "Balance": w.Money(amount)}), nil
}

// totals adds up by currency, in the order in which the currencies come.
func totals(accounts []api.Account) ([]money.Money, error) {
	var sums []money.Money
	at := map[string]int{}
	for _, a := range accounts {
		amount, err := money.Parse(a.Balance, a.Currency)
		if err != nil {
			return nil, err
		}
		i, known := at[a.Currency]
		if !known {
			at[a.Currency] = len(sums)
			sums = append(sums, amount)
			continue
		}
		if sums[i], err = sums[i].Add(amount); err != nil {
			return nil, err
		}
	}
	return sums, nil
}
