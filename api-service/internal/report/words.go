package report

import (
	"strings"
	"time"

	"financebot/pkg/api"
)

// words are what stands on pictures, by language.
type words struct {
	language                        string
	expenses, income, net           string
	byCategory, flows, worth        string // titles; the first comes after expenses or income
	balance, assets, debts          string
	others, uncategorized           string
	empty, noRates, noRate, ratesOf string
	point, percent                  string
	months, short                   []string
}

var languages = map[string]words{
	"en": {
		language: "en", expenses: "Expenses", income: "Income", net: "Net",
		byCategory: "by category", flows: "Income and expenses", worth: "Net worth",
		balance: "Balance", assets: "Assets", debts: "Debts", others: "All others", uncategorized: "No category",
		empty: "There are no entries in this period", noRates: "Exchange rates are missing: no amount can be told in",
		noRate: "No exchange rate for", ratesOf: "Exchange rates of", point: ".", percent: "%",
		months: strings.Fields("January February March April May June July August September October November December"),
		short:  strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
	},
	"ro": {
		language: "ro", expenses: "Cheltuieli", income: "Venituri", net: "Net",
		byCategory: "pe categorii", flows: "Venituri și cheltuieli", worth: "Avere netă",
		balance: "Sold", assets: "Active", debts: "Datorii", others: "Celelalte", uncategorized: "Fără categorie",
		empty: "Nu există tranzacții în această perioadă", noRates: "Lipsesc cursurile de schimb: nicio sumă nu poate fi exprimată în",
		noRate: "Fără curs de schimb", ratesOf: "Cursuri de schimb din", point: ",", percent: "%",
		months: strings.Fields("ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"),
		short:  strings.Fields("ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec."),
	},
	"ru": {
		language: "ru", expenses: "Расходы", income: "Доходы", net: "Итог",
		byCategory: "по категориям", flows: "Доходы и расходы", worth: "Чистый капитал",
		balance: "Остаток", assets: "Активы", debts: "Долги", others: "Остальные", uncategorized: "Без категории",
		empty: "За этот период записей нет", noRates: "Не хватает курсов: ни одну сумму нельзя пересчитать в",
		noRate: "Нет курса", ratesOf: "Курсы за", point: ",", percent: "\u00a0%",
		months: strings.Fields("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
		short:  strings.Fields("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
	},
}

// wordsIn are the words of a language, English where it is not known.
func wordsIn(language string) words {
	if w, ok := languages[language]; ok {
		return w
	}
	return languages["en"]
}

// span names a period: a year, a month, or its days.
func (w words) span(p api.Period) string {
	from, _ := time.Parse(api.DateForm, p.From)
	to, _ := time.Parse(api.DateForm, p.To)
	next := to.AddDate(0, 0, 1)
	switch {
	case from.YearDay() == 1 && next.Equal(from.AddDate(1, 0, 0)):
		return from.Format("2006")
	case from.Day() == 1 && next.Equal(from.AddDate(0, 1, 0)):
		return w.months[from.Month()-1] + " " + from.Format("2006")
	case from.Equal(to):
		return w.date(from)
	}
	return w.date(from) + " – " + w.date(to)
}

func (w words) date(day time.Time) string { return w.day(day) + " " + day.Format("2006") }

func (w words) day(day time.Time) string { return day.Format("2") + " " + w.short[day.Month()-1] }

// month is a month on an axis; the fifth is short enough in all languages, and declined after
// a day in some.
func (w words) month(day time.Time) string {
	name := w.short[day.Month()-1]
	if day.Month() == time.May {
		name = w.months[time.May-1]
	}
	return name + " " + day.Format("2006")
}
