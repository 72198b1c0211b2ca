package entry_test

import (
	"errors"
	"fmt"
	"time"

	"financebot/pkg/entry"
)

func Example() {
	o := entry.Options{Language: "ro", Today: entry.Date{Year: 2025, Month: time.March, Day: 17}, Currency: "MDL"}
	entries, _ := entry.Parse("1.234,50 lei mâncare @card #acasă ^ieri\n100 EUR @cash > 1985 lei @card", o)
	for _, e := range entries {
		fmt.Println(e.Kind, entry.Format(e, o))
	}
	// Output:
	// expense 1234,50 MDL @card mâncare #acasă ^2025-03-16
	// transfer 100,00 EUR @cash > 1985,00 MDL @card
}

func ExampleRefusal() {
	_, err := entry.Parse("12 tea\n12.5055 coffee\nbuns 2 tea 30", entry.Options{Currency: "EUR"})
	var refusal *entry.Refusal
	if errors.As(err, &refusal) {
		for _, l := range refusal.Lines {
			fmt.Printf("%d %q %s\n", l.Number, l.Text, l.Cause.Code)
		}
	}
	// Output:
	// 2 "12.5055 coffee" entry.precision
	// 3 "buns 2 tea 30" entry.two_amounts
}
