package bench

import (
	"context"
	"errors"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// hotPaths are the packages whose benchmarks tell what calls are made of.
var hotPaths = []string{
	"financebot/pkg/entry", "financebot/pkg/money", "financebot/pkg/signing",
	"financebot/api-service/internal/auth", "financebot/api-service/internal/transaction",
}

// someBenchmarks leaves out the ones that hunt for the worst input.
const someBenchmarks = "^Benchmark(Parse|Format|Decimal|Add|Verify|Sign|ReadToken|Page)$"

var benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op(?:.*?\s(\d+) B/op\s+(\d+) allocs/op)?`)

// benchmarks runs them, each for so long.
func benchmarks(ctx context.Context, root, each string) ([]Benchmark, error) {
	args := append([]string{"test", "-run", "^$", "-bench", someBenchmarks, "-benchtime", each, "-benchmem", "-p", "1"}, hotPaths...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("the Go benchmarks failed:\n" + string(out))
	}
	return parseBenchmarks(string(out)), nil
}

func parseBenchmarks(text string) []Benchmark {
	var (
		all []Benchmark
		pkg string
	)
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "pkg: financebot/"); ok {
			pkg = strings.TrimSpace(name)
		}
		m := benchmarkLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		b := Benchmark{Package: pkg, Name: m[1]}
		b.Nanos, _ = strconv.ParseFloat(m[2], 64) // the pattern lets numbers through only
		b.Bytes, _ = strconv.ParseInt(m[3], 10, 64)
		b.Allocs, _ = strconv.ParseInt(m[4], 10, 64)
		all = append(all, b)
	}
	return all
}
