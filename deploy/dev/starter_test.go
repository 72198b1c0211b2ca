package dev_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// starter is deploy/dev/starter in a clone with a space in its path, and a Go that only pretends.
type starter struct {
	root string
	cmd  *exec.Cmd
}

// pretend is what the program does that the Go builds.
const pretend = `#!/bin/sh
echo "runs $1 since ${STARTED_AT:+then}"
`

func newStarter(t *testing.T, goScript string, env ...string) *starter {
	t.Helper()
	root := filepath.Join(t.TempDir(), "a b")
	dir, bin := filepath.Join(root, "deploy", "dev"), filepath.Join(root, "bin")
	for _, d := range []string{dir, bin} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for path, text := range map[string]string{
		filepath.Join(dir, "starter"): read(t, "deploy", "dev", "starter"),
		filepath.Join(bin, "go"):      "#!/bin/sh\n" + goScript,
		filepath.Join(bin, "program"): pretend,
	} {
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(dir, "starter"), "run")
	cmd.Env = append(os.Environ(), append(env, "PATH="+bin+":"+os.Getenv("PATH"), "PROGRAM="+filepath.Join(bin, "program"))...)
	return &starter{root: root, cmd: cmd}
}

// builds puts the pretended program where the starter asks for it.
const builds = `while [ "$1" != -o ]; do shift; done; cp "$PROGRAM" "$2"`

func TestStarterRunsInAPathWithSpaces(t *testing.T) {
	t.Parallel()
	s := newStarter(t, builds)
	out, err := s.cmd.CombinedOutput()
	if want := "Building the starter (about a minute the first time)…\nruns run since then\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}

func TestStarterKeepsToTheFolderThatIsNamed(t *testing.T) {
	t.Parallel()
	place := filepath.Join(t.TempDir(), "else where")
	s := newStarter(t, builds, "RUN_DIR="+place)
	if out, err := s.cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(place, "bin", "dev")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(s.root, ".run")); !os.IsNotExist(err) {
		t.Errorf("something is kept in the clone all the same: %v", err)
	}
}

// Whoever waits is told at once for what: the Go here does not begin before that was read.
func TestStarterSpeaksBeforeItBuilds(t *testing.T) {
	t.Parallel()
	gate := filepath.Join(t.TempDir(), "gate")
	if err := syscall.Mkfifo(gate, 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStarter(t, "read _ <\""+gate+"\"; "+builds)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); err != nil || !strings.Contains(first, "about a minute") {
		t.Errorf("first it says %q, %v", first, err)
	}
	if err := os.WriteFile(gate, []byte("go on\n"), 0); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(lines); err != nil || !strings.Contains(string(rest), "runs run") {
		t.Errorf("then it says %q, %v", rest, err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestStarterTellsInASentenceWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	taken := t.TempDir()
	if err := os.WriteFile(filepath.Join(taken, "letters.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]struct {
		goScript, place, want string
	}{
		"no room":             {"echo 'go: write /tmp/b001: no space left on device' >&2; exit 1", "", "no room left on the disk"},
		"nothing can be made": {builds, "/dev/null/run", "RUN_DIR="},
		"somebody's folder":   {builds, taken, "other things in " + taken},
	} {
		out, err := newStarter(t, step.goScript, "RUN_DIR="+step.place).cmd.CombinedOutput()
		said := strings.TrimSpace(strings.TrimPrefix(string(out), "Building the starter (about a minute the first time)…\n"))
		if err == nil || !strings.Contains(said, step.want) || strings.Contains(said, "\n") {
			t.Errorf("%s: %v, said %q, want a sentence with %q", name, err, said, step.want)
		}
	}

	s := newStarter(t, "echo main.go:1: broken; exit 1")
	if out, err := s.cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "main.go:1: broken") {
		t.Errorf("a build that fails: %v, said %q", err, out)
	}
}
