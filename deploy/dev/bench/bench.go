// Package bench measures the API: beside a bare program that asks the same of the same
// database in the shortest way, in the same run, in turns.
package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"financebot/deploy/dev/rundir"
)

// Options say what to measure.
type Options struct {
	Root string   // the repository
	Args []string // flags, see -help
	Out  io.Writer

	Run       string // where runs keep what they make
	Dir       string // for what is made; empty: the folder bench of Run
	API, Bare string // the binaries; empty: built, as for a release
	WithoutGo bool   // no Go benchmarks
}

// plan is how much is measured.
type plan struct {
	families, entries, many int           // families with so many entries, and one with many
	others, few             int           // families with few entries, among which filters are measured
	rounds                  int           // each job, by turns
	each                    time.Duration // a job in a round
	callers                 int           // connections
	loginCallers            int           // each login takes a core for a while
	crowd                   int           // connections under which memory is looked at
	benchtime               string        // of the Go benchmarks
	only                    *regexp.Regexp
	doc                     bool
	some                    bool // not all jobs
}

// What is measured where nothing else is said, and what with -small.
var (
	full = plan{
		families: 16, entries: 10_000, many: 1_000_000, others: 10_000, few: 100, rounds: 3, each: 2500 * time.Millisecond,
		callers: 32, loginCallers: 4, crowd: 64, benchtime: "200ms",
	}
	tiny = plan{
		families: 2, entries: 300, many: 3000, others: 3, few: 20, rounds: 1, each: 100 * time.Millisecond,
		callers: 2, loginCallers: 1, crowd: 8, benchtime: "1x",
	}
)

// read reads the flags.
func read(args []string, out io.Writer) (plan, error) {
	p := full
	if slices.Contains(args, "-small") {
		p = tiny
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Bool("small", false, "few entries, few calls: to see that it works")
	flags.BoolVar(&p.doc, "doc", false, "also write docs/performance.md")
	flags.IntVar(&p.rounds, "rounds", p.rounds, "how often each job is measured")
	flags.DurationVar(&p.each, "each", p.each, "how long a job takes in a round")
	only := flags.String("jobs", "", "only jobs and filters whose name matches this `pattern`, and no Go benchmarks")
	if err := flags.Parse(args); err != nil {
		return p, err
	}
	if p.rounds < 1 || p.rounds > 20 || p.each < time.Millisecond || p.each > time.Minute || flags.NArg() > 0 {
		return p, errors.New("-rounds is 1 to 20, -each up to a minute, and there are no other arguments")
	}
	var err error
	if p.only, err = regexp.Compile(*only); err != nil {
		return p, fmt.Errorf("-jobs: %w", err)
	}
	p.some = *only != ""
	if p.doc && p.some {
		return p, errors.New("-doc wants all jobs")
	}
	return p, p.known()
}

// known fails where no job is measured.
func (p plan) known() error {
	var names []string
	for _, j := range jobs {
		if p.only.MatchString(j.name) {
			return nil
		}
		names = append(names, j.name)
	}
	for _, f := range filters {
		if p.only.MatchString(f.name) {
			return nil
		}
		names = append(names, f.name)
	}
	return fmt.Errorf("-jobs: none matches; there are %s", strings.Join(names, ", "))
}

// Run measures, prints a table and writes bench.json beside what it makes.
func Run(ctx context.Context, o Options) error {
	p, err := read(o.Args, o.Out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if o.Dir == "" {
		if err := rundir.Open(o.Run); err != nil {
			return err
		}
		o.Dir = filepath.Join(o.Run, "bench")
	}
	result, err := measure(ctx, o, p)
	if err != nil {
		return err
	}
	if err := result.save(filepath.Join(filepath.Dir(o.Dir), "bench.json")); err != nil {
		return err
	}
	_, _ = io.WriteString(o.Out, "\n"+result.table())
	if !p.doc {
		return nil
	}
	return os.WriteFile(filepath.Join(o.Root, "docs", "performance.md"), []byte(result.page()), 0o644) // #nosec G306 -- for all to read
}

// measure starts what is measured, measures it and removes it.
func measure(ctx context.Context, o Options, p plan) (*Result, error) {
	s, err := start(ctx, o, p)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	people, err := s.meet(ctx, p)
	if err != nil {
		return nil, err
	}
	result := &Result{When: time.Now().UTC().Truncate(time.Second), Machine: machine(), Servers: s.versions, Plan: p.tell()}
	m := measuring{plan: p, servers: s, people: people, out: o.Out}
	if result.Jobs, err = m.closed(ctx); err != nil {
		return nil, err
	}
	if result.Paced, err = m.paced(ctx, result.Jobs); err != nil {
		return nil, err
	}
	if result.Searches, err = m.searches(ctx); err != nil {
		return nil, err
	}
	if result.Memory, err = m.memory(ctx); err != nil {
		return nil, err
	}
	s.stop() // what follows wants the machine for itself
	if !o.WithoutGo && !p.some {
		tell(o.Out, "Go benchmarks")
		if result.Go, err = benchmarks(ctx, o.Root, p.benchtime); err != nil {
			return nil, err
		}
	}
	return result, nil
}

func tell(out io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) }
