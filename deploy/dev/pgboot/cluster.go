package pgboot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// environment keeps the developer's own PG* variables out of the server.
var environment = []string{"PATH=/usr/bin:/bin", "HOME=/", "LC_ALL=C", "TZ=UTC"}

// cluster is a data directory to be made. Without a password everybody who
// reaches the socket is let in.
type cluster struct {
	bin      binaries
	data     string
	password string
}

// create makes the data directory with its role and database, or keeps the
// one that is there. It appears whole or not at all, so that a start that was
// cut short can be repeated.
func create(ctx context.Context, c cluster) error {
	if majorOf(c.data) != "" {
		return nil
	}
	fresh := c
	fresh.data += ".new"
	if err := os.RemoveAll(fresh.data); err != nil {
		return fmt.Errorf("clear a half-made database: %w", err)
	}
	if err := os.Mkdir(fresh.data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if err := giveAway(fresh.data); err != nil {
		return fmt.Errorf("hand over the data folder: %w", err)
	}
	if err := fresh.initialize(ctx); err != nil {
		return err
	}
	if err := fresh.addDatabase(ctx); err != nil {
		return err
	}
	return os.Rename(fresh.data, c.data)
}

func (c cluster) initialize(ctx context.Context) error {
	args := []string{"-D", c.data, "-U", Role, "-E", "UTF8", "--locale=" + locale()}
	if c.password == "" {
		return c.run(ctx, "", "initdb", append(args, "-A", "trust", "--no-sync")...)
	}
	file := filepath.Join(filepath.Dir(c.data), ".password")
	defer func() { _ = os.Remove(file) }()
	if err := os.WriteFile(file, []byte(c.password+"\n"), 0o600); err != nil {
		return fmt.Errorf("pass the password on: %w", err)
	}
	if err := giveAway(file); err != nil {
		return fmt.Errorf("pass the password on: %w", err)
	}
	return c.run(ctx, "", "initdb", append(args, "-A", "scram-sha-256", "--pwfile="+file)...)
}

// addDatabase works without a client program, which the npm package lacks.
func (c cluster) addDatabase(ctx context.Context) error {
	return c.run(ctx, "CREATE DATABASE "+Database+"\n", "postgres", "--single", "-D", c.data, "postgres")
}

func (c cluster) run(ctx context.Context, input, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin.dir, name), args...)
	cmd.Env, cmd.Dir = environment, c.data
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: owner()}
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// locale sorts by code point where it can, as the Docker images do not; what
// matters is that letters outside ASCII count as letters.
func locale() string {
	if runtime.GOOS == "darwin" {
		return "en_US.UTF-8"
	}
	return "C.UTF-8"
}

// majorOf is the major version that wrote the data, empty where there is none.
func majorOf(data string) string {
	text, _ := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	return strings.TrimSpace(string(text))
}

func checkMajor(data string, bin binaries) error {
	wrote := majorOf(data)
	if wrote == "" || wrote == bin.major() {
		return nil
	}
	return errors.New("the data in " + data + " was written by PostgreSQL " + wrote + " but only " + bin.version +
		" was found: install " + wrote + ", or move that folder away to begin anew (nothing was changed)")
}
