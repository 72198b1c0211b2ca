package bench

import (
	"slices"
	"testing"
)

func TestMedianIsTheMiddleOfRounds(t *testing.T) {
	t.Parallel()
	j := Job{}
	for i, rate := range []float64{300, 100, 200} {
		j.add(0, Measured{PerSecond: rate, P99: rate / 10, Answers: 10, Errors: i})
		j.add(1, Measured{PerSecond: 400})
	}
	j.settle()
	if j.API.PerSecond != 200 || j.API.P99 != 20 || j.API.Answers != 30 || j.API.Errors != 3 || j.Ratio != 0.5 {
		t.Errorf("got %+v, ratio %v", j.API, j.Ratio)
	}
	if two := median([]Measured{{PerSecond: 1}, {PerSecond: 2}}); two.PerSecond != 1.5 {
		t.Errorf("of two: %v", two.PerSecond)
	}
}

func TestPromisesAreJudged(t *testing.T) {
	t.Parallel()
	r := Result{Searches: []Search{{Name: "find-tag", Times: 1.9}, {Name: "find-word", Times: 2.1}}, Memory: Memory{PeakMiB: 121}, Jobs: []Job{
		{Name: "profile", Ratio: 0.6}, {Name: "list-10k", Ratio: 0.59, API: Measured{P99: 10}},
		{Name: "list-1m", Ratio: 0.7, API: Measured{P99: 16}}, {Name: "month-1m", API: Measured{P99: 479}},
	}}
	var met []bool
	for _, g := range r.goals() {
		met = append(met, g.met)
	}
	// profile, list-10k, list-1m, depth, month, filters, memory
	if want := []bool{true, false, true, false, true, false, false}; !slices.Equal(met, want) {
		t.Errorf("got %v, want %v", met, want)
	}
}

func TestGoBenchmarksAreRead(t *testing.T) {
	t.Parallel()
	got := parseBenchmarks("goos: linux\npkg: financebot/pkg/money\nBenchmarkParse-2   \t 8000000\t       149.5 ns/op\t      16 B/op\t       1 allocs/op\n" +
		"pkg: financebot/pkg/entry\nBenchmarkParse/short \t 10 \t 9 ns/op\nok x\n")
	want := []Benchmark{{"pkg/money", "Parse", 149.5, 16, 1}, {"pkg/entry", "Parse/short", 9, 0, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestNumbersAreReadable(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
