package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// goal is something the program promises of its speed.
type goal struct {
	what string
	got  string
	met  bool
}

// The promises.
const (
	leastRatio = 0.6
	mostDepth  = 1.5 // p99 of the long list to that of the short one
	mostSearch = 2.0 // p99 of a filter in the large books to that in the usual ones
	mostMonth  = 30  // p99 of the long month to that of the long list
	mostMemory = 120 // MiB
)

// goals holds what was measured against the promises.
func (r *Result) goals() []goal {
	var all []goal
	for _, name := range []string{"profile", "list-10k", "list-1m", "create"} {
		if j, ok := r.job(name); ok {
			all = append(all, goal{name + ": at least 60 % of the bare program's calls per second", fmt.Sprintf("%.0f %%", 100*j.Ratio), j.Ratio >= leastRatio})
		}
	}
	short, ok := r.job("list-10k")
	long, too := r.job("list-1m")
	if ok && too && short.API.P99 > 0 {
		times := long.API.P99 / short.API.P99
		all = append(all, goal{"list-1m: p99 at most 1.5 times that of list-10k", fmt.Sprintf("%.2f times", times), times <= mostDepth})
	}
	if month, ok := r.job("month-1m"); ok && too && long.API.P99 > 0 {
		times := month.API.P99 / long.API.P99
		all = append(all, goal{"month-1m: p99 under 30 times that of list-1m", fmt.Sprintf("%.1f times", times), times < mostMonth})
	}
	if len(r.Searches) > 0 {
		worst := slices.MaxFunc(r.Searches, func(a, b Search) int { return cmp.Compare(a.Times, b.Times) })
		all = append(all, goal{"every filter of lists: p99 in the large books at most twice that in the usual ones",
			fmt.Sprintf("%.2f times at most, for %s", worst.Times, worst.Name), worst.Times <= mostSearch})
	}
	if r.Memory.PeakMiB > 0 {
		all = append(all, goal{fmt.Sprintf("memory of the API below 120 MiB, %d connections reading lists among all else", r.Memory.Connections),
			fmt.Sprintf("%.0f MiB", r.Memory.PeakMiB), r.Memory.PeakMiB < mostMemory})
	}
	return all
}

func (g goal) verdict() string {
	if g.met {
		return "met"
	}
	return "MISSED"
}

// on is one line about the machine.
func (r *Result) on() string {
	return fmt.Sprintf("%s, %d cores, %d GiB; %s; Go %s, PostgreSQL %s (shared_buffers %s, synchronous_commit and fsync on), %s",
		r.Machine.CPU, r.Machine.Cores, r.Machine.MemoryGiB, r.Machine.System, r.Machine.Go, r.Servers.PostgreSQL, r.Servers.SharedBuffers, r.Servers.Redis)
}

// table is the result for a terminal.
func (r *Result) table() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n", r.on())
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...string) { _, _ = fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") } // into memory
	row("closed loop", "", "calls/s", "ratio", "p50 ms", "p90", "p99", "max", "server µs", "postgres µs", "errors")
	for _, j := range r.Jobs {
		row(append([]string{j.Name, "api", number(j.API.PerSecond), fmt.Sprintf("%.0f %%", 100*j.Ratio)}, j.API.cells()...)...)
		row(append([]string{"", "bare", number(j.Bare.PerSecond), ""}, j.Bare.cells()...)...)
	}
	if len(r.Searches) > 0 {
		row("filter", "", "calls/s", "p99 ratio", "p50 ms", "p90", "p99", "max", "server µs", "postgres µs", "errors")
	}
	for _, s := range r.Searches {
		row(append([]string{s.Name, "alone", number(s.Alone.PerSecond), ""}, s.Alone.cells()...)...)
		row(append([]string{"", "crowd", number(s.Crowd.PerSecond), fmt.Sprintf("%.2f", s.Times)}, s.Crowd.cells()...)...)
	}
	row("steady rate", "", "", "", "", "", "", "", "", "", "")
	for _, p := range r.Paced {
		row(append([]string{p.Name, "api", number(p.API.PerSecond), ""}, p.API.cells()...)...)
		row(append([]string{"", "bare", number(p.Bare.PerSecond), ""}, p.Bare.cells()...)...)
	}
	_ = w.Flush() // into memory
	text.WriteByte('\n')
	for _, b := range r.Go {
		fmt.Fprintf(&text, "%-28s %-24s %12.0f ns  %8d B  %6d allocs\n", b.Package, b.Name, b.Nanos, b.Bytes, b.Allocs)
	}
	text.WriteByte('\n')
	for _, g := range r.goals() {
		fmt.Fprintf(&text, "%-6s  %s: %s\n", g.verdict(), g.what, g.got)
	}
	for _, j := range r.Jobs {
		for _, e := range []string{j.API.FirstError, j.Bare.FirstError} {
			if e != "" {
				fmt.Fprintf(&text, "an error of %s: %s\n", j.Name, e)
			}
		}
	}
	return text.String()
}

func number(n float64) string {
	if n < 100 {
		return fmt.Sprintf("%.1f", n)
	}
	return fmt.Sprintf("%.0f", n)
}

func (m Measured) cells() []string {
	return []string{
		fmt.Sprintf("%.2f", m.P50), fmt.Sprintf("%.2f", m.P90), fmt.Sprintf("%.2f", m.P99), fmt.Sprintf("%.1f", m.Max),
		number(m.ServerMicros), number(m.DatabaseMicros), fmt.Sprint(m.Errors),
	}
}
