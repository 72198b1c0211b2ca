package report

import (
	"bytes"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"financebot/api-service/internal/chart"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

func TestEveryLanguageHasAllWords(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "ro", "ru"} {
		v := reflect.ValueOf(languages[language])
		for i := range v.NumField() {
			field, name := v.Field(i), v.Type().Field(i).Name
			if field.Len() == 0 || field.Kind() == reflect.Slice && field.Len() != 12 {
				t.Errorf("%s has no %s", language, name)
				continue
			}
			if text, err := chart.Drawable(field.String()); field.Kind() == reflect.String && (err != nil || text != field.String()) {
				t.Errorf("%s in %s cannot be drawn whole: %q becomes %q, %v", name, language, field.String(), text, err)
			}
		}
	}
	if got := wordsIn("fr").language; got != "en" {
		t.Errorf("an unknown language is told in %s", got)
	}
}

func TestPeriodsHaveNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, from, to, want string }{
		{"en", "2024-02-01", "2024-02-29", "February 2024"},
		{"ru", "2026-05-01", "2026-05-31", "май 2026"},
		{"ro", "2026-01-01", "2026-12-31", "2026"},
		{"ru", "2026-05-01", "2026-05-30", "1 мая 2026 – 30 мая 2026"},
		{"ro", "2024-02-29", "2024-02-29", "29 feb. 2024"},
		{"en", "2026-01-01", "2026-02-28", "1 Jan 2026 – 28 Feb 2026"},
	} {
		if got := wordsIn(c.language).span(api.Period{From: c.from, To: c.to}); got != c.want {
			t.Errorf("%s..%s in %s: %q, want %q", c.from, c.to, c.language, got, c.want)
		}
	}
	if got := wordsIn("ru").month(day("2026-05-01")); got != "май 2026" {
		t.Errorf("got %q", got)
	}
}

// shares are so many categories of equal size.
func shares(n int64, currency string) api.ByCategory {
	r := api.ByCategory{Period: api.Period{From: "2026-03-01", To: "2026-03-31"}, Kind: api.Expense, Currency: currency, Total: money.Of(n*100, currency).Decimal()}
	for i := range n {
		r.Items = append(r.Items, api.CategoryShare{CategoryID: &i, Name: "🛒", Amount: money.Of(100, currency).Decimal(), PerMille: 1000 / n})
	}
	return r
}

func TestManyCategoriesAreFolded(t *testing.T) {
	t.Parallel()
	w := wordsIn("en")
	if got := folded(shares(10, "EUR"), w); len(got) != 10 || got[9].Name == w.others {
		t.Errorf("ten: %+v", got)
	}
	got := folded(shares(25, "EUR"), w)
	if last := got[len(got)-1]; len(got) != 10 || last.Name != w.others || last.Amount != "16.00" || last.PerMille != 640 || last.CategoryID != nil {
		t.Errorf("twenty-five: %+v", got)
	}
	if got := folded(shares(25, "JPY"), w)[9].Amount; got != "1600" {
		t.Errorf("without cents: %s", got)
	}
}

func TestCategoriesHaveLabelsThatCanBeDrawn(t *testing.T) {
	t.Parallel()
	w, id := wordsIn("ru"), int64(7)
	for want, item := range map[string]api.CategoryShare{
		"Без категории": {}, "№ 7": {CategoryID: &id, Name: "👍"}, "Дом": {CategoryID: &id, Name: "🏠 Дом"}, w.others: {Name: w.others},
	} {
		if got, err := w.label(item); err != nil || got != want {
			t.Errorf("%+v: got %q, %v, want %q", item, got, err, want)
		}
	}
}

func TestFramesTellWhatIsLackingAndByWhichRates(t *testing.T) {
	t.Parallel()
	rates := []api.UsedRate{{Date: "2026-03-01", Base: "EUR", Quote: "MDL", Rate: "19.5"}, {Date: "2026-03-05", Base: "EUR", Quote: "MDL", Rate: "19.6"}}
	w := wordsIn("ro")
	for want, f := range map[string]chart.Frame{
		"":                               w.frame("", "", "", "MDL", nil, nil),
		"1 EUR = 19,5 MDL (1 mar. 2026)": w.frame("", "", "", "MDL", nil, rates[:1]),
		"Fără curs de schimb: GBP, JPY · Cursuri de schimb din 1 mar. 2026 – 5 mar. 2026": w.frame("", "", "", "MDL", []string{"GBP", "JPY"}, rates),
	} {
		if f.Footer != want || strings.Contains(f.Empty, "MDL") != strings.Contains(want, "GBP") {
			t.Errorf("got %+v, want %q", f, want)
		}
	}
	lacking := lacks([]api.CategoryLack{{Currency: "EUR", Amount: "1.50"}, {Currency: "EUR", Amount: "2.00"}, {Currency: "JPY", Amount: "7"}})
	if len(lacking) != 2 || lacking[0].Amount != "3.50" || lacking[1].Amount != "7" {
		t.Errorf("lacking: %+v", lacking)
	}
}

func TestAxesNameWholeFiguresWithoutDecimals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language, currency string
		figure             int64
		want               string
	}{
		{"en", "EUR", 1_234_500, "12,345"}, {"ro", "EUR", 50, "0,50"}, {"ru", "MDL", -120_000, "-1\u00a0200"}, {"en", "JPY", 1000, "1,000"}, {"ro", "JPY", 1000, "1.000"},
	} {
		if got := wordsIn(c.language).axis(c.currency)(c.figure); got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}

// Whatever there is, there is a picture of it.
func TestEverythingCanBeDrawn(t *testing.T) {
	t.Parallel()
	for _, w := range languages {
		for _, items := range []int64{0, 1, 40} {
			body, err := drawByCategory(shares(items, "KWD"), w, "dark")
			drawn(t, body, err)
		}
		trend := api.Trend{Period: api.Period{From: "2026-01-01", To: "2026-01-02"}, By: api.Daily, Currency: "EUR", NotConverted: []api.Flow{{Currency: "GBP"}},
			Items: []api.TrendPoint{{Period: api.Period{From: "2026-01-01"}, Income: "-92233720368547758.08", Expense: "92233720368547758.07", Closing: "0.00"}}}
		body, err := drawTrend(trend, w, "")
		drawn(t, body, err)
		worth := api.NetWorth{Currency: "EUR", Items: []api.Worth{{Date: "2024-02-29", Assets: "1.00", Liabilities: "2.00", Net: "-1.00", NotConverted: []api.Balance{{Currency: "GBP", Amount: "-0.07"}}}}}
		body, err = drawNetWorth(worth, w, "")
		drawn(t, body, err)
	}
}

func drawn(t *testing.T, body []byte, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(body)); err != nil {
		t.Error(err)
	}
}
