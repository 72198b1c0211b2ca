package child

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary stands in for a program that starts a child and is killed:
// the child's process id on its output, then silence.
func TestMain(m *testing.M) {
	if os.Getenv("CHILD_TEST_PARENT") == "" {
		os.Exit(m.Run())
	}
	p, err := Start(Command{Path: "/bin/sh", Args: []string{"-c", "exec sleep 600"}})
	if err == nil && os.Getenv("CHILD_TEST_PARENT") == "watch" {
		err = watch(p.PID(), syscall.SIGKILL, p.Done())
	}
	if err != nil {
		panic(err)
	}
	_, _ = os.Stdout.WriteString(strconv.Itoa(p.PID()) + "\n")
	select {}
}

func TestChildDiesWithKilledParent(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"start", "watch"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			parent := exec.Command(os.Args[0])
			parent.Env = append(os.Environ(), "CHILD_TEST_PARENT="+how)
			out, err := parent.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := parent.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			pid, err := strconv.Atoi(strings.TrimSpace(line))
			if err != nil {
				t.Fatal(err)
			}
			if err := parent.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = parent.Wait() // it was killed
			awaitEnd(t, pid)
		})
	}
}

func awaitEnd(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for running(pid) {
		select {
		case <-tick.C:
		case <-deadline:
			_ = syscall.Kill(pid, syscall.SIGKILL)
			t.Fatalf("process %d outlives its parent", pid)
		}
	}
}

// running is false for a zombie too: who inherits orphans may be slow to bury
// them.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || !strings.Contains(string(stat), ") Z ")
}

func TestStopKillsWhatDoesNotListen(t *testing.T) {
	t.Parallel()
	r, w := io.Pipe()
	p, err := Start(Command{Path: "/bin/sh", Args: []string{"-c", "trap '' TERM; echo deaf; while :; do read _; done < /dev/zero"}, Out: w})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if p.Stop(syscall.SIGTERM, 50*time.Millisecond) {
		t.Error("a deaf process is said to have stopped by itself")
	}
	if p.Err() == nil {
		t.Error("a killed process is said to have ended well")
	}
	if got := p.LastWords(); got != "deaf" {
		t.Errorf("last words: got %q, want deaf", got)
	}
}

func TestStartNamesWhatCannotRun(t *testing.T) {
	t.Parallel()
	_, err := Start(Command{Path: "/nowhere/program"})
	if err == nil || !strings.Contains(err.Error(), "/nowhere/program") {
		t.Errorf("got %v, want an error naming the program", err)
	}
}
