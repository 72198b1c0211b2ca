// Package rundir keeps what developer tools leave on disk: private folders,
// locks and secrets.
package rundir

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Modes of the folders made here.
const (
	Closed      os.FileMode = 0o700 // nobody else
	Traversable os.FileMode = 0o711 // others may pass through, not look around
)

// Private makes dir, or accepts an existing one, with exactly this mode. It
// refuses a symbolic link and a folder of another user, so that it is safe in
// a folder everybody may write to, such as the system's temporary one.
func Private(dir string, mode os.FileMode) error {
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make a private folder: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at %s: %w", dir, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a folder, so it is not used; remove it", dir)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; int(owner) != os.Geteuid() {
		return fmt.Errorf("%s belongs to user %d: work as that user, or move it away", dir, owner)
	}
	if info.Mode().Perm() == mode {
		return nil
	}
	return os.Chmod(dir, mode)
}

// Secret returns the text kept in file; where there is none it creates one and
// keeps it. Only this user may read the file.
func Secret(file string, create func() string) (string, error) {
	kept, err := os.ReadFile(file)
	if text := strings.TrimSpace(string(kept)); err == nil && text != "" {
		return text, nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read a kept secret: %w", err)
	}
	secret := create()
	return secret, Write(file, secret+"\n")
}

// Random is n random bytes in hexadecimal.
func Random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // documented never to fail
	return hex.EncodeToString(b)
}

// Write replaces file by text, whole or not at all, readable by this user
// only.
func Write(file, text string) error {
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	_, err = temp.WriteString(text)
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}
