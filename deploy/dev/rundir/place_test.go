package rundir_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"financebot/deploy/dev/rundir"
)

func TestFolderIsTheOneThatIsNamed(t *testing.T) {
	for given, want := range map[string]string{
		"": "/repo/.run", "/elsewhere/a b/": "/elsewhere/a b", "near": "/repo/near",
	} {
		t.Setenv(rundir.Variable, given)
		if got := rundir.Of("/repo"); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

// Whoever resets a run removes its folder: one with other things in it is never taken.
func TestFolderOfSomebodyElseIsNotTaken(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(rundir.Variable, dir)
	if err := rundir.Open(dir); err != nil {
		t.Fatalf("an empty one: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := rundir.Open(dir); err != nil {
		t.Errorf("again: %v", err)
	}

	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "letters.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := rundir.Open(home); err == nil || !strings.Contains(err.Error(), "other things") {
		t.Errorf("a full one: got %v", err)
	}
}

func TestFolderThatCannotBeMadeIsToldInASentence(t *testing.T) {
	t.Parallel()
	err := rundir.Open("/dev/null/finance-bot")
	if err == nil || !strings.Contains(err.Error(), "RUN_DIR=") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

func TestFullDiskIsToldInASentence(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		fmt.Errorf("write the settings: %w", &os.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}),
		errors.New("initdb: exit status 1: could not extend file: No space left on device\nHINT: free some"),
	} {
		got := rundir.Explain(err).Error()
		if !strings.Contains(got, "no room left") || !strings.Contains(got, "RUN_DIR") || strings.Contains(got, "\n") {
			t.Errorf("%v: got %q", err, got)
		}
	}
	other := errors.New("other")
	if got := rundir.Explain(other); !errors.Is(got, other) || rundir.Explain(nil) != nil {
		t.Errorf("another error: got %v", got)
	}
}
