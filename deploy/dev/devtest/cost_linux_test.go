package devtest

import (
	"bytes"
	"testing"
)

func TestCostGrowsAsTheWorkDoes(t *testing.T) {
	t.Parallel()
	zeros := func(size int) []byte { return make([]byte, size) }
	linear := func(in []byte) { _ = bytes.Count(in, []byte{1}) }
	square := func(in []byte) {
		for n := range len(in) / 64 {
			_ = bytes.Count(in, []byte{byte(1 + n%2)})
		}
	}
	HoldsCost(t, "linear", 1<<20, zeros, linear)
	small, large := perByte(zeros(1<<12), square), perByte(zeros(1<<16), square)
	if large < dearest*small {
		t.Errorf("work with the square of the input takes %.1f ns a byte, then %.1f: it would pass", small, large)
	}
}
