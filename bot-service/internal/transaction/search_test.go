package transaction

import (
	"testing"

	"financebot/pkg/api"
)

func TestSearchIsReadWordByWord(t *testing.T) {
	t.Parallel()
	b := book{
		accounts:   []api.Account{{ID: 1, Name: "Наличные", Currency: "MDL"}, {ID: 2, Name: "Card", Currency: "EUR"}},
		categories: []api.Category{{ID: 7, Name: "Food and drink"}, {ID: 8, Name: "Food"}},
	}
	for words, want := range map[string]search{
		"":                     {},
		"corner shop":          {Text: "corner shop"},
		"@card":                {Account: 2},
		"@нал #дом":            {Account: 1, Tag: "дом"},
		"!food":                {Category: 8},
		"!foo + milk":          {Category: 7, Kind: api.Income, Text: "milk"},
		"-":                    {Kind: api.Expense},
		"2026-03":              {From: "2026-03-01", To: "2026-03-31"},
		"bread 2026":           {Text: "bread", From: "2026-01-01", To: "2026-12-31"},
		"1.3.2026 15.3.2026":   {From: "2026-03-01", To: "2026-03-15"},
		"2026-05 2026-03":      {Text: "2026-05 2026-03"},
		"flat 9999 # @":        {Text: "flat 9999 # @"},
		">100 <200,50":         {Currency: "MDL", Min: "100", Max: "200.50"},
		">0 <0":                {Currency: "MDL", Min: "0", Max: "0"},
		">100 @card":           {Account: 2, Currency: "EUR", Min: "100"},
		"+ taxi #work 02.2028": {Kind: api.Income, Text: "taxi", Tag: "work", From: "2028-02-01", To: "2028-02-29"},
	} {
		if got, unknown := parseSearch(words, b); got != want || unknown != "" {
			t.Errorf("%q: got %+v %q, want %+v", words, got, unknown, want)
		}
	}
	for words, want := range map[string]string{"bread @vault": "@vault", "!rent": "!rent", ">much": "much", "<1.234": "1.234"} {
		if _, unknown := parseSearch(words, b); unknown != want {
			t.Errorf("%q: %q is unknown, want %q", words, unknown, want)
		}
	}
}
