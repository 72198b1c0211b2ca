package signing

import "testing"

func BenchmarkSign(b *testing.B) {
	r := signed(key, now)
	b.ReportAllocs()
	for b.Loop() {
		Sign(r, body, "telegram_bot", key, "nonce-nonce-nonce-1", now)
	}
}

func BenchmarkVerify(b *testing.B) {
	r := signed(key, now)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Verify(r, body, "telegram_bot", keys, now); err != nil {
			b.Fatal(err)
		}
	}
}
