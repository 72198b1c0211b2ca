// Package dev_test holds what stands around the services to their word: the compose file, the
// images, the proxy, the list of settings and the README.
package dev_test

import (
	"os"
	"path/filepath"
	"testing"

	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// top is the path of a file of the repository.
func top(path ...string) string {
	return filepath.Join(append([]string{"..", ".."}, path...)...)
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(top(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
