// Command telegram runs a Telegram of one's own with a chat page, for trying
// the bot without the real one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"syscall"
	"time"

	"financebot/deploy/dev/telegram"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8003", "loopback address to listen on")
	token := flag.String("token", "123456789:local-development-only", "the bot's token")
	dir := flag.String("state", ".run/telegram", "folder that keeps the chats")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, *addr, *token, *dir)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "telegram:", err)
		os.Exit(1)
	}
}

// run serves until the context ends, then waits for what is under way.
func run(ctx context.Context, addr, token, dir string) error {
	if ip, err := netip.ParseAddrPort(addr); err != nil || !ip.Addr().IsLoopback() {
		return fmt.Errorf("-addr %s: give a loopback address and port, such as 127.0.0.1:8003", addr)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	local, err := telegram.Open(telegram.Options{Token: token, StateDir: dir})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: local.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	fmt.Printf("telegram: chat page on http://%s\n", listener.Addr())
	select {
	case err := <-served:
		return errors.Join(err, local.Close())
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(local.Close(), server.Shutdown(patience))
}
