package bench

import (
	"context"
	"fmt"
	"io"
	"time"

	"financebot/deploy/dev/bench/load"
)

// measuring is a run over servers that are up.
type measuring struct {
	plan    plan
	servers *servers
	people  people
	out     io.Writer
}

// warmUp is how long a job is called before anything is counted.
const warmUp = 4 // parts of the time it is measured for

// pair is a job with those who call for it, at the API and at the bare program.
type pair struct {
	job
	callers [2][]load.Caller
}

func (m measuring) targets() [2]*target { return [2]*target{&m.servers.api, &m.servers.bare} }

func (m measuring) pairs() []pair {
	var all []pair
	for _, j := range jobs {
		if !m.plan.only.MatchString(j.name) {
			continue
		}
		n := m.plan.callers
		if j.few {
			n = m.plan.loginCallers
		}
		all = append(all, pair{j, [2][]load.Caller{j.callers(m.people, n), j.callers(m.people, n)}})
	}
	return all
}

// closed measures every job in rounds: the API and the bare program by turns, so that what else
// the machine does meets both.
func (m measuring) closed(ctx context.Context) ([]Job, error) {
	all := m.pairs()
	results := make([]Job, len(all))
	for i, p := range all {
		results[i] = Job{Name: p.name, Title: p.title, Connections: len(p.callers[0])}
		for side, t := range m.targets() {
			warm := load.Load{Addr: t.addr, Callers: p.callers[side], For: m.plan.each / warmUp}
			if r, err := warm.Run(ctx); err != nil {
				return nil, err
			} else if r.Count == 0 {
				return nil, fmt.Errorf("%s at %s: no right answer: %w", p.name, t.name, r.First)
			}
		}
	}
	for round := range m.plan.rounds {
		tell(m.out, "round %d of %d", round+1, m.plan.rounds)
		for i, p := range all {
			for turn := range 2 {
				side := (turn + round) % 2
				measured, err := m.one(ctx, m.targets()[side], load.Load{Callers: p.callers[side], For: m.plan.each})
				if err != nil {
					return nil, err
				}
				results[i].add(side, measured)
			}
		}
	}
	for i := range results {
		results[i].settle()
	}
	return results, nil
}

// one measures one load on one program, with the processor time that it cost.
func (m measuring) one(ctx context.Context, t *target, l load.Load) (Measured, error) {
	l.Addr = t.addr
	server, database := cpuOf(t.proc.PID()), cpuOfChildren(m.servers.postgres.PID())
	r, err := l.Run(ctx)
	if err != nil {
		return Measured{}, err
	}
	server, database = cpuOf(t.proc.PID())-server, cpuOfChildren(m.servers.postgres.PID())-database
	out := Measured{
		PerSecond: r.Rate(), P50: millis(r.Percentile(50)), P90: millis(r.Percentile(90)), P99: millis(r.Percentile(99)),
		Max: millis(r.Percentile(100)), Answers: r.Count, Errors: r.Errors,
	}
	if r.First != nil {
		out.FirstError = r.First.Error()
	}
	if r.Count > 0 {
		out.ServerMicros = float64(server.Microseconds()) / float64(r.Count)
		out.DatabaseMicros = float64(database.Microseconds()) / float64(r.Count)
	}
	return out, nil
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// paced measures some jobs at a steady rate that is half of what the API bore, at both alike:
// how long calls take where nothing is overrun.
func (m measuring) paced(ctx context.Context, closed []Job) ([]Paced, error) {
	tell(m.out, "at a steady rate")
	var all []Paced
	for i, p := range m.pairs() {
		if !p.paced {
			continue
		}
		out := Paced{Name: p.name, Title: p.title, Rate: closed[i].API.PerSecond / 2}
		for side, t := range m.targets() {
			measured, err := m.one(ctx, t, load.Load{Callers: p.callers[side], For: m.plan.each, Rate: out.Rate})
			if err != nil {
				return nil, err
			}
			if side == 0 {
				out.API = measured
			} else {
				out.Bare = measured
			}
		}
		all = append(all, out)
	}
	return all, nil
}

// memory is what the API has taken at most, after a crowd read lists from it.
func (m measuring) memory(ctx context.Context) (Memory, error) {
	tell(m.out, "memory under %d connections", m.plan.crowd)
	out := Memory{Connections: m.plan.crowd}
	read := readers(many, pages)(m.people, m.plan.crowd)
	if _, err := m.one(ctx, &m.servers.api, load.Load{Callers: read, For: m.plan.each}); err != nil {
		return out, err
	}
	out.PeakMiB = float64(peakMemory(m.servers.api.proc.PID())) / (1 << 20)
	return out, nil
}
