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
	tapList     = "acc.list"
	tapOpen     = "acc.open"
	tapArchive  = "acc.old"
	tapDefault  = "acc.first"
	tapSet      = "acc.set"
	tapRename   = "acc.name"
	tapNew      = "acc.new"
	tapAnswer   = "acc.ask"
	tapUndo     = "tx.undoall" // answered where entries are booked
)

// What tapList and tapArchive carry behind a number, or before one.
const (
	pageUsed = "used"
	pageOld  = "old"
	putAway  = "1"
	surely   = "2" // putAway, after the question
	takeBack = "0"
)

const (
	columns  = 2
	pageSize = 16
)

// emoji stands for a kind of account.
var emoji = map[string]string{
	"cash": "💵", "bank": "🏦", "card": "💳", "savings": "🐖",
	"credit": "🧾", "loan": "📉", "investment": "📈",
}

// otherEmoji stands for kinds that a newer API has.
const otherEmoji = "👛"

// thoseArchived are the accounts that are archived, or those that are not.
func thoseArchived(accounts []api.Account, archived bool) []api.Account {
	var these []api.Account
	for _, a := range accounts {
		if a.Archived == archived {
			these = append(these, a)
		}
	}
	return these
}

// balance shows how much there is in each currency, and where.
func balance(w text.Words, all []api.Account) (telegram.Reply, error) {
	accounts := thoseArchived(all, false)
	if len(accounts) == 0 {
		return telegram.Reply{Text: w.Say("account.empty"), Buttons: [][]telegram.Button{telegram.Row(newAccount(w))}}, nil
	}
	sums, err := totals(accounts)
	if err != nil {
		return telegram.Reply{}, err
	}
	each, err := accountLines(w, line, accounts)
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
		lines = append(lines, w.Say("account.totals_line", text.Data{"Amount": w.Sum(sum)}))
	}
	return lines
}

func accountLines(w text.Words, as func(text.Words, api.Account) (string, error), accounts []api.Account) ([]string, error) {
	lines := make([]string, 0, len(accounts))
	for _, a := range accounts {
		line, err := as(w, a)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// line tells an account and what lies in it.
func line(w text.Words, a api.Account) (string, error) { return told(w, "account.line", a) }

// lineKind is line with the kind of the account, where its name does not say it: "Cash (cash)"
// tells nothing more.
func lineKind(w text.Words, a api.Account) (string, error) {
	if _, kind := kindOf(w, a.Kind); sameName(a.Name, kind) {
		return told(w, "account.line_alone", a)
	}
	return told(w, "account.line_kind", a)
}

func told(w text.Words, key string, a api.Account) (string, error) {
	amount, err := money.Parse(a.Balance, a.Currency)
	if err != nil {
		return "", err
	}
	sign, kind := kindOf(w, a.Kind)
	name := strings.Join(strings.Fields(a.Name), " ")
	return w.Say(key, text.Data{"Emoji": sign, "Name": name, "Kind": kind, "Balance": w.Money(amount)}), nil
}

// kindOf is the sign and the word of a kind of account.
func kindOf(w text.Words, kind string) (sign, word string) {
	sign, known := emoji[kind]
	if !known {
		return otherEmoji, w.Say("account.kind.other")
	}
	return sign, w.Say("account.kind." + kind)
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
