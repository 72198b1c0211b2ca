//go:build !linux

package devtest

import "testing"

// HoldsCost needs a system that tells what a thread has used of the processor.
func HoldsCost(t *testing.T, name string, _ int, _ func(size int) []byte, _ func(input []byte)) {
	t.Helper()
	t.Skipf("%s: only Linux tells what a thread uses", name)
}
