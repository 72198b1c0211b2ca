package pgboot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"financebot/deploy/dev/rundir"
)

// nobody runs the server in root's stead: PostgreSQL refuses to run as root.
const nobody = 65534

// owner is who the server runs as; nil means whoever runs this.
func owner() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: nobody, Gid: nobody}
}

// giveAway makes path the server's.
func giveAway(path string) error {
	if owner() == nil {
		return nil
	}
	return os.Chown(path, nobody, nobody)
}

// folderMode lets the server pass through to what is its own.
func folderMode() os.FileMode {
	if owner() == nil {
		return rundir.Closed
	}
	return rundir.Traversable
}

// Home is the folder that a durable server with this Options.Dir keeps its
// data in: Dir itself, unless the server's user cannot reach it.
func Home(dir string) (string, error) { return reachable(dir) }

// reachable returns dir where the server's user can reach it, and else a
// folder of the system's that stands in for it.
func reachable(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("place the database: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), folderMode()); err != nil {
		return "", fmt.Errorf("place the database: %w", err)
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(dir))
	if err != nil {
		return "", fmt.Errorf("place the database: %w", err)
	}
	dir = filepath.Join(parent, filepath.Base(dir))
	if owner() == nil || open(parent) {
		return dir, nil
	}
	return filepath.Join("/var/tmp", "financebot-"+shortName(dir)), nil
}

// open reports whether everybody may pass through dir and all above it.
func open(dir string) bool {
	const pass = 0o001
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode()&pass == 0 {
			return false
		}
		up := filepath.Dir(dir)
		if up == dir {
			return true
		}
		dir = up
	}
}

// takeSlot returns the first folder name for throwaway data that no living
// process uses, locked, and removes what dead ones left.
func takeSlot() (string, *rundir.Lock, error) {
	base := filepath.Join(scratch(), "financebot-"+strconv.Itoa(os.Geteuid()))
	if err := rundir.Private(base, folderMode()); err != nil {
		return "", nil, err
	}
	work, err := os.Getwd()
	if err != nil {
		return "", nil, fmt.Errorf("place a throwaway database: %w", err)
	}
	sweep(base)
	for n := 0; ; n++ {
		slot := filepath.Join(base, shortName(work)+"-"+strconv.Itoa(n))
		lock, err := rundir.TryLock(slot + ".lock")
		if errors.Is(err, rundir.ErrLocked) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		if err := os.RemoveAll(slot); err != nil {
			return "", nil, fmt.Errorf("remove what a killed run left: %w", err)
		}
		return slot, lock, nil
	}
}

// sweep removes the data of servers whose process has ended.
func sweep(base string) {
	locks, _ := filepath.Glob(filepath.Join(base, "*.lock")) // the pattern is well-formed
	for _, path := range locks {
		lock, err := rundir.TryLock(path)
		if err != nil {
			continue
		}
		_ = os.RemoveAll(path[:len(path)-len(".lock")]) // the next sweep tries again
		lock.Unlock()
	}
}

// scratch is a folder in memory where there is room, else the temporary one.
func scratch() string {
	const memory, enough = "/dev/shm", 1 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err != nil {
		return os.TempDir()
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < enough || !open(memory) {
		return os.TempDir()
	}
	return memory
}
