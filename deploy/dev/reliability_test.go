package dev_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What docs/RELIABILITY.md says is proved is proved by a test that is there.
func TestReliabilityNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	const top = "../.."
	page, err := os.ReadFile(filepath.Join(top, "docs", "RELIABILITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`")
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| T") {
			continue
		}
		rows++
		columns := strings.Split(line, "|")
		for part := range strings.SplitSeq(columns[4], ";") {
			tests := named.FindAllStringSubmatch(part, -1)
			_, folder, found := strings.Cut(part, " in `")
			if len(tests) > 0 && !found {
				t.Errorf("no folder: %s", part)
				continue
			}
			have := testsOf(t, filepath.Join(top, strings.Trim(folder, "` ")))
			for _, name := range tests {
				if !strings.Contains(have, "func "+name[1]+"(") {
					t.Errorf("no test %s in %s", name[1], folder)
				}
			}
		}
		if strings.HasPrefix(strings.TrimSpace(columns[3]), "yes") && !named.MatchString(columns[4]) {
			t.Errorf("proved by nothing: %s", line)
		}
	}
	if rows < 43 {
		t.Errorf("%d lines, want one for each of T1 to T43", rows)
	}
}

// testsOf is the text of all tests in a folder.
func testsOf(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
