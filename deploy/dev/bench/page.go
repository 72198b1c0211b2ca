package bench

import (
	"fmt"
	"strings"
)

const pageHead = `# How fast it is

Measured by ` + "`make bench ARGS=-doc`" + `, which writes this page, on %s, on

> %s

Load, API, bare program, PostgreSQL and Redis share that machine. The numbers are medians of %d rounds of
%s; the API and the bare program take turns, so that whatever else the machine does meets both.

**bare** is [a program](../deploy/dev/bench/bare) that gives the same answers to the same tokens from the
same database in the shortest way there is: net/http, the check of the token's signature, one statement
by pgx, encoding/json. It asks for no session, counts no calls, logs nothing. What the API is slower by is the
price of its promises: a logout that holds at once, limits, roles, a log, metrics, strict inputs.

The books: one workspace with %s entries, %d with %s each, made by ` + "`api seed`" + `. A list is the first page of 50 or
one from anywhere in three years, by turns. **µs** is processor time per call, of the server and of PostgreSQL;
it suffers least from a busy machine.

## As fast as it goes

%d connections, each calling again as soon as it is answered (login: %d).

| | | calls/s | of bare | p50 ms | p90 | p99 | max | server µs | PostgreSQL µs | errors |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`

const searchHead = `
## Filters of lists

**alone**: a workspace of %s entries, alone in its database. **crowd**: one of %s entries, in a database
with %s more of %s entries each. The first page and one from the middle of three years, by turns, for %d
connections, after a vacuum. A page that looked at as many entries as one may, and found fewer than 50, counts like any other.

| | | calls/s | p99 to alone | p50 ms | p90 | p99 | max | server µs | PostgreSQL µs | errors |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`

// page is the result as docs/performance.md. It tells nothing of the machine but its kind.
func (r *Result) page() string {
	var text strings.Builder
	connections, few := 0, 0
	for _, j := range r.Jobs {
		connections, few = max(connections, j.Connections), j.Connections
	}
	fmt.Fprintf(&text, pageHead, r.When.Format("2 January 2006"), r.on(), r.Plan.Rounds, r.Plan.Each,
		thousands(r.Plan.Many), r.Plan.Families, thousands(r.Plan.Entries), connections, few)
	for _, j := range r.Jobs {
		fmt.Fprintf(&text, "| **%s**: %s | API | %s | **%.0f %%** | %s |\n", j.Name, j.Title, number(j.API.PerSecond), 100*j.Ratio, strings.Join(j.API.cells(), " | "))
		fmt.Fprintf(&text, "| | bare | %s | | %s |\n", number(j.Bare.PerSecond), strings.Join(j.Bare.cells(), " | "))
	}
	text.WriteString("\n## At a steady rate\n\nHalf of what the API bears, come what may: a call that goes out late counts from when it was due.\n\n" +
		"| | | calls/s | p50 ms | p90 | p99 | max | server µs | PostgreSQL µs | errors |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range r.Paced {
		fmt.Fprintf(&text, "| **%s** | API | %s | %s |\n", p.Name, number(p.API.PerSecond), strings.Join(p.API.cells(), " | "))
		fmt.Fprintf(&text, "| | bare | %s | %s |\n", number(p.Bare.PerSecond), strings.Join(p.Bare.cells(), " | "))
	}
	r.writeSearches(&text)
	text.WriteString("\n## What was promised\n\n| | got | |\n|---|--:|---|\n")
	for _, g := range r.goals() {
		fmt.Fprintf(&text, "| %s | %s | %s |\n", g.what, g.got, g.verdict())
	}
	text.WriteString("\n## Parts of a call\n\nGo benchmarks on one core.\n\n| | ns | bytes | allocations |\n|---|--:|--:|--:|\n")
	for _, b := range r.Go {
		fmt.Fprintf(&text, "| %s %s | %s | %s | %d |\n", b.Package, b.Name, thousands(int(b.Nanos)), thousands(int(b.Bytes)), b.Allocs)
	}
	return text.String()
}

// writeSearches tells of the filters of lists.
func (r *Result) writeSearches(text *strings.Builder) {
	if len(r.Searches) == 0 {
		return
	}
	fmt.Fprintf(text, searchHead, thousands(r.Plan.Entries), thousands(r.Plan.Many), thousands(r.Plan.Others), thousands(r.Plan.Few), searchers)
	for _, s := range r.Searches {
		fmt.Fprintf(text, "| **%s** `%s` | alone | %s | | %s |\n", s.Name, s.Asked, number(s.Alone.PerSecond), strings.Join(s.Alone.cells(), " | "))
		fmt.Fprintf(text, "| | crowd | %s | **%.2f** | %s |\n", number(s.Crowd.PerSecond), s.Times, strings.Join(s.Crowd.cells(), " | "))
	}
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
