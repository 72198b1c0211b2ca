package rundir_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"financebot/deploy/dev/rundir"
)

func TestPrivateRefusesWhatAStrangerMayHavePlaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused := []string{filepath.Join(dir, "link"), filepath.Join(dir, "file")}
	if os.Geteuid() == 0 {
		theirs := filepath.Join(dir, "theirs")
		if err := errors.Join(os.Mkdir(theirs, 0o700), os.Chown(theirs, 12345, 12345)); err != nil {
			t.Fatal(err)
		}
		refused = append(refused, theirs)
	}
	for _, path := range refused {
		if err := rundir.Private(path, rundir.Closed); err == nil {
			t.Errorf("%s was accepted", filepath.Base(path))
		}
	}
}

func TestPrivateClosesAnOpenFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "open")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	if err := rundir.Private(dir, rundir.Closed); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != rundir.Closed {
		t.Errorf("got mode %v, want %v", got, rundir.Closed)
	}
}

func TestLockIsForOne(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := rundir.TryLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Note("me"); err != nil {
		t.Fatal(err)
	}
	if _, err := rundir.TryLock(path); !errors.Is(err, rundir.ErrLocked) {
		t.Errorf("second taker: got %v, want ErrLocked", err)
	}
	if got := rundir.Holder(path); got != "me" {
		t.Errorf("holder: got %q, want me", got)
	}
	first.Unlock()
	again, err := rundir.TryLock(path)
	if err != nil {
		t.Fatalf("after the first let go: %v", err)
	}
	again.Unlock()
}

func TestSecretStaysTheSame(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	create := func() string { return rundir.Random(16) }
	first, err := rundir.Secret(file, create)
	if err != nil {
		t.Fatal(err)
	}
	second, err := rundir.Secret(file, create)
	if err != nil {
		t.Fatal(err)
	}
	if first == "" || first != second {
		t.Errorf("got %q, then %q", first, second)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}
