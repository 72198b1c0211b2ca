package stack_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"financebot/deploy/dev/stack"
)

func TestResetRemovesOnlyAfterYes(t *testing.T) {
	t.Parallel()
	root := newClone(t).dir
	kept := filepath.Join(root, ".run", "postgres", "data")
	if err := os.MkdirAll(kept, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := stack.Reset(filepath.Join(root, ".run"), strings.NewReader("\n"), io.Discard); err == nil {
		t.Error("without a yes: got no error")
	}
	if _, err := os.Stat(kept); err != nil {
		t.Fatalf("without a yes: %v", err)
	}
	if err := stack.Reset(filepath.Join(root, ".run"), strings.NewReader("yes\n"), io.Discard); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(kept); !os.IsNotExist(err) {
		t.Errorf("after a yes: got %v, want it gone", err)
	}
}
