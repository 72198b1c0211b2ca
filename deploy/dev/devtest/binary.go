package devtest

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// sources names the package of each binary.
var sources = map[string]string{
	"api":      "financebot/api-service/cmd/api",
	"bot":      "financebot/bot-service/cmd/bot",
	"telegram": "financebot/deploy/dev/cmd/telegram",
	"bare":     "financebot/deploy/dev/bench/bare",
}

// Sources lists the packages of all binaries.
func Sources() []string { return slices.Sorted(maps.Values(sources)) }

type build struct {
	once sync.Once
	path string
	err  error
}

// Binary is the path of a service's binary, "api", "bot" or "telegram": the
// one in TEST_BIN_DIR, or one built on the first call, with the race detector
// where the test itself runs with it.
func Binary(tb testing.TB, name string) string {
	tb.Helper()
	if dir := os.Getenv(BinariesVariable); dir != "" {
		return filepath.Join(dir, name)
	}
	b, err := entry(name)
	if err != nil {
		tb.Fatal(err)
	}
	b.once.Do(func() { b.err = compile(b.path, sources[name]) })
	if b.err != nil {
		tb.Fatal(b.err)
	}
	return b.path
}

// entry is the one build of this name in this process.
func entry(name string) (*build, error) {
	if sources[name] == "" {
		return nil, fmt.Errorf("no binary is called %q", name)
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.binaries == "" {
		dir, err := os.MkdirTemp("", "financebot-bin-")
		if err != nil {
			return nil, err
		}
		shared.binaries, shared.built = dir, map[string]*build{}
	}
	if shared.built[name] == nil {
		shared.built[name] = &build{path: filepath.Join(shared.binaries, name)}
	}
	return shared.built[name], nil
}

// compile builds in the workspace, which alone knows all the modules.
func compile(to, pkg string) error {
	out, err := exec.Command("go", "env", "GOWORK").Output()
	workspace := strings.TrimSpace(string(out))
	if err != nil || workspace == "" || workspace == "off" {
		return fmt.Errorf("building %s needs the workspace: run the test without GOWORK=off", pkg)
	}
	args := []string{"build", "-buildvcs=false", "-o", to}
	if raceEnabled {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, pkg)...)
	cmd.Dir = filepath.Dir(workspace)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}
