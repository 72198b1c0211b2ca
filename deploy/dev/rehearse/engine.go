package rehearse

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"financebot/deploy/dev/child"
)

const (
	// bridge is where containers find what runs on the engine's machine.
	bridge       = "10.213.58.1"
	engineWithin = time.Minute
	engineEnds   = 30 * time.Second
)

// engine is a dockerd of the rehearsal's own.
type engine struct {
	dir     string
	process *child.Process
}

func startEngine(ctx context.Context, dir string) (*engine, error) {
	if err := settle(); err != nil {
		return nil, fmt.Errorf("this kernel gives no network of its own: %w", err)
	}
	dockerd, err := find("dockerd")
	if err != nil {
		return nil, err
	}

	log, err := os.Create(filepath.Join(dir, "dockerd.log")) // #nosec G304 -- a folder of ours
	if err != nil {
		return nil, err
	}
	e := &engine{dir: dir}
	e.process, err = child.Start(child.Command{Path: dockerd, Out: log, Orphaned: syscall.SIGTERM, Args: []string{
		"--data-root", filepath.Join(dir, "data"), "--exec-root", filepath.Join(dir, "exec"),
		"--pidfile", filepath.Join(dir, "docker.pid"), "--host", e.socket(), "--bip", bridge + "/24",
		"--experimental", "--ip6tables=true", "--cgroup-parent", "/" + e.group(),
	}})
	if err != nil {
		return nil, err
	}
	if err := e.wait(ctx); err != nil {
		e.stop()
		return nil, err
	}
	return e, nil
}

func (e *engine) socket() string { return "unix://" + filepath.Join(e.dir, "docker.sock") }

// wait returns when the engine answers.
func (e *engine) wait(ctx context.Context) error {
	limit, cancel := context.WithTimeout(ctx, engineWithin)
	defer cancel()
	for {
		if _, err := e.docker(ctx, "version"); err == nil {
			return nil
		}
		select {
		case <-e.process.Done():
			return fmt.Errorf("this kernel runs no containers, the engine says: %s", lastLine(e.process.LastWords()))
		case <-limit.Done():
			return fmt.Errorf("the engine does not answer: %s", lastLine(e.process.LastWords()))
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func (e *engine) stop() {
	e.process.Stop(syscall.SIGTERM, engineEnds)
	e.removeGroups()
}

// group is the name under which the kernel counts what the containers use: this run's own.
func (e *engine) group() string { return filepath.Base(e.dir) }

// removeGroups takes away what the engine leaves of it; those that are still used cannot be removed.
func (e *engine) removeGroups() {
	for _, place := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/*"} {
		found, _ := filepath.Glob(filepath.Join(place, e.group()))
		for _, group := range found {
			_ = os.Remove(group)
		}
	}
}

// docker asks this engine and no other.
func (e *engine) docker(ctx context.Context, args ...string) (string, error) {
	return output(e.command(ctx, "docker", args...))
}

func (e *engine) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...) // #nosec G204 -- our own words
	cmd.Env = append(os.Environ(), "DOCKER_HOST="+e.socket(), "DOCKER_CONFIG="+e.dir, "DOCKER_BUILDKIT=0")
	return cmd
}

// containers are those of the project, as service and id, also those that have ended.
func (e *engine) containers(ctx context.Context) (map[string][]string, error) {
	list, err := e.docker(ctx, "ps", "--all", "--no-trunc", "--format", `{{.Label "com.docker.compose.service"}} {{.ID}}`)
	if err != nil {
		return nil, err
	}
	found := map[string][]string{}
	for line := range strings.Lines(list) {
		service, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		found[service] = append(found[service], id)
	}
	return found, nil
}
