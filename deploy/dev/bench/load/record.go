package load

import (
	"slices"
	"time"
)

// Result is what a load came to. Latencies are exact: each one was kept.
type Result struct {
	Count   int           // answers that were right
	Errors  int           // answers that were not, and calls without one
	First   error         // the first of these
	Elapsed time.Duration // from the first call to the last answer
	took    []time.Duration
}

// Rate is right answers per second.
func (r Result) Rate() float64 {
	if r.Elapsed <= 0 {
		return 0
	}
	return float64(r.Count) / r.Elapsed.Seconds()
}

// Percentile is the time within which p of a hundred right answers came (nearest rank), zero
// where there were none.
func (r Result) Percentile(p float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	rank := int(p/100*float64(len(r.took))+0.9999999) - 1
	return r.took[min(max(rank, 0), len(r.took)-1)]
}

// merge makes one result of all workers'.
func merge(all []Result, elapsed time.Duration) Result {
	out := Result{Elapsed: elapsed}
	for _, r := range all {
		out.Count += r.Count
		out.Errors += r.Errors
		if out.First == nil {
			out.First = r.First
		}
		out.took = append(out.took, r.took...)
	}
	slices.Sort(out.took)
	return out
}
