package statement

import (
	"runtime"
	"strings"
	"testing"
)

// growth is what a table may be made of, so many times over, to make its reader work in vain.
var growth = map[string]func(n int) string{
	"letters behind a digit": func(n int) string {
		return "Date,Amount,Note\n2026-01-05,1" + strings.Repeat("a", n) + ",x\n2026-01-06,-1,y\n"
	},
	"a long heading": func(n int) string { return "Date,Amount," + strings.Repeat("a ", n) + "\n2026-01-06,-1,y\n" },
	"a long date":    func(n int) string { return "Date,Amount\n" + strings.Repeat("1.", n) + ",1\n2026-01-06,-1\n" },
	"a long word of a state": func(n int) string {
		return "Date,Amount,Status\n2026-01-05,-1," + strings.Repeat("é", n) + "\n2026-01-06,-1,OK\n"
	},
	"words of a direction": func(n int) string {
		return "Date,Amount,Type\n2026-01-05,1," + strings.Repeat("debit ", n) + "\n2026-01-06,1,debit\n"
	},
	"a long note":         func(n int) string { return "Date,Amount,Note\n2026-01-05,-1," + strings.Repeat("é ", n) + "\n" },
	"tags":                func(n int) string { return "Date,Amount,Tags\n2026-01-05,-1," + strings.Repeat("a;", n) + "\n" },
	"apostrophes":         func(n int) string { return "Date,Amount,Note\n2026-01-05,-1," + strings.Repeat("'", n) + "=\n" },
	"double quotes":       func(n int) string { return "Date,Amount,Note\n2026-01-05,-1,\"" + strings.Repeat(`""`, n) + "\"\n" },
	"quotes never closed": func(n int) string { return "Date,Amount,Note\n" + strings.Repeat("2026-01-05,-1,\"x\n", n) },
	"text behind quotes":  func(n int) string { return "Date,Amount,Note\n" + strings.Repeat("2026-01-05,-1,\"x\"y\n", n/8) },
	"empty lines": func(n int) string {
		return "Date,Amount\n2026-01-05,-1\n" + strings.Repeat("\n", n) + "2026-01-06,-1\n"
	},
	"lines of delimiters": func(n int) string { return "Date,Amount\n2026-01-05,-1\n" + strings.Repeat(",,,,\n", n) },
	"many columns": func(n int) string {
		return "Date,Amount" + strings.Repeat(",a", n) + "\n2026-01-05,-1" + strings.Repeat(",b", n) + "\n"
	},
	"many marks": func(n int) string { return strings.Repeat(";,|\t", n) + "\n2026-01-05,-1\n" },
	"many rows":  func(n int) string { return "Date,Amount,Note\n" + strings.Repeat("2026-01-05,-1.50,Coffee\n", n/8) },
	"many faults": func(n int) string {
		return "Date,Amount,Note\n2026-01-05,-1,x\n" + strings.Repeat("2026-01-05,abc,Coffee\n", n/8)
	},
	"letters of no alphabet": func(n int) string { return "Date,Amount,Note\n2026-01-05,-1," + strings.Repeat("\xe9\xff ", n) + "\n" },
	"a file of digits":       func(n int) string { return strings.Repeat("1", n) },
	"spaces": func(n int) string {
		return "Date,Amount,Note\n2026-01-05,1" + strings.Repeat(" ", n) + "1,x\n2026-01-06,-1,y\n"
	},
}

// TestTablesOfAnyMakeAreReadInLinearWork counts work in steps, and in bytes of memory as a second
// witness: what is built up character by character costs both.
func TestTablesOfAnyMakeAreReadInLinearWork(t *testing.T) {
	const small, times, most = 20_000, 8, 16
	for name, makeFile := range growth {
		steps, memory := cost(t, makeFile(small))
		moreSteps, moreMemory := cost(t, makeFile(small*times))
		if moreSteps >= most*steps {
			t.Errorf("%s: %d times the size took %d steps after %d", name, times, moreSteps, steps)
		}
		if moreMemory >= most*max(memory, 1<<20) {
			t.Errorf("%s: %d times the size took %d bytes after %d", name, times, moreMemory, memory)
		}
	}
}

// cost reads a file and tells what that took.
func cost(t *testing.T, file string) (steps, bytes int) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, err := Read(t.Context(), []byte(file), Options{})
	runtime.ReadMemStats(&after)
	if err != nil && s.steps == nil {
		t.Fatal(err)
	}
	if s.Steps() < len(file)/2 {
		t.Errorf("%d bytes were read in %d steps: not all work is counted", len(file), s.Steps())
	}
	return s.Steps(), int(after.TotalAlloc - before.TotalAlloc)
}
