package load

import (
	"testing"
	"time"
)

func TestPercentilesAreExact(t *testing.T) {
	t.Parallel()
	var one, other Result
	for i := 1; i <= 1000; i++ {
		r := &one
		if i%2 == 0 {
			r = &other
		}
		r.took, r.Count = append(r.took, time.Duration(1001-i)), r.Count+1
	}
	got := merge([]Result{one, other}, time.Second)
	for p, want := range map[float64]time.Duration{0: 1, 50: 500, 90: 900, 99: 990, 99.9: 999, 100: 1000} {
		if took := got.Percentile(p); took != want {
			t.Errorf("p%v is %d, want %d", p, took, want)
		}
	}
	if got.Rate() != 1000 {
		t.Errorf("rate %v", got.Rate())
	}
	if none := (Result{}); none.Percentile(99) != 0 || none.Rate() != 0 {
		t.Error("nothing took some time")
	}
}
