package start

import (
	"strings"
	"testing"
)

func TestParseCode(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("aB3d", 8)
	for text, want := range map[string]string{
		"ABCDEFGH": "ABCDEFGH", "abcd-efgh": "ABCDEFGH", " abcd efgh ": "ABCDEFGH", "ABCD–EFGH": "ABCDEFGH",
		"23456789": "23456789", long: long,
		"": "", "ABCDEFG": "", "ABCDEFGHJ": "", "ABCDEFG0": "", "ABCDEFGO": "", "ABCDEFG1": "", "ABCDEFGI": "", "ABCDEFGL": "",
		"a b c d e f g h": "", "UP-AB12CD": "", long + "x": "", "ĂBCDEFGH": "", "hello there": "",
		"455 bread": "", "2599 rent": "", "2599 re7t": "2599RE7T", "rent 2599": "RENT2599", "abcdefg h": "",
	} {
		if got, ok := parseCode(text); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v", text, got, ok)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("abcd-efgh")
	f.Fuzz(func(t *testing.T, text string) {
		code, ok := parseCode(text)
		if ok && len(code) != 8 && len(code) != 32 {
			t.Errorf("%q gives %q", text, code)
		}
	})
}

func TestNearestCommand(t *testing.T) {
	t.Parallel()
	commands := []string{"баланс", "расход", "счета", "экспорт", "accounts", "balance", "cancel", "help", "language", "link", "register", "start", "unlink"}
	for typed, want := range map[string]string{
		"balanse": "balance", "blance": "balance", "strat": "start", "hepl": "help", "acounts": "accounts",
		"lnik": "link", "regster": "register", "xyzzy": "", "": "", "a": "", "росхот": "расход", "балнас": "баланс", "счтеа": "счета", "эскпотр": "экспорт", "привет": "", "щи": "",
		strings.Repeat("x", 4000): "",
	} {
		if got := nearest(typed, commands); got != want {
			t.Errorf("%.20q: got %q, want %q", typed, got, want)
		}
	}
}

func TestMaskedAddress(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"ana@example.com": "a…@example.com", "ю@пример.рф": "ю…@пример.рф", "": "…", "@x": "…", "x": "…",
	} {
		if got := masked(email); got != want {
			t.Errorf("%q: got %q", email, got)
		}
	}
}
