package rundir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Variable names the folder that everything is kept in where .run in the repository will not do.
const Variable = "RUN_DIR"

// mark is a file by which a folder is known to hold nothing but what is kept here.
const mark = ".finance-bot"

// Of is the folder that what runs in a repository keeps its data in. A relative one lies in the
// repository.
func Of(root string) string {
	given := os.Getenv(Variable)
	switch {
	case given == "":
		return filepath.Join(root, ".run")
	case filepath.IsAbs(given):
		return filepath.Clean(given)
	}
	return filepath.Join(root, given)
}

// Open makes the folder that everything is kept in. Where it cannot be made or written to, or holds
// what belongs to somebody else, the error says in a sentence what to do.
func Open(dir string) error {
	if err := prepare(dir); err != nil {
		return fmt.Errorf("nothing can be kept in %s (%w): say where it can, as in %s=/tmp/finance-bot make run",
			dir, err, Variable)
	}
	return nil
}

func prepare(dir string) error {
	if err := os.MkdirAll(dir, Traversable); err != nil {
		return err
	}
	if err := claim(dir); err != nil {
		return err
	}
	return Private(dir, Traversable)
}

// claim marks a folder as ours. One that a person named may be anything, their home included, and
// is only taken while it is empty.
func claim(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
		return nil
	}
	if os.Getenv(Variable) != "" {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		if len(entries) > 0 {
			return errors.New("there are other things in it")
		}
	}
	return os.WriteFile(filepath.Join(dir, mark), nil, 0o600)
}

// Explain tells in a sentence that a disk is full. Other errors stay as they are.
func Explain(err error) error {
	full := errors.Is(err, syscall.ENOSPC) || err != nil && Full(err.Error())
	if !full {
		return err
	}
	return errors.New("there is no room left on the disk: make some, or choose other places by " +
		Variable + ", GOCACHE and GOTMPDIR")
}

// Full reports whether a program has written that a disk is full.
func Full(output string) bool {
	return strings.Contains(strings.ToLower(output), "no space left on device")
}
