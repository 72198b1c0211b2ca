package text

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

func catalog(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// forms are the plural forms that CLDR gives each language.
var forms = map[string][]string{
	"en": {"one", "other"}, "ro": {"few", "one", "other"}, "ru": {"few", "many", "one", "other"},
}

// message is a text, or one text for each plural form.
type message map[string]string

func (m *message) UnmarshalJSON(data []byte) error {
	var plain string
	if json.Unmarshal(data, &plain) == nil {
		*m = message{"": plain}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(m))
}

func messages(t *testing.T, lang string) map[string]message {
	t.Helper()
	data, err := files.ReadFile("messages/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]message{}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func keys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

var gap = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func gaps(texts message) []string {
	names := map[string]bool{}
	for _, said := range texts {
		for _, found := range gap.FindAllStringSubmatch(said, -1) {
			names[found[1]] = true
		}
	}
	return keys(names)
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	t.Parallel()
	english := messages(t, "en")
	for _, lang := range api.Languages[1:] {
		other := messages(t, lang)
		if got, want := keys(other), keys(english); !slices.Equal(got, want) {
			t.Errorf("%s has other messages than English: %v", lang, differing(got, want))
		}
		for key, texts := range other {
			if got, want := gaps(texts), gaps(english[key]); !slices.Equal(got, want) {
				t.Errorf("%s %s: gaps %v, in English %v", lang, key, got, want)
			}
		}
	}
	for _, lang := range api.Languages {
		for key, texts := range messages(t, lang) {
			if _, plural := texts["other"]; plural && !slices.Equal(keys(texts), forms[lang]) {
				t.Errorf("%s %s: forms %v, want %v", lang, key, keys(texts), forms[lang])
			}
			for form, said := range texts {
				if strings.TrimSpace(said) != said || said == "" {
					t.Errorf("%s %s %s: %q", lang, key, form, said)
				}
			}
		}
	}
}

func differing(a, b []string) []string {
	var out []string
	for _, k := range slices.Concat(a, b) {
		if !slices.Contains(a, k) || !slices.Contains(b, k) {
			out = append(out, k)
		}
	}
	return out
}

func TestNoGapStaysOpen(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, lang := range api.Languages {
		w := c.In(lang)
		for key, texts := range messages(t, lang) {
			data := Data{}
			for _, name := range gaps(texts) {
				data[name] = "X"
			}
			said := w.Say(key, data)
			if _, plural := texts["other"]; plural {
				said = w.Count(key, 2, data)
			}
			if strings.Contains(said, "<no value>") || strings.Contains(said, "{{") || said == key {
				t.Errorf("%s %s: %q", lang, key, said)
			}
		}
	}
}

// spoken are the keys that the program says, read from its sources.
func spoken(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if value, err := strconv.Unquote(text.Value); err == nil {
					found[value] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryMessageIsSaidSomewhere(t *testing.T) {
	t.Parallel()
	said := spoken(t)
	computed := []string{"account.kind.", "currency.in.", "date.m", "error.", "file.ask.", "file.problem.", "file.role.", "language.own.", "menu.", "month.m"}
	for key := range messages(t, "en") {
		built := slices.ContainsFunc(computed, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !said[key] && !built {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestEveryCodeOfTheContractHasASentence(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, lang := range api.Languages {
		w := c.In(lang)
		general := w.Say("error.general")
		for _, e := range []*errs.Error{
			errs.New(errs.NotFound, api.CodeChatUnknown, ""), errs.New(errs.Refused, api.CodeCodeInvalid, ""),
			errs.New(errs.Conflict, api.CodeChatTaken, ""), errs.New(errs.Conflict, api.CodeUserTaken, ""),
			errs.New(errs.Conflict, api.CodeHasEntries, ""),
			errs.New(errs.Refused, api.CodeLastWayIn, ""), errs.New(errs.Limited, api.CodePaused, ""),
			errs.New(errs.Limited, api.CodeLimited, ""), errs.New(errs.Unavailable, api.CodeUnavailable, ""),
			errs.New(errs.NotFound, api.CodeRouteUnknown, ""), errs.New(errs.NotFound, "http.404", ""),
			errs.New(errs.Refused, "brand.new", ""), errs.New(errs.Conflict, "brand.new", ""),
		} {
			said := w.Error(e)
			if said == "" || said == general || strings.Contains(said, "error.") {
				t.Errorf("%s %s: %q", lang, e.Code, said)
			}
		}
		if said := w.Error(errors.New("anything")); said != general {
			t.Errorf("%s: an unforeseen error gives %q", lang, said)
		}
		if said := w.Error(errs.New(errs.Internal, "brand.new", "")); said != general {
			t.Errorf("%s: an internal error gives %q", lang, said)
		}
	}
}

func TestWaitingIsCountedInWords(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	limited := errs.New(errs.Limited, api.CodeLimited, "")
	for _, step := range []struct {
		lang, want string
		wait       time.Duration
	}{
		{"en", "in 1 second.", 900 * time.Millisecond}, {"en", "in 2 minutes.", 61 * time.Second},
		{"ro", "20 de secunde", 20 * time.Second}, {"ro", "3 secunde", 3 * time.Second},
		{"ru", "21 секунду", 21 * time.Second}, {"ru", "5 секунд.", 5 * time.Second},
	} {
		if got := c.In(step.lang).Error(limited.After(step.wait)); !strings.Contains(got, step.want) {
			t.Errorf("%s %v: got %q, want %q", step.lang, step.wait, got, step.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for lang, want := range map[string]map[int]string{
		"en": {0: "accounts", 1: "account", 2: "accounts", 5: "accounts", 11: "accounts", 19: "accounts", 20: "accounts", 21: "accounts", 22: "accounts", 101: "accounts"},
		"ro": {0: "conturi", 1: "cont", 2: "conturi", 5: "conturi", 11: "conturi", 19: "conturi", 20: "de conturi", 21: "de conturi", 22: "de conturi", 101: "conturi"},
		"ru": {0: "счетов", 1: "счёт", 2: "счёта", 5: "счетов", 11: "счетов", 19: "счетов", 20: "счетов", 21: "счёт", 22: "счёта", 101: "счёт"},
	} {
		for n, noun := range want {
			if got := c.In(lang).Count("account.list", n); !strings.HasSuffix(got, " "+strconv.Itoa(n)+" "+noun+":") {
				t.Errorf("%s %d: got %q, want %q", lang, n, got, noun)
			}
		}
	}
}

func TestMoneyAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, step := range []struct {
		minor      int64
		currency   string
		en, ro, ru string
	}{
		{1250, "EUR", "€12.50", "12,50 €", "12,50 €"},
		{-123456789, "USD", "-$1,234,567.89", "-1.234.567,89 $", "-1 234 567,89 $"},
		{5, "RUB", "₽0.05", "0,05 ₽", "0,05 ₽"},
		{20000, "MDL", "200.00 lei", "200,00 lei", "200,00 лей"},
		{20000, "RON", "200.00 RON", "200,00 RON", "200,00 RON"},
		{1000, "JPY", "1,000 JPY", "1.000 JPY", "1 000 JPY"},
		{1234, "KWD", "1.234 KWD", "1,234 KWD", "1,234 KWD"},
	} {
		m := money.Of(step.minor, step.currency)
		for lang, want := range map[string]string{"en": step.en, "ro": step.ro, "ru": step.ru} {
			if got := strings.ReplaceAll(c.In(lang).Money(m), "\u00a0", " "); got != want {
				t.Errorf("%s %v: got %q, want %q", lang, m, got, want)
			}
		}
	}
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	at := time.Date(2026, time.February, 3, 14, 5, 0, 0, time.UTC)
	for lang, want := range map[string]string{
		"en": "February 3, 2026, 14:05", "ro": "3 februarie 2026, ora 14:05", "ru": "3 февраля 2026 г., 14:05",
	} {
		if got := c.In(lang).Moment(at); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

// TestNoSentenceEndsInTwoDots: a Russian day has a dot of its own.
func TestNoSentenceEndsInTwoDots(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	day := time.Date(2026, time.February, 3, 14, 5, 0, 0, time.UTC)
	for _, lang := range api.Languages {
		w := c.In(lang)
		for key, texts := range messages(t, lang) {
			data := Data{"Day": w.Date(day), "Date": w.Date(day), "Moment": w.Moment(day)}
			if strings.HasPrefix(key, "export.") { // elsewhere these are names
				data["From"], data["To"] = w.Date(day), w.Date(day)
			}
			for _, name := range gaps(texts) {
				if data[name] == nil {
					data[name] = "X"
				}
			}
			if said := w.Say(key, data); strings.Contains(said, "..") {
				t.Errorf("%s %s: %q", lang, key, said)
			}
		}
	}
}

func TestNearestLanguage(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for tag, want := range map[string]string{
		"": "en", "en-GB": "en", "ro": "ro", "ro-MD": "ro", "ru": "ru", "de": "en", "nonsense!": "en",
	} {
		if got := c.In(tag).Language; got != want {
			t.Errorf("%q: got %s, want %s", tag, got, want)
		}
	}
}
