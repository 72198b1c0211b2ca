package pgboot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"financebot/deploy/dev/port"
	"financebot/deploy/dev/rundir"
)

// usualPort is what a durable server takes first: beside PostgreSQL's own, on
// which a server of the machine may listen or come to listen.
const usualPort = 54320

// durable prepares a server whose data outlives it:
//
//	Dir/lock  Dir/password  Dir/port  Dir/data
func durable(ctx context.Context, o Options) (*Server, error) {
	home, err := reachable(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := rundir.Private(home, folderMode()); err != nil {
		return nil, err
	}
	lock, err := rundir.TryLock(filepath.Join(home, "lock"))
	if errors.Is(err, rundir.ErrLocked) {
		return nil, fmt.Errorf("the data in %s is in use by another process", home)
	}
	if err != nil {
		return nil, err
	}
	s, err := openDurable(ctx, o, home)
	if err != nil {
		lock.Unlock()
		return nil, err
	}
	s.lock = lock
	return s, nil
}

func openDurable(ctx context.Context, o Options, home string) (*Server, error) {
	password, err := rundir.Secret(filepath.Join(home, "password"), func() string { return rundir.Random(16) })
	if err != nil {
		return nil, err
	}
	data := filepath.Join(home, "data")
	bin, err := find(ctx, majorOf(data))
	if err != nil {
		return nil, err
	}
	if err := checkMajor(data, bin); err != nil {
		return nil, err
	}
	if err := create(ctx, cluster{bin: bin, data: data, password: password}); err != nil {
		return nil, err
	}
	if err := evict(ctx, data); err != nil { // it may hold the usual port
		return nil, err
	}
	s := &Server{DataDir: data, Version: bin.version, log: o.Log, bin: bin}
	s.move = func() error { return s.settle(home, password) }
	return s, s.move()
}

// settle picks the port of a durable server, the last one if it is free.
func (s *Server) settle(home, password string) error {
	p, err := port.Keep(filepath.Join(home, "port"), usualPort)
	if err != nil {
		return err
	}
	at := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(Role, password),
		Host:     port.Loopback(p),
		Path:     Database,
		RawQuery: "sslmode=disable",
	}
	s.URL = at.String()
	s.args = []string{
		"-D", s.DataDir, "-p", strconv.Itoa(p),
		"-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories=",
		"-c", "timezone=UTC",
	}
	return nil
}

// fast trades durability for speed and leaves room for many parallel tests.
var fast = []string{
	"fsync=off", "synchronous_commit=off", "full_page_writes=off",
	"wal_level=minimal", "max_wal_senders=0", "checkpoint_timeout=1h",
	"autovacuum=off", "jit=off", "max_connections=300",
}

// throwaway prepares a server that leaves nothing behind. Its folder is named
// alike from one run to the next, which keeps the URL, and with it Go's cache
// of test results, valid.
func throwaway(ctx context.Context, o Options) (*Server, error) {
	slot, lock, err := takeSlot()
	if err != nil {
		return nil, err
	}
	s, err := openThrowaway(ctx, o, slot)
	if err != nil {
		_ = os.RemoveAll(slot)
		lock.Unlock()
		return nil, err
	}
	s.lock = lock
	return s, nil
}

func openThrowaway(ctx context.Context, o Options, slot string) (*Server, error) {
	bin, err := find(ctx, "")
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(slot, rundir.Closed); err != nil {
		return nil, fmt.Errorf("make room for a throwaway server: %w", err)
	}
	if err := giveAway(slot); err != nil {
		return nil, err
	}
	data := filepath.Join(slot, "data")
	if err := create(ctx, cluster{bin: bin, data: data}); err != nil {
		return nil, err
	}
	at := url.URL{
		Scheme:   "postgres",
		User:     url.User(Role),
		Path:     "/" + Database,
		RawQuery: url.Values{"host": {slot}, "sslmode": {"disable"}}.Encode(),
	}
	args := []string{"-D", data, "-k", slot, "-c", "listen_addresses=", "-c", "timezone=UTC"}
	for _, setting := range fast {
		args = append(args, "-c", setting)
	}
	return &Server{
		URL: at.String(), DataDir: data, Version: bin.version,
		log: o.Log, bin: bin, args: args,
		drop: func() error { return os.RemoveAll(slot) },
	}, nil
}

// shortName is a name for path that fits into a socket's short address.
func shortName(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:4])
}
