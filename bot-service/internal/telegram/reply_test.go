package telegram

import (
	"slices"
	"testing"
)

func TestPagesGoRoundAndLoseNothing(t *testing.T) {
	t.Parallel()
	all := []int{1, 2, 3, 4, 5}
	for number, want := range map[int]struct {
		these []int
		next  int
	}{0: {all[:2], 1}, 1: {all[2:4], 2}, 2: {all[4:], 0}, -1: {all[:2], 1}, 9: {all[4:], 0}} {
		if these, next, more := Page(all, number, 2); !slices.Equal(these, want.these) || next != want.next || !more {
			t.Errorf("%d: got %v, %d, %v, want %v", number, these, next, more, want)
		}
	}
	for n := range 3 {
		if these, next, more := Page(all[:n], 7, 2); len(these) != n || next != 0 || more {
			t.Errorf("%d on one page: got %v, %d, %v", n, these, next, more)
		}
	}
}
