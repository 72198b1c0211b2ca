// Command dev is what the Makefile calls: "dev run" runs the whole program on
// this machine, "dev test" runs all tests on throwaway servers, "dev bench"
// measures the API, "dev rehearse" tries the compose file on an engine of its own, "dev reset"
// removes what runs have kept.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"financebot/deploy/dev/bench"
	"financebot/deploy/dev/rehearse"
	"financebot/deploy/dev/rundir"
	"financebot/deploy/dev/stack"
	"financebot/deploy/dev/suite"
)

const usage = `usage:
  dev run                         run everything on this machine until Ctrl-C
  dev test [arguments of go test] run the tests, by default those of all modules
  dev bench [-small] [-doc] …     measure the API beside a bare program; -help tells all flags
  dev rehearse                    try docker-compose.yml on a real engine of its own
  dev reset                       remove the data of dev run, after asking`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends this process at once, and its children with it

	if err := rundir.Explain(run(ctx, os.Args[1:])); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	root, err := repository()
	if err != nil {
		return err
	}
	switch command, rest := args[0], args[1:]; {
	case command == "run" && len(rest) == 0:
		return stack.Run(ctx, stack.Options{Root: root, Dir: rundir.Of(root), Began: began(), Out: os.Stdout})
	case command == "test":
		return suite.Run(ctx, suite.Options{Root: root, Dir: rundir.Of(root), Args: rest, Out: os.Stdout})
	case command == "bench":
		return bench.Run(ctx, bench.Options{Root: root, Run: rundir.Of(root), Args: rest, Out: os.Stdout})
	case command == "rehearse" && len(rest) == 0:
		return rehearse.Run(ctx, rehearse.Options{Root: root, Out: os.Stdout})
	case command == "reset" && len(rest) == 0:
		return stack.Reset(rundir.Of(root), os.Stdin, os.Stdout)
	default:
		return errors.New(usage)
	}
}

// began is when the command was given: the building of this program counts too.
func began() time.Time {
	seconds, err := strconv.ParseInt(os.Getenv("STARTED_AT"), 10, 64)
	if err != nil {
		return time.Now()
	}
	return time.Unix(seconds, 0)
}

// repository is the folder with go.work, here or above.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("this folder is not in a clone of the repository: no go.work here or above")
		}
		dir = up
	}
}
