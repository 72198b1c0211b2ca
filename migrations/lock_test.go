package migrations

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

// A check that is made and looked through in one transaction stops everybody who writes to its table,
// until all that is there was read: so it is made NOT VALID, and validated where nothing holds a lock.
func TestNoCheckStopsThoseWhoWrite(t *testing.T) {
	t.Parallel()
	comment, check := regexp.MustCompile(`--[^\n]*`), regexp.MustCompile(`(?s)^ALTER TABLE.*ADD CONSTRAINT.*CHECK`)
	names, err := fs.Glob(Files, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d steps, %v", len(names), err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(Files, name)
		if err != nil {
			t.Fatal(err)
		}
		together := !strings.HasPrefix(string(text), "-- +goose NO TRANSACTION\n")
		for statement := range strings.SplitSeq(comment.ReplaceAllString(string(text), ""), ";") {
			statement = strings.TrimSpace(statement)
			if check.MatchString(statement) && !strings.HasSuffix(statement, "NOT VALID") {
				t.Errorf("%s makes a check and looks at everything: %s", name, statement)
			}
			if together && strings.Contains(statement, "VALIDATE CONSTRAINT") {
				t.Errorf("%s validates in the transaction that made the check: %s", name, statement)
			}
		}
	}
}
