package report

import (
	"strconv"
	"strings"
	"time"

	"financebot/api-service/internal/chart"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// drawByCategory draws a period's categories, the largest by name and the others together.
func drawByCategory(r api.ByCategory, w words, theme string) ([]byte, error) {
	name := w.expenses
	if r.Kind == api.Income {
		name = w.income
	}
	lacking := []string{}
	for _, sum := range lacks(r.NotConverted) {
		lacking = append(lacking, written(sum.Amount, sum.Currency, w))
	}
	frame := w.frame(name+" "+w.byCategory, w.span(r.Period)+", "+r.Currency, theme, r.Currency, lacking, r.Rates)
	slices := make([]chart.Slice, 0, len(r.Items))
	for _, item := range folded(r, w) {
		label, err := w.label(item)
		if err != nil {
			return nil, err
		}
		slices = append(slices, chart.Slice{
			Name: label, Amount: written(item.Amount, r.Currency, w), PerMille: item.PerMille,
			Share: strconv.FormatInt(item.PerMille/10, 10) + w.point + strconv.FormatInt(item.PerMille%10, 10) + w.percent,
			Rest:  item.CategoryID == nil && item.Name == w.others,
		})
	}
	return chart.Donut(frame, name, written(r.Total, r.Currency, w), slices)
}

// folded are as many items as can be told apart, the smallest ones as one.
func folded(r api.ByCategory, w words) []api.CategoryShare {
	if len(r.Items) <= chart.MaxSlices {
		return r.Items
	}
	kept := append([]api.CategoryShare{}, r.Items[:chart.MaxSlices-1]...)
	rest := api.CategoryShare{Name: w.others}
	sum := money.Of(0, r.Currency)
	for _, item := range r.Items[chart.MaxSlices-1:] {
		sum.Minor += minor(item.Amount)
		rest.PerMille += item.PerMille
	}
	rest.Amount = sum.Decimal()
	return append(kept, rest)
}

// label is a category's name as far as it can be drawn.
func (w words) label(item api.CategoryShare) (string, error) {
	if item.CategoryID == nil && item.Name == "" {
		return w.uncategorized, nil
	}
	name, err := chart.Drawable(item.Name)
	if name == "" && item.CategoryID != nil {
		name = "№ " + strconv.FormatInt(*item.CategoryID, 10)
	}
	return name, err
}

// lacks adds up what is lacking by currency.
func lacks(all []api.CategoryLack) []api.Balance {
	var out []api.Balance
	for _, l := range all { // sorted by currency
		if last := len(out) - 1; last >= 0 && out[last].Currency == l.Currency {
			out[last].Amount = money.Of(minor(out[last].Amount)+minor(l.Amount), l.Currency).Decimal()
			continue
		}
		out = append(out, api.Balance{Currency: l.Currency, Amount: l.Amount})
	}
	return out
}

// drawTrend draws what came and went above what lay.
func drawTrend(r api.Trend, w words, theme string) ([]byte, error) {
	income, expense, closing := chart.Series{Name: w.income}, chart.Series{Name: w.expenses}, chart.Series{Name: w.balance}
	labels, lacking := make([]string, 0, len(r.Items)), []string{}
	for _, p := range r.Items {
		labels = append(labels, w.step(p.Period, r.By))
		income.Values = append(income.Values, minor(p.Income))
		expense.Values = append(expense.Values, minor(p.Expense))
		closing.Values = append(closing.Values, minor(p.Closing))
	}
	for _, f := range r.NotConverted {
		lacking = append(lacking, f.Currency)
	}
	frame := w.frame(w.flows, w.span(r.Period)+", "+r.Currency, theme, r.Currency, lacking, r.Rates)
	return chart.Plot(frame, labels, w.axis(r.Currency),
		chart.Panel{Bars: []chart.Series{income, expense}}, chart.Panel{Lines: []chart.Series{closing}})
}

func (w words) step(p api.Period, by string) string {
	from, _ := time.Parse(api.DateForm, p.From)
	if by == api.Monthly {
		return w.month(from)
	}
	return w.day(from)
}

// drawNetWorth draws what there was above what was owed, and what was left.
func drawNetWorth(r api.NetWorth, w words, theme string) ([]byte, error) {
	assets, debts, net := chart.Series{Name: w.assets}, chart.Series{Name: w.debts}, chart.Series{Name: w.worth}
	labels, lacking := make([]string, 0, len(r.Items)), []string{}
	for _, item := range r.Items {
		day, _ := time.Parse(api.DateForm, item.Date)
		label := w.month(day)
		if len(r.Items) == 1 {
			label = w.date(day)
		}
		labels = append(labels, label)
		assets.Values = append(assets.Values, minor(item.Assets))
		debts.Values = append(debts.Values, -minor(item.Liabilities))
		net.Values = append(net.Values, minor(item.Net))
	}
	last := r.Items[len(r.Items)-1]
	for _, b := range last.NotConverted {
		lacking = append(lacking, written(b.Amount, b.Currency, w))
	}
	day, _ := time.Parse(api.DateForm, last.Date)
	frame := w.frame(w.worth, w.date(day)+": "+written(last.Net, r.Currency, w), theme, r.Currency, lacking, r.Rates)
	return chart.Plot(frame, labels, w.axis(r.Currency), chart.Panel{Bars: []chart.Series{assets, debts}, Lines: []chart.Series{net}})
}

// frame says what a picture shows, what it lacks, and by which rates.
func (w words) frame(title, subtitle, theme, currency string, lacking []string, rates []api.UsedRate) chart.Frame {
	f := chart.Frame{Title: title, Subtitle: subtitle, Theme: theme, Empty: w.empty}
	var notes []string
	if len(lacking) > 0 {
		f.Empty = w.noRates + " " + currency
		notes = append(notes, w.noRate+": "+strings.Join(lacking, ", "))
	}
	if len(rates) > 0 {
		notes = append(notes, w.rates(rates))
	}
	f.Footer = strings.Join(notes, " · ")
	return f
}

// rates tells a rate with its day, or the days of several.
func (w words) rates(all []api.UsedRate) string {
	first, _ := time.Parse(api.DateForm, all[0].Date)
	last, _ := time.Parse(api.DateForm, all[len(all)-1].Date)
	if len(all) == 1 {
		return "1 " + all[0].Base + " = " + strings.Replace(all[0].Rate, ".", w.point, 1) + " " + all[0].Quote + " (" + w.date(first) + ")"
	}
	if first.Equal(last) {
		return w.ratesOf + " " + w.date(first)
	}
	return w.ratesOf + " " + w.date(first) + " – " + w.date(last)
}

// axis names the figures of an axis; whole ones go without decimals.
func (w words) axis(currency string) func(int64) string {
	return func(figure int64) string {
		text := money.Of(figure, currency).Number(w.language)
		whole, fraction, found := strings.Cut(text, w.point)
		if found && strings.Trim(fraction, "0") == "" {
			return whole
		}
		return text
	}
}

// minor reads back what Decimal wrote, which has all decimals of its currency.
func minor(decimal string) int64 {
	n, _ := strconv.ParseInt(strings.Replace(decimal, ".", "", 1), 10, 64)
	return n
}

func written(decimal, currency string, w words) string {
	return money.Of(minor(decimal), currency).Write(w.language)
}
