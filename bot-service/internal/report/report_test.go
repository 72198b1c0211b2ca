package report_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// picture is a PNG of one dot.
func picture() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// reports are a month in two currencies.
func reports() bottest.Reports {
	food := int64(1)
	return bottest.Reports{
		Summary: api.Summary{PeriodFlow: api.PeriodFlow{
			Total: api.Flow{Currency: "EUR", Income: "1500.00", Expense: "600.00", Net: "900.00"},
			Currencies: []api.Flow{
				{Currency: "EUR", Income: "1500.00", Expense: "500.00", Net: "1000.00"},
				{Currency: "MDL", Income: "0.00", Expense: "1985.00", Net: "-1985.00"},
			},
			NotConverted: []api.Flow{{Currency: "USD", Income: "0.00", Expense: "5.00", Net: "-5.00"}},
			Rates:        []api.UsedRate{{Date: "2026-03-01", Base: "EUR", Quote: "MDL", Rate: "19.85"}},
		}, Previous: api.PeriodFlow{
			Total: api.Flow{Currency: "EUR", Income: "1400.00", Expense: "550.00", Net: "850.00", Entries: 9},
		}},
		ByCategory: api.ByCategory{Currency: "EUR", Items: []api.CategoryShare{
			{CategoryID: &food, Name: "Food", Emoji: "🍔", Amount: "450.00", PerMille: 750},
			{Amount: "150.00", PerMille: 250},
		}},
		Picture: picture(),
	}
}

func TestMonthIsToldInWordsAndTurnedInItsPlace(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Report(reports())
	for lang, say := range map[string]struct {
		command, before, chart string
		words                  []string
	}{
		"en": {"/month 2026-03", "◀ February 2026", "Chart", []string{"March 2026", "Income: €1,500.00", "Expenses: €600.00", "Balance of the month: €900.00",
			"🕗 February 2026: +€1,400.00 / -€550.00",
			"+€1,500.00 / -€500.00", "1 EUR = 19.85 MDL (March 1, 2026)", "no exchange rate: +$0.00 / -$5.00", "▇▇▇▇▇▇▇ 75% 🍔 Food: €450.00", "25% no category"}},
		"ro": {"/luna 2026-03", "◀ Februarie 2026", "Grafic", []string{"Martie 2026", "Venituri: 1.500,00 €", "Cheltuieli: 600,00 €", "Februarie 2026: +1.400,00 €", "25% fără categorie"}},
		"ru": {"/месяц 03.2026", "◀ Февраль 2026", "Диаграмма", []string{"Март 2026", "Доходы: 1 500,00 €", "Расходы: 600,00 €", "Февраль 2026: +1 400,00 €", "25% без категории"}},
	} {
		p := b.User(lang)
		m := b.Ask(p, say.command)
		bottest.Holds(t, m.Text, say.words...)
		drawn := b.After(p, m.ID)
		if len(drawn.Photo) == 0 {
			t.Errorf("%s: no picture: %+v", lang, drawn)
		}
		if _, err := p.Tap(m.ID, say.chart); err != nil {
			t.Fatal(err)
		}
		if again := b.After(p, drawn.ID); len(again.Photo) == 0 {
			t.Errorf("%s: no second picture: %+v", lang, again)
		}
		turned := b.Tap(p, m, say.before, strings.Replace(say.before, "◀", "📊", 1))
		if turned.ID != m.ID || b.API.Asked("summary") != "month=2026-02" {
			t.Errorf("%s: in %d, asked %s", lang, turned.ID, b.API.Asked("summary"))
		}
	}
}

func TestMonthThatIsNowHasNoNext(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "/month")
	bottest.Holds(t, m.Text, "nothing here yet")
	for _, button := range m.Buttons() {
		if strings.Contains(button, "▶") {
			t.Errorf("a button leads into the future: %q", m.Buttons())
		}
	}
	bottest.Holds(t, b.Ask(p, "/month whenever").Text, "/month 2026-03")
	bottest.Holds(t, b.Ask(p, "/mont").Text, "/month")
}

func TestMonthsAreAskedForByTheirNames(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Report(reports())
	for lang, say := range map[string][4]string{
		"en": {"/month october 2024", "October 2024", "september 2023", "September 2023"},
		"ro": {"/luna octombrie 2024", "Octombrie 2024", "septembrie 2023", "Septembrie 2023"},
		"ru": {"/месяц октябрь 2024", "Октябрь 2024", "сентябрь 2023", "Сентябрь 2023"},
	} {
		p := b.User(lang)
		bottest.Holds(t, b.Ask(p, say[0]).Text, say[1])
		b.Ask(p, "/month")
		p.Send(say[2])
		b.Says(p, say[3])
	}
}
