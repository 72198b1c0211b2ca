package api

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNamesOfFilesAreNamesOnly(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"чек за июль.png":                   "чек за июль.png",
		"Chitanță (2).pdf":                  "Chitanță (2).pdf",
		"../../etc/passwd":                  "passwd",
		`C:\Users\ana\extras.csv`:           "extras.csv",
		"/etc/":                             "etc",
		"..":                                "",
		"\u200d":                            "",
		"":                                  "",
		" \t ":                              "",
		".htaccess":                         "htaccess",
		"a\r\nSet-Cookie: b.png":            "a Set-Cookie_ b.png",
		"a\x00b\x1b[31m.pdf":                "ab[31m.pdf",
		"invoice\u202egnp.exe":              "invoicegnp.exe",
		"\u2066a\u2069\ufeff.pdf":           "a.pdf",
		"a\u2028b.pdf":                      "a b.pdf",
		"a\xffb.pdf":                        "ab.pdf",
		`say "hi"|<now>?.pdf`:               "say _hi___now__.pdf",
		"aux:stream.pdf":                    "aux_stream.pdf",
		"👩‍👧.png":                           "👩‍👧.png",
		strings.Repeat("a", 4_000):          strings.Repeat("a", MaxName),
		strings.Repeat("я", 4_000) + ".pdf": strings.Repeat("я", MaxName-4) + ".pdf",
		"a." + strings.Repeat("b", 4_000):   "a." + strings.Repeat("b", MaxName-2),
		strings.Repeat("../", 4_000) + "x/./..pdf.": "pdf",
	} {
		if got := FileName(given); got != want {
			t.Errorf("%.60q became %q, want %q", given, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	for _, seed := range []string{"a.pdf", `..\x`, "a\u202eb", strings.Repeat("a.", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name := FileName(text)
		if FileName(name) != name {
			t.Errorf("%q became %q and then %q", text, name, FileName(name))
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "/\\\r\n\x00") || utf8.RuneCountInString(name) > MaxName || name == "." || name == ".." {
			t.Errorf("%q became %q", text, name)
		}
	})
}
