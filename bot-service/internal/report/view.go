package report

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Names of taps.
const (
	tapMonth = "month"
	tapChart = "month.chart"
)

const (
	topCategories = 10
	barLength     = 10 // of the largest share there can be
)

// summary shows a month: the total, that of the month before, each currency where there are
// several, and what it went for.
func summary(w text.Words, month, current time.Time, s api.Summary, by api.ByCategory) (telegram.Reply, error) {
	lines := []string{w.Say("month.title", text.Data{"Month": w.Month(month)}), ""}
	r := telegram.Reply{Buttons: turning(w, month, current)}
	if len(s.Currencies) == 0 {
		r.Text = text.Lines(append(lines, w.Say("list.empty"))...)
		return r, nil
	}
	total, err := flowLines(w, s.Total)
	if err != nil {
		return r, err
	}
	lines = append(lines, total...)
	if s.Previous.Total.Entries > 0 {
		before, err := flowLine(w, s.Previous.Total)
		if err != nil {
			return r, err
		}
		lines = append(lines, w.Say("month.before", text.Data{"Month": w.Month(month.AddDate(0, -1, 0)), "Flow": before}))
	}
	if len(s.Currencies) > 1 {
		lines = append(lines, "", w.Say("month.currencies"))
		for _, flow := range s.Currencies {
			line, err := flowLine(w, flow)
			if err != nil {
				return r, err
			}
			lines = append(lines, line)
		}
	}
	for _, flow := range s.NotConverted {
		line, err := flowLine(w, flow)
		if err != nil {
			return r, err
		}
		lines = append(lines, w.Say("month.not_converted", text.Data{"Flow": line}))
	}
	if len(s.NotConverted) > 0 {
		pair := text.Data{"Base": s.NotConverted[0].Currency, "Quote": s.Total.Currency}
		lines = append(lines, w.Say("month.rate_how", pair))
	}
	lines = append(lines, rates(w, s.Rates)...)
	if len(by.Items) > 0 {
		chart := telegram.Button{Text: w.Say("button.chart"), Tap: tapChart, With: month.Format(api.MonthForm)}
		r.Buttons = append(r.Buttons, telegram.Row(chart))
	}
	shares, err := shareLines(w, by)
	r.Text = text.Lines(append(lines, shares...)...)
	return r, err
}

// flowLines tell of the total.
func flowLines(w text.Words, f api.Flow) ([]string, error) {
	var lines []string
	for _, part := range []struct{ key, amount string }{
		{"month.income", f.Income}, {"month.expense", f.Expense}, {"month.net", f.Net},
	} {
		amount, err := money.Parse(part.amount, f.Currency)
		if err != nil {
			return nil, err
		}
		lines = append(lines, w.Say(part.key, text.Data{"Amount": w.Money(amount)}))
	}
	return lines, nil
}

// flowLine is what came and went of one currency.
func flowLine(w text.Words, f api.Flow) (string, error) {
	income, err := money.Parse(f.Income, f.Currency)
	if err != nil {
		return "", err
	}
	expense, err := money.Parse(f.Expense, f.Currency)
	return "+" + w.Money(income) + " / " + w.Money(expense.Neg()), err
}

// rates says at which rates the total was added up.
func rates(w text.Words, used []api.UsedRate) []string {
	var lines []string
	for _, r := range used {
		day, err := time.Parse(api.DateForm, r.Date)
		if err != nil {
			continue // of a newer API
		}
		lines = append(lines, w.Say("month.rate", text.Data{"Base": r.Base, "Quote": r.Quote, "Rate": r.Rate, "Date": w.Date(day)}))
	}
	return lines
}

// shareLines are the categories of the month's expenses, largest first, with a bar for each.
func shareLines(w text.Words, by api.ByCategory) ([]string, error) {
	if len(by.Items) == 0 {
		return nil, nil
	}
	amounts := make([]money.Money, 0, len(by.Items))
	for _, c := range by.Items {
		amount, err := money.Parse(c.Amount, by.Currency)
		if err != nil {
			return nil, err
		}
		amounts = append(amounts, amount)
	}
	lines, hundredths := []string{"", w.Say("month.categories")}, percents(amounts)
	for i, c := range by.Items[:min(len(by.Items), topCategories)] {
		name := strings.TrimSpace(c.Emoji + " " + c.Name)
		if c.CategoryID == nil {
			name = w.Say("entry.no_category")
		}
		bar := strings.Repeat("▇", max(int(c.PerMille)*barLength/1000, 1))
		lines = append(lines, bar+" "+percent(hundredths[i])+" "+name+": "+w.Money(amounts[i]))
	}
	if more := len(by.Items) - topCategories; more > 0 {
		lines = append(lines, w.Count("month.more", more))
	}
	return lines, nil
}

// percents are what each amount is of all of them; together they are a hundred.
func percents(amounts []money.Money) []int64 {
	total := new(big.Int)
	for _, m := range amounts {
		total.Add(total, big.NewInt(m.Minor))
	}
	if total.Sign() <= 0 {
		return make([]int64, len(amounts))
	}
	exact := make([]*big.Rat, 0, len(amounts))
	for _, m := range amounts {
		exact = append(exact, new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(m.Minor), big.NewInt(100)), total))
	}
	return money.Apportion(100, exact)
}

// percent writes a share; what there is is never nothing.
func percent(hundredths int64) string {
	if hundredths == 0 {
		return "<1%"
	}
	return strconv.FormatInt(hundredths, 10) + "%"
}

// turning are the buttons to the months before and after; none leads into the future.
func turning(w text.Words, month, current time.Time) [][]telegram.Button {
	button := func(key string, to time.Time) telegram.Button {
		return telegram.Button{Text: w.Say(key, text.Data{"Month": w.Month(to)}), Tap: tapMonth, With: to.Format(api.MonthForm)}
	}
	row := telegram.Row(button("button.month_before", month.AddDate(0, -1, 0)))
	if month.Before(current) {
		row = append(row, button("button.month_after", month.AddDate(0, 1, 0)))
	}
	return [][]telegram.Button{row}
}
