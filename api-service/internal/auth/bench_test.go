package auth

import (
	"testing"
	"time"
)

func BenchmarkReadToken(b *testing.B) {
	s, err := newSession(42, "web", "device", "ip", noon, 720*time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	t := testTokens(firstKey, secondKey)
	text, err := t.access(s, time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := t.read(text, typeAccess); err != nil {
			b.Fatal(err)
		}
	}
}
