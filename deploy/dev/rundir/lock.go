package rundir

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// ErrLocked says that a living process holds the lock.
var ErrLocked = errors.New("locked by another process")

// Lock is held until Unlock or until this process ends, however it ends: a
// file left behind locks nobody out.
type Lock struct{ file *os.File }

// TryLock takes the lock at path, or fails with ErrLocked.
func TryLock(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return &Lock{file}, nil
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrLocked
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// Note replaces what the lock says about its holder.
func (l *Lock) Note(text string) error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(text+"\n"), 0)
	return err
}

// Unlock lets the next one in.
func (l *Lock) Unlock() { _ = l.file.Close() }

// Holder is what the last holder of the lock at path noted.
func Holder(path string) string {
	text, _ := os.ReadFile(path)
	return strings.TrimSpace(string(text))
}
