package port_test

import (
	"errors"
	"net"
	"path/filepath"
	"testing"

	"financebot/deploy/dev/port"
)

func listen(t *testing.T) (net.Listener, int) {
	t.Helper()
	l, err := net.Listen("tcp", port.Loopback(0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l, l.Addr().(*net.TCPAddr).Port
}

func TestPickPassesOverTakenPorts(t *testing.T) {
	t.Parallel()
	_, taken := listen(t)
	got, err := port.Pick(0, taken)
	if err != nil {
		t.Fatal(err)
	}
	if got == 0 || got == taken {
		t.Errorf("got %d, want a free port other than %d", got, taken)
	}
}

func TestCheckTellsTakenFromWrong(t *testing.T) {
	t.Parallel()
	l, _ := listen(t)
	if err := port.Check(l.Addr().String()); !errors.Is(err, port.ErrTaken) {
		t.Errorf("a taken port: got %v, want ErrTaken", err)
	}
	if err := port.Check("127.0.0.1:99999"); err == nil || errors.Is(err, port.ErrTaken) {
		t.Errorf("no port at all: got %v, want another error", err)
	}
}

func TestKeepRemembers(t *testing.T) {
	t.Parallel()
	note := filepath.Join(t.TempDir(), "port")
	first, err := port.Keep(note)
	if err != nil {
		t.Fatal(err)
	}
	second, err := port.Keep(note)
	if err != nil {
		t.Fatal(err)
	}
	if first != second {
		t.Errorf("got %d, then %d", first, second)
	}
}
