package auth

import (
	"testing"
	"time"
)

// BenchmarkReadToken reads a token for the first time, and again.
func BenchmarkReadToken(b *testing.B) {
	s, err := newSession(42, "web", "device", "ip", noon, 720*time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	for name, remembered := range map[string]*known{"first": nil, "again": {}} {
		b.Run(name, func(b *testing.B) {
			t := testTokens(firstKey, secondKey)
			t.known = remembered
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
		})
	}
}
