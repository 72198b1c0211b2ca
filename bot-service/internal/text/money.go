package text

import "financebot/pkg/money"

// Money writes an amount as people do: "€1,234.50", "1.234,50 €", "1 234,50 ₽".
func (w Words) Money(m money.Money) string { return m.Write(w.Language) }
