package bench

import (
	"encoding/json"
	"slices"
	"time"

	"financebot/deploy/dev/rundir"
)

// Result is all that was measured, as in .run/bench.json.
type Result struct {
	When     time.Time   `json:"when"`
	Machine  Machine     `json:"machine"`
	Servers  Servers     `json:"servers"`
	Plan     Plan        `json:"plan"`
	Jobs     []Job       `json:"jobs"`
	Paced    []Paced     `json:"paced"`
	Searches []Search    `json:"searches"`
	Memory   Memory      `json:"memory"`
	Go       []Benchmark `json:"go_benchmarks"`
}

// Machine is what it ran on.
type Machine struct {
	CPU       string `json:"cpu"`
	Cores     int    `json:"cores"`
	MemoryGiB int    `json:"memory_gib"`
	System    string `json:"system"`
	Go        string `json:"go"`
}

// Servers are the programs beneath.
type Servers struct {
	PostgreSQL    string `json:"postgresql"`
	SharedBuffers string `json:"shared_buffers"`
	Redis         string `json:"redis"`
}

// Plan is how much was measured.
type Plan struct {
	Families int    `json:"families"`
	Entries  int    `json:"entries"` // of each of these
	Many     int    `json:"many"`    // of the one beside
	Others   int    `json:"others"`  // more families, where filters are measured
	Few      int    `json:"few"`     // entries of each of these
	Rounds   int    `json:"rounds"`
	Each     string `json:"each"` // job, in a round
}

func (p plan) tell() Plan {
	return Plan{Families: p.families, Entries: p.entries, Many: p.many, Others: p.others, Few: p.few, Rounds: p.rounds, Each: p.each.String()}
}

// Measured is what one load came to; latencies are in milliseconds.
type Measured struct {
	PerSecond      float64 `json:"per_second"`
	P50            float64 `json:"p50_ms"`
	P90            float64 `json:"p90_ms"`
	P99            float64 `json:"p99_ms"`
	Max            float64 `json:"max_ms"`
	Answers        int     `json:"answers"`
	Errors         int     `json:"errors"`
	FirstError     string  `json:"first_error,omitempty"`
	ServerMicros   float64 `json:"server_cpu_us"`   // per answer
	DatabaseMicros float64 `json:"database_cpu_us"` // per answer
}

// Job is a kind of call, in a closed loop.
type Job struct {
	Name        string        `json:"name"`
	Title       string        `json:"title"`
	Connections int           `json:"connections"`
	Rounds      [2][]Measured `json:"rounds"` // of the API, of the bare program
	API         Measured      `json:"api"`    // each number the median of the rounds
	Bare        Measured      `json:"bare"`
	Ratio       float64       `json:"ratio"` // of the calls per second: API to bare
}

// Search is a filter of lists, asked by few at once.
type Search struct {
	Name   string        `json:"name"`
	Asked  string        `json:"asked"`
	Rounds [2][]Measured `json:"rounds"` // in the usual books alone, in the large ones among others
	Alone  Measured      `json:"alone"`  // each number the median of the rounds
	Crowd  Measured      `json:"crowd"`
	Times  float64       `json:"times"` // p99 among others to p99 alone
}

func (s *Search) add(side int, m Measured) { s.Rounds[side] = append(s.Rounds[side], m) }

// settle finds the medians.
func (s *Search) settle() {
	s.Alone, s.Crowd = median(s.Rounds[0]), median(s.Rounds[1])
	if s.Alone.P99 > 0 {
		s.Times = s.Crowd.P99 / s.Alone.P99
	}
}

func (j *Job) add(side int, m Measured) { j.Rounds[side] = append(j.Rounds[side], m) }

// settle finds the medians.
func (j *Job) settle() {
	j.API, j.Bare = median(j.Rounds[0]), median(j.Rounds[1])
	if j.Bare.PerSecond > 0 {
		j.Ratio = j.API.PerSecond / j.Bare.PerSecond
	}
}

// median has each number's median; answers and errors are added up.
func median(all []Measured) Measured {
	of := func(number func(Measured) float64) float64 {
		numbers := make([]float64, len(all))
		for i, m := range all {
			numbers[i] = number(m)
		}
		slices.Sort(numbers)
		n := len(numbers)
		return (numbers[(n-1)/2] + numbers[n/2]) / 2
	}
	out := Measured{
		PerSecond: of(func(m Measured) float64 { return m.PerSecond }),
		P50:       of(func(m Measured) float64 { return m.P50 }), P90: of(func(m Measured) float64 { return m.P90 }),
		P99: of(func(m Measured) float64 { return m.P99 }), Max: of(func(m Measured) float64 { return m.Max }),
		ServerMicros:   of(func(m Measured) float64 { return m.ServerMicros }),
		DatabaseMicros: of(func(m Measured) float64 { return m.DatabaseMicros }),
	}
	for _, m := range all {
		out.Answers += m.Answers
		out.Errors += m.Errors
		if out.FirstError == "" {
			out.FirstError = m.FirstError
		}
	}
	return out
}

// Paced is a job at a steady rate.
type Paced struct {
	Name  string   `json:"name"`
	Title string   `json:"title"`
	Rate  float64  `json:"rate"` // calls per second
	API   Measured `json:"api"`
	Bare  Measured `json:"bare"`
}

// Memory is the most that the API held, over all that was measured.
type Memory struct {
	Connections int     `json:"connections"`
	PeakMiB     float64 `json:"peak_mib"`
}

// Benchmark is one of "go test -bench".
type Benchmark struct {
	Package string  `json:"package"`
	Name    string  `json:"name"`
	Nanos   float64 `json:"ns_per_op"`
	Bytes   int64   `json:"bytes_per_op"`
	Allocs  int64   `json:"allocs_per_op"`
}

func (r *Result) save(file string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return rundir.Write(file, string(text)+"\n")
}

// job is the result of the job with the name, if it was measured.
func (r *Result) job(name string) (Job, bool) {
	i := slices.IndexFunc(r.Jobs, func(j Job) bool { return j.Name == name })
	if i < 0 {
		return Job{}, false
	}
	return r.Jobs[i], true
}
