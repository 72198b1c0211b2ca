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

	"financebot/deploy/dev/stack"
)

const standIns = "STACK_TEST_DIR" // where the links are

// The test binary stands in for every program here: links to it carry their
// names.
func TestMain(m *testing.M) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	switch filepath.Base(os.Args[0]) {
	case "dev":
		dir := os.Getenv(standIns)
		err = stack.Run(ctx, stack.Options{Root: dir, Bin: dir, Out: os.Stdout})
	case "api":
		err = api(ctx)
	case "bot":
		err = serve(ctx, os.Getenv("BOT_ADDR"))
	case "telegram":
		addr := flag.String("addr", "", "")
		_, _ = flag.String("token", "", ""), flag.String("state", "", "")
		flag.Parse()
		err = serve(ctx, *addr)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
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
