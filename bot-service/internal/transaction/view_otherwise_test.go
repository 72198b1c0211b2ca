package transaction

import (
	"math"
	"testing"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// A button carries up to 60 bytes, however large the ids grow.
func TestWhatButtonsCarryFits(t *testing.T) {
	t.Parallel()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := catalog.In("en")
	e := api.QuickEntry{Likely: []api.Category{{ID: math.MaxInt64, Name: "Food"}}}
	e.ID, e.Version, e.Kind = math.MaxInt64, math.MaxInt64, api.Income
	e.Readings = []api.Reading{{Code: api.ReadNumber, Other: "1.20 rent"}, {Code: api.ReadKind, Other: "-1200 rent"}}
	rows := readOtherwise(w, math.MaxInt32, e)
	if len(rows) != 1 {
		t.Fatalf("%d buttons for one other reading", len(rows))
	}
	rows = append(rows, ways(math.MaxInt32, []errs.Choice{{Part: "a\nb", Text: "a\nb"}})...)
	rows = append(rows, append(likely(e), otherKind(w, e.Transaction)))
	for _, row := range rows {
		for _, button := range row {
			if n := len(button.Tap + button.With); n > 60 {
				t.Errorf("%q carries %d bytes", button.Text, n)
			}
		}
	}
}
