package whole_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Metrics of the API's process.
const (
	goroutines  = "go_goroutines"
	descriptors = "process_open_fds"
	// heap is the most that the heap has ever been: it counts what was given back as well.
	heap     = "go_memstats_heap_sys_bytes"
	resident = "process_resident_memory_bytes"
)

// metric reads a number off the API's metrics, or fails the test.
func (h *house) metric(name string) int {
	h.t.Helper()
	value, ok := h.readMetric(name)
	if !ok {
		h.t.Fatalf("no metric %s", name)
	}
	return value
}

// readMetric reads a number where the API answers.
func (h *house) readMetric(name string) (int, bool) {
	asks := http.Client{Timeout: 5 * time.Second}
	resp, err := asks.Get(h.apiURL + "/metrics")
	if err != nil {
		return 0, false
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, name+" "); found {
			value, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			return int(value), err == nil
		}
	}
	return 0, false
}

// settles waits until a metric is back near where it was.
func (h *house) settles(name string, base, more int) {
	h.t.Helper()
	h.eventually(name+" is as before", func() bool {
		now, ok := h.readMetric(name)
		return ok && now <= base+more
	})
}
