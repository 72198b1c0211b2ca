package stack_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"financebot/deploy/dev/rundir"
	"financebot/deploy/dev/stack"
)

const standIns = "STACK_TEST_DIR" // where the links are

// programs are played by the test binary: links to it carry their names.
var programs = map[string]func(context.Context) error{
	"dev": run,
	"api": api,
	"bot": func(ctx context.Context) error { return serve(ctx, os.Getenv("BOT_ADDR")) },
	"telegram": func(ctx context.Context) error {
		addr := flag.String("addr", "", "")
		_, _ = flag.String("token", "", ""), flag.String("state", "", "")
		flag.Parse()
		return serve(ctx, *addr)
	},
}

func TestMain(m *testing.M) {
	program, ok := programs[filepath.Base(os.Args[0])]
	if !ok {
		os.Exit(m.Run())
	}
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	if err := program(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir := os.Getenv(standIns)
	return stack.Run(ctx, stack.Options{Root: dir, Dir: rundir.Of(dir), Bin: dir, Began: time.Now(), Out: os.Stdout})
}

func api(ctx context.Context) error {
	if len(os.Args) > 1 {
		fmt.Println("migrated", os.Getenv("DATABASE_URL"))
		return nil
	}
	if os.Getenv("STAND_IN_BROKEN") != "" {
		return errors.New("JWT_KEYS does not parse")
	}
	return serve(ctx, os.Getenv("API_ADDR"))
}

// serve answers with the process id, and stops when told to.
func serve(ctx context.Context, addr string) error {
	server := http.Server{
		Addr:              addr,
		ReadHeaderTimeout: time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprint(w, os.Getpid())
		}),
	}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
