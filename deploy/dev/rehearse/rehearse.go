// Package rehearse tries docker-compose.yml on a real engine: one of its own, in a network of its
// own, with images made of what this machine has. Nothing outside is touched, and nothing is left.
package rehearse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Options say what is tried, and where it is told.
type Options struct {
	Root string // of the repository
	Out  io.Writer
}

// inside is set for the process that lives in the network of its own.
const inside = "FINANCE_REHEARSAL"

// needed are the programs that images and engine are made of, and the package each comes with.
var needed = map[string]string{
	"docker": "docker.io", "dockerd": "docker.io", "iptables": "iptables", "ip": "iproute2", "ldd": "libc-bin",
	"busybox": "busybox-static", "redis-server": "redis-server", "postgres": "postgresql", "nsenter": "util-linux", "unshare": "util-linux", "curl": "curl",
}

// Run tells what it tries, step by step, and gives an error at the first that fails.
func Run(ctx context.Context, o Options) error {
	if os.Getenv(inside) != "" {
		return perform(ctx, o)
	}
	if err := possible(o.Root); err != nil {
		return err
	}
	return apart(ctx, o.Out)
}

// possible says in one sentence why a rehearsal cannot be.
func possible(root string) error {
	if runtime.GOOS != "linux" {
		return errors.New("a rehearsal needs the containers of Linux")
	}
	if os.Geteuid() != 0 {
		return errors.New("a rehearsal needs root, for an engine and a network of its own")
	}
	for name, from := range needed {
		if _, err := find(name); err != nil {
			return fmt.Errorf("a rehearsal needs %s: apt-get install %s", name, from)
		}
	}
	for _, name := range []string{"caddy", "docker-compose"} {
		if _, err := os.Stat(filepath.Join(root, "bin", name)); err != nil {
			return fmt.Errorf("bin/%s is missing: make bin/%s", name, name)
		}
	}
	return nil
}

// find is the path of a program; those of PostgreSQL stand beside the path.
func find(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return filepath.EvalSymlinks(path)
	}
	all, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(all) == 0 {
		return "", fmt.Errorf("no %s here", name)
	}
	return all[len(all)-1], nil
}

// perform is the rehearsal itself, in a network of its own.
func perform(ctx context.Context, o Options) (err error) {
	dir, err := os.MkdirTemp("", "finance-rehearsal-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	engine, err := startEngine(ctx, dir)
	if err != nil {
		return err
	}
	defer engine.stop()

	s := &stage{Options: o, dir: dir, engine: engine}
	return s.play(ctx)
}

// output runs a command and gives what it printed, or an error with it.
func output(cmd *exec.Cmd) (string, error) {
	out, err := cmd.CombinedOutput()
	text := strings.TrimSpace(string(out))
	if err != nil {
		return text, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, text)
	}
	return text, nil
}
