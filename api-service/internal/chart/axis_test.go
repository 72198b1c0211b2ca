package chart

import (
	"fmt"
	"math"
	"testing"
)

func TestTicksAreRoundAndFew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		low, high int64
		want      string
	}{
		{0, 0, "[0]"}, {0, 1, "[0 1]"}, {0, 5, "[0 1 2 3 4 5]"}, {0, 97, "[0 20 40 60 80]"},
		{-30, 60, "[-20 0 20 40 60]"}, {0, 7, "[0 2 4 6]"}, {-7, 0, "[-6 -4 -2 0]"}, {0, 1_234_567, "[0 500000 1000000]"},
	} {
		p := Panel{Bars: []Series{{Values: []int64{c.low, c.high}}}}
		low, high, step := p.scale()
		if got := fmt.Sprint(ticks(low, high, step)); got != c.want {
			t.Errorf("from %d to %d: got %s, want %s", c.low, c.high, got, c.want)
		}
	}
}

func TestNoFigureIsTooLargeForAnAxis(t *testing.T) {
	t.Parallel()
	p := Panel{Lines: []Series{{Values: []int64{math.MinInt64, math.MaxInt64, 0}}}}
	low, high, step := p.scale()
	if n := len(ticks(low, high, step)); low >= 0 || high <= 0 || n < 3 || n > 7 {
		t.Errorf("from %d to %d by %d: %d ticks", low, high, step, n)
	}
}

func FuzzTicks(f *testing.F) {
	f.Add(int64(0), int64(0))
	f.Add(int64(-1), int64(math.MaxInt64))
	f.Add(int64(math.MinInt64), int64(12))
	f.Fuzz(func(t *testing.T, a, b int64) {
		low, high, step := Panel{Bars: []Series{{Values: []int64{a, b}}}}.scale()
		all := ticks(low, high, step)
		if len(all) == 0 || len(all) > 7 {
			t.Fatalf("%d, %d: %v", a, b, all)
		}
	})
}
