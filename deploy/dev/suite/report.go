package suite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// event is one line of "go test -json".
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

type testID struct{ pkg, name string }

// report reads the events of go test and writes what a person wants to read:
// one line a package, the full output of every failed test, and the counts.
type report struct {
	out     io.Writer
	began   time.Time
	rest    []byte
	pending map[testID]*strings.Builder // output of tests that have not ended
	verbose bool                        // also tell what passed tests wrote

	passed, failed, packages int
	skipped                  []string // tests, each with its reason
	broken                   []string // packages and tests that failed
}

func newReport(out io.Writer) *report {
	return &report{out: out, began: time.Now(), pending: map[testID]*strings.Builder{}}
}

// Write takes what go test writes, in pieces of any size.
func (r *report) Write(b []byte) (int, error) {
	r.rest = append(r.rest, b...)
	for {
		line, rest, found := bytes.Cut(r.rest, []byte("\n"))
		if !found {
			return len(b), nil
		}
		r.rest = rest
		r.line(line)
	}
}

func (r *report) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		r.print(string(line) + "\n") // not an event: a message of the go command
		return
	}
	id := testID{e.Package, e.Test}
	switch {
	case e.Action == "build-output":
		r.print(e.Output)
	case e.Action == "output" && e.Test == "":
		r.packageOutput(e.Output)
	case e.Action == "output":
		r.remember(id, e.Output)
	case e.Test == "":
		r.packageEnd(e)
	default:
		r.testEnd(id, e.Action)
	}
}

func (r *report) print(text string) { _, _ = io.WriteString(r.out, text) }

// packageOutput passes on what does not belong to a test, but for the verdict
// that the line with the package's name repeats.
func (r *report) packageOutput(text string) {
	if text != "PASS\n" && text != "FAIL\n" {
		r.print(text)
	}
}

func (r *report) remember(id testID, text string) {
	if r.pending[id] == nil {
		r.pending[id] = &strings.Builder{}
	}
	r.pending[id].WriteString(text)
}

func (r *report) testEnd(id testID, action string) {
	switch action {
	case "pass":
		r.passed++
		if text := r.pending[id]; text != nil && r.verbose {
			r.print(text.String())
		}
	case "skip":
		r.skipped = append(r.skipped, id.pkg+" "+id.name+": "+r.reason(id))
	case "fail":
		r.failed++
		r.broken = append(r.broken, id.pkg+" "+id.name)
		if text := r.pending[id]; text != nil {
			r.print(text.String())
		}
	default: // run, pause, cont
		return
	}
	delete(r.pending, id)
}

// said is a line that a test has logged.
var said = regexp.MustCompile(`(?m)^\s*\w+_test\.go:\d+: (.*)$`)

// reason is what a skipped test said last.
func (r *report) reason(id testID) string {
	if text := r.pending[id]; text != nil {
		if lines := said.FindAllStringSubmatch(text.String(), -1); len(lines) > 0 {
			return lines[len(lines)-1][1]
		}
	}
	return "it did not say why"
}

// packageEnd also shows the tests that were cut off by a crash.
func (r *report) packageEnd(e event) {
	if e.Action != "pass" && e.Action != "fail" {
		return
	}
	r.packages++
	for id, text := range r.pending {
		if id.pkg == e.Package {
			r.print(text.String())
			delete(r.pending, id)
		}
	}
	if e.Action == "fail" {
		r.broken = append(r.broken, e.Package)
	}
}

// summarize writes what was skipped and why, what failed, and the counts as the last line.
func (r *report) summarize() {
	verdict := "ok"
	if len(r.skipped) > 0 {
		r.print("\nSkipped:\n  " + strings.Join(r.skipped, "\n  ") + "\n")
	}
	if len(r.broken) > 0 {
		verdict = "FAIL"
		r.print("\nFailed:\n  " + strings.Join(r.broken, "\n  ") + "\n")
	}
	r.print(fmt.Sprintf("\n%s: %d passed, %d failed, %d skipped in %d packages, %v\n",
		verdict, r.passed, r.failed, len(r.skipped), r.packages, time.Since(r.began).Round(time.Second)))
}
