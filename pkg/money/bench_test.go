package money

import "testing"

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("1985.50", "MDL"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecimal(b *testing.B) {
	m := Of(198_550, "MDL")
	b.ReportAllocs()
	for b.Loop() {
		if m.Decimal() == "" {
			b.Fatal("nothing")
		}
	}
}
