package suite

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestRaceDetectorIsLeftOutWhereItCannotWork(t *testing.T) {
	program, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		t.Fatal(err)
	}

	t.Setenv("CGO_ENABLED", "0")
	if why := raceless(t.Context()); !strings.Contains(why, "CGO_ENABLED=0") {
		t.Errorf("without cgo: got %q", why)
	}

	bin := t.TempDir()
	if err := os.Symlink(program, filepath.Join(bin, "go")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CGO_ENABLED", "")
	t.Setenv("PATH", bin)
	t.Setenv("CC", "cc")
	if why := raceless(t.Context()); !strings.Contains(why, "no C compiler (cc)") {
		t.Errorf("without a compiler: got %q", why)
	}

	if err := os.WriteFile(filepath.Join(bin, "cc"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if why := raceless(t.Context()); why != "" {
		t.Errorf("with a compiler: got %q", why)
	}
}
