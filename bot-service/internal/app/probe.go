package app

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime/debug"
)

// Probe asks the bot that runs in the same container whether it lives. It gives an error if not.
func Probe(ctx context.Context) error {
	addr := os.Getenv("BOT_ADDR")
	if addr == "" {
		addr = ":8002"
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("BOT_ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return ping(ctx, "http://"+net.JoinHostPort(host, port)+"/livez")
}

// version is set by the linker of a release.
var version = ""

// Version names the build: the release, or the commit it was built from.
func Version() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(len(s.Value), 12)]
		}
	}
	return "unknown"
}
