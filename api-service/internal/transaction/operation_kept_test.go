package transaction

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
)

// What lies in the database was written by programs of before, and is read by those of later: the
// file is what they wrote, letter by letter.
func TestKeptChangesHaveTheNamesTheyAlwaysHad(t *testing.T) {
	t.Parallel()
	golden, err := os.ReadFile("testdata/operation.json")
	if err != nil {
		t.Fatal(err)
	}
	o := Operation{FamilyID: 7}
	if err := o.read(golden); err != nil {
		t.Fatal(err)
	}
	again, err := json.MarshalIndent(keepAll(o.Changes), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(again), strings.TrimSpace(string(golden)); got != want {
		t.Errorf("got %s,\nwant %s", got, want)
	}
}

func TestKeptChangeIsWhole(t *testing.T) {
	t.Parallel()
	entry := pgtest.Filled[Transaction]()
	pgtest.Whole(t, keepEntry(entry))
	if back := keepEntry(entry).recall(); !reflect.DeepEqual(back, entry) {
		t.Errorf("got %+v,\nwant %+v", back, entry)
	}
	moved := keptChange{ID: 1, Before: &keptEntry{FamilyID: 3}}.recall(5)
	if moved.Before.FamilyID != 5 {
		t.Errorf("an entry of an operation that moved comes back to workspace %d", moved.Before.FamilyID)
	}
}
