package transaction

import (
	"testing"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// What was read of a message is told in words, days and numbers of the person's language.
func TestReadingsAreToldAsPeopleWrite(t *testing.T) {
	t.Parallel()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		language string
		read     api.Reading
		want     string
	}{
		{"en", api.Reading{Code: api.ReadKind, Text: "salary", As: api.Income}, "“salary” was taken as income"},
		{"en", api.Reading{Code: api.ReadSeveral, Text: "3 tea, 4 cake", As: "2"}, "split into 2 entries"},
		{"ro", api.Reading{Code: api.ReadDate, Text: "ieri", As: "2026-11-27"}, "„ieri” a fost citit ca 27 noiembrie 2026"},
		{"ro", api.Reading{Code: api.ReadSum, Text: "12 - 1,5", As: "10.5"}, "„12 - 1,5” a fost citit ca 10,5"},
		{"ru", api.Reading{Code: api.ReadKind, Text: "вернул", As: api.Expense}, "«вернул» записано как расход"},
		{"ru", api.Reading{Code: api.ReadSeveral, Text: "хлеб 45, молоко 80", As: "2"}, "сообщение разбито на 2 записи"},
		{"ru", api.Reading{Code: api.ReadMore, Text: "с друзьями"}, "«с друзьями» осталось в заметке"},
	} {
		if got := reading(catalog.In(test.language), test.read); got != test.want {
			t.Errorf("%s: %q, want %q", test.language, got, test.want)
		}
	}
}
