package suite

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// unusedFor is how long binaries no test run has used are kept: another run
// may still use what this one does not.
const unusedFor = 2 * time.Hour

// store moves the binaries in fresh to a folder of home named by their
// content, and removes the folders of old ones.
func store(fresh, home string) (string, error) {
	name, err := contentOf(fresh)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, name)
	if err := os.Rename(fresh, dir); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	now := time.Now()
	if err := os.Chtimes(dir, now, now); err != nil {
		return "", err
	}
	return dir, prune(home, now.Add(-unusedFor))
}

// contentOf is a hash over the names and contents of the files in dir.
func contentOf(dir string) (string, error) {
	files, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, file := range files {
		_, _ = io.WriteString(h, file.Name()) // a hash takes everything
		f, err := os.Open(filepath.Join(dir, file.Name()))
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

func prune(home string, before time.Time) error {
	dirs, err := os.ReadDir(home)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		info, err := dir.Info()
		if err != nil || info.ModTime().After(before) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(home, dir.Name())); err != nil {
			return err
		}
	}
	return nil
}
