package bankmessage_test

import (
	"testing"

	"financebot/pkg/bankmessage"
)

// FuzzRead looks for texts that cannot be read without a panic, and for payments that lack what an
// entry needs.
func FuzzRead(f *testing.F) {
	f.Add("Op: Plata, Card: *1234, Suma: 125,50 MDL, Disp: 1234,56 MDL, Data: 25.11.26 12:30, LINELLA")
	f.Add("СЧЁТ1234 12:30 Покупка 250р PYATEROCHKA 1543 Баланс: 12 345,67р")
	f.Add("Покупка: 2 500 ₸\nMAGNUM CASH\nКарта *1234\nДоступно: 112 345 ₸")
	f.Fuzz(func(t *testing.T, text string) {
		m := bankmessage.Read(text, bankmessage.Options{Today: today, Currencies: []string{"MDL"}})
		if m.Sort == bankmessage.Payment && (m.Amount.Minor <= 0 || m.Amount.Currency == "") {
			t.Errorf("%q is a payment of %v", text, m.Amount)
		}
		if (m.Sort == bankmessage.Doubt) != (len(m.Doubts) > 0) {
			t.Errorf("%q is %s and asks %v", text, m.Sort, m.Doubts)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		bankmessage.Read("Tranzactie reusita, Data 25.11.2026 12:30:00, Card 4***1234, Suma 85.40 MDL, "+
			"Locatie NR1 SUPERMARKET, MDA, Disponibil 2034.10 MDL", bankmessage.Options{Today: today})
	}
}
