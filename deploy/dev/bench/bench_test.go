package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"financebot/deploy/dev/bench"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// A small measurement goes the whole way: all kinds of calls, at both programs, without a wrong answer.
func TestEveryJobIsMeasuredBesideTheBareProgram(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "docs"), 0o755); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := bench.Run(context.Background(), bench.Options{
		Root: root, Args: []string{"-small", "-doc"}, Out: &out, Dir: filepath.Join(root, "work"),
		API: devtest.Binary(t, "api"), Bare: devtest.Binary(t, "bare"), WithoutGo: true,
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var result bench.Result
	text, err := os.ReadFile(filepath.Join(root, "bench.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &result); err != nil {
		t.Fatal(err)
	}
	const jobs, paced = 9, 4
	if len(result.Jobs) != jobs || len(result.Paced) != paced {
		t.Errorf("%d jobs and %d at a steady rate were measured", len(result.Jobs), len(result.Paced))
	}
	for _, j := range result.Jobs {
		for name, m := range map[string]bench.Measured{"api": j.API, "bare": j.Bare} {
			if m.Errors > 0 || m.PerSecond <= 0 || m.P50 <= 0 || m.P99 < m.P50 || m.Max < m.P99 {
				t.Errorf("%s at %s: %+v", j.Name, name, m)
			}
		}
	}
	const filters = 19
	if len(result.Searches) != filters {
		t.Errorf("%d filters were measured", len(result.Searches))
	}
	for _, s := range result.Searches {
		for name, m := range map[string]bench.Measured{"alone": s.Alone, "crowd": s.Crowd} {
			if m.Errors > 0 || m.PerSecond <= 0 || m.P99 <= 0 || s.Times <= 0 {
				t.Errorf("%s %s: %+v", s.Name, name, m)
			}
		}
	}
	if result.Machine.Cores == 0 || result.Servers.PostgreSQL == "" {
		t.Errorf("the machine is not told: %+v %+v", result.Machine, result.Servers)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "performance.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"the page": string(page), "the table": out.String()} {
		for _, s := range result.Searches {
			if !strings.Contains(text, s.Name) {
				t.Errorf("%s does not tell of %s", name, s.Name)
			}
		}
		for _, j := range result.Jobs {
			if !strings.Contains(text, j.Name) {
				t.Errorf("%s does not tell of %s", name, j.Name)
			}
		}
		if strings.Contains(text, root) {
			t.Errorf("%s tells where this ran", name)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "work")); !os.IsNotExist(err) {
		t.Errorf("something is left: %v", err)
	}
}

func TestWrongFlagsAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-rounds", "0"}, {"-each", "2m"}, {"-jobs", "("}, {"-jobs", "login,create"}, {"-jobs", "login", "-doc"}, {"-what"}, {"more"}} {
		if err := bench.Run(context.Background(), bench.Options{Root: t.TempDir(), Args: args, Out: &bytes.Buffer{}}); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}
