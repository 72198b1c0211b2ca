package bankmessage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/pkg/bankmessage"
	"financebot/pkg/entry"
)

var today = entry.Date{Year: 2026, Month: time.November, Day: 28}

// lines are those of a file of testdata that say something.
func lines(t *testing.T, name string) (all []string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

// told writes a message as testdata/payments.txt does.
func told(m bankmessage.Message) string {
	var b strings.Builder
	if m.Sort != bankmessage.Payment {
		fmt.Fprintf(&b, "asks %s ", strings.Join(m.Doubts, ","))
	}
	if m.Cash {
		b.WriteString("cash ")
	}
	kind := "expense"
	if m.Income {
		kind = "income"
	}
	b.WriteString(kind)
	if m.Amount.Currency != "" {
		fmt.Fprintf(&b, " %s %s", m.Amount.Decimal(), m.Amount.Currency)
	}
	if m.Original.Currency != "" {
		fmt.Fprintf(&b, " of %s %s", m.Original.Decimal(), m.Original.Currency)
	}
	if m.Card != "" {
		fmt.Fprintf(&b, " card %s", m.Card)
	}
	if !m.Day.IsZero() {
		fmt.Fprintf(&b, " on %s", m.Day)
	}
	if m.Balance.Currency != "" {
		fmt.Fprintf(&b, " left %s %s", m.Balance.Decimal(), m.Balance.Currency)
	}
	if m.Fee.Currency != "" {
		fmt.Fprintf(&b, " fee %s %s", m.Fee.Decimal(), m.Fee.Currency)
	}
	if m.Merchant != "" {
		fmt.Fprintf(&b, " to %s", m.Merchant)
	}
	return b.String()
}

func TestPaymentsAreRead(t *testing.T) {
	t.Parallel()
	for _, line := range slices.Concat(lines(t, "payments.txt"), lines(t, "payments-late.txt")) {
		head, want, _ := strings.Cut(line, " => ")
		currencies, text, _ := strings.Cut(strings.TrimPrefix(head, "["), "] ")
		m := bankmessage.Read(strings.ReplaceAll(text, "⏎", "\n"), bankmessage.Options{
			Today: today, Currencies: strings.Fields(currencies),
		})
		if got := told(m); got != want || m.Sort == bankmessage.Other {
			t.Errorf("%s\n got %s %s %s\nwant %s", text, m.Sort, m.Reason, got, want)
		}
	}
}

func TestNothingIsBookedWhereNothingMoved(t *testing.T) {
	t.Parallel()
	for _, line := range lines(t, "nothing.txt") {
		want, text, _ := strings.Cut(line, ": ")
		m := bankmessage.Read(text, bankmessage.Options{Today: today, Currencies: []string{"EUR"}})
		if m.Sort != bankmessage.Nothing || m.Reason != want {
			t.Errorf("%s\n got %s %s %s, want %s", text, m.Sort, m.Reason, told(m), want)
		}
	}
}

// What people type about their money is no message of a bank, whatever words it has.
func TestWhatPeopleTypeIsOfNoBank(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../entry/testdata/corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			text, _, _ := strings.Cut(line, " | ")
			if m := bankmessage.Read(text, bankmessage.Options{Today: today}); m.Sort != bankmessage.Other {
				t.Errorf("%q is %s %s", text, m.Sort, m.Reason)
			}
		}
	}
}

// Stars, dots, times and words of banks are people's as well.
func TestWhatLooksLikeABanksIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"2*125 lei cinema", "кофе ..300 руб", "оплата *300* руб", "кофе 300 руб #2024", "lidl reducere 20% 150 lei oferta",
		"скидка 10% кофе 200 руб", "такси до дома 300 руб, подарок 500 руб", "sold bike 300 usd", "exam failed 50 usd payment",
		"plata card 50 lei", "перевод маме 500 руб завтра", "lunch 12:30 20 usd", "card 1234 50 lei", "remaining 500 usd",
		"refund 20 usd", "штраф отказ 500 руб", "abonament valabil 3 luni 200 lei cod 1234",
	} {
		if m := bankmessage.Read(text, bankmessage.Options{Today: today}); m.Sort != bankmessage.Other {
			t.Errorf("%q is %s %s", text, m.Sort, m.Reason)
		}
	}
}

// The figures of the document are those of the files.
func TestFiguresStandInTheDocument(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../../docs/bank-messages.md")
	if err != nil {
		t.Fatal(err)
	}
	read, asked := 0, 0
	for _, line := range slices.Concat(lines(t, "payments.txt"), lines(t, "payments-late.txt")) {
		_, want, _ := strings.Cut(line, " => ")
		if strings.HasPrefix(want, "asks") {
			asked++
		} else {
			read++
		}
	}
	for _, row := range []string{
		fmt.Sprintf("| payments | %d | %d | 0 |", read, asked),
		fmt.Sprintf("| no payments | %d | 0 | 0 |", len(lines(t, "nothing.txt"))),
	} {
		t.Log(row)
		if !strings.Contains(string(document), row) {
			t.Errorf("the document lacks %q", row)
		}
	}
}
