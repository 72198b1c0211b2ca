// Package port finds TCP ports on the loopback interface.
package port

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
)

const loopback = "127.0.0.1"

// ErrTaken says that another program listens on the port.
var ErrTaken = errors.New("taken by another program")

// Check fails where addr ("host:port") cannot be listened on: with ErrTaken,
// or with why the address is no good.
func Check(addr string) error {
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return ErrTaken
	}
	if err != nil {
		return err
	}
	return l.Close()
}

// Ports that systems do not give to outgoing connections, which would take one
// between its being picked and its being listened on.
const (
	first = 20000
	count = 12000
	tries = 50
)

// Pick returns the first of the preferred ports that is free on the loopback
// interface, or else any free one. Zero is never preferred.
func Pick(preferred ...int) (int, error) {
	for _, p := range preferred {
		if p != 0 && Check(Loopback(p)) == nil {
			return p, nil
		}
	}
	for range tries {
		p := first + rand.IntN(count) // in order, others who look would meet
		if Check(Loopback(p)) == nil {
			return p, nil
		}
	}
	l, err := net.Listen("tcp", Loopback(0))
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	p := l.Addr().(*net.TCPAddr).Port
	return p, l.Close()
}

// Loopback is the address of port p on the loopback interface.
func Loopback(p int) string { return net.JoinHostPort(loopback, strconv.Itoa(p)) }

// Keep is Pick with a memory: the port noted in file comes first, and the one
// picked is noted there, so that bookmarks outlive a restart.
func Keep(file string, preferred ...int) (int, error) {
	noted, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return 0, fmt.Errorf("read the noted port: %w", err)
	}
	last, _ := strconv.Atoi(strings.TrimSpace(string(noted))) // an unreadable note is no note
	p, err := Pick(append([]int{last}, preferred...)...)
	if err != nil || p == last {
		return p, err
	}
	return p, os.WriteFile(file, []byte(strconv.Itoa(p)+"\n"), 0o600)
}
