package transaction

import (
	"testing"

	"financebot/pkg/api"
)

// A category that was chosen by hand stays when other words tell another one, but not when the text
// names one.
func TestWhatWasChosenGoesBeforeWhatWordsTell(t *testing.T) {
	t.Parallel()
	cafes, transport, pets := new(int64(1)), new(int64(2)), new(int64(3))
	for _, test := range []struct {
		name              string
		before, line, has *int64
		named             bool
		want              *int64 // nil where the category stays
	}{
		{"other words", cafes, transport, cafes, false, transport},
		{"words that tell nothing", cafes, nil, cafes, false, new(int64(0))},
		{"words that tell something at last", nil, transport, nil, false, transport},
		{"other words, after a choice", cafes, transport, pets, false, nil},
		{"words that tell nothing, after a choice", cafes, nil, pets, false, nil},
		{"words that tell something at last, after a choice", nil, transport, pets, false, nil},
		{"a name, after a choice", cafes, transport, pets, true, transport},
		{"the same words, after a choice", cafes, cafes, pets, false, nil},
	} {
		before, line := api.QuickEntry{Named: test.named}, api.QuickEntry{Named: test.named}
		before.CategoryID, line.CategoryID = test.before, test.line
		in, some := changes(before, line, api.Transaction{CategoryID: test.has})
		if some != (test.want != nil) || differ(in.CategoryID, test.want) {
			t.Errorf("%s: %v, %t", test.name, in.CategoryID, some)
		}
	}
}
