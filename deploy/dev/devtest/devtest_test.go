package devtest_test

import (
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"financebot/deploy/dev/devtest"
)

const standIn = "DEVTEST_STAND_IN"

// The test binary stands in for a service where the environment says so.
func TestMain(m *testing.M) {
	if addr := os.Getenv(standIn); addr != "" {
		_, _ = os.Stdout.WriteString("listening\n")
		panic(http.ListenAndServe(addr, http.NotFoundHandler()))
	}
	devtest.Main(m)
}

func TestServersAreSharedByAProcess(t *testing.T) {
	t.Parallel()
	if a, b := devtest.Postgres(t), devtest.Postgres(t); a != b || !strings.HasPrefix(a, "postgres://") {
		t.Errorf("PostgreSQL: got %q, then %q", a, b)
	}
	if a, b := devtest.Redis(t), devtest.Redis(t); a != b || !strings.HasPrefix(a, "redis://") {
		t.Errorf("Redis: got %q, then %q", a, b)
	}
}

func TestProcessComesBackAfterKill(t *testing.T) {
	t.Parallel()
	ready := http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = ready.Serve(l) }()
	t.Cleanup(func() { _ = ready.Close() })

	p := devtest.Start(t, os.Args[0], []string{standIn + "=127.0.0.1:0"})
	p.WaitReady("http://" + l.Addr().String())
	first := p.PID()
	p.Kill()
	<-p.Done()
	p.Restart()
	if p.PID() == first {
		t.Error("it is still the first process")
	}
}
