package rehearse

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// callOverIPv6 has two callers from two networks call over IPv6. The proxy has to see both of
// their addresses, and not one of Docker's in their place.
func (s *stage) callOverIPv6(ctx context.Context) error {
	began := time.Now()
	outside := exec.CommandContext(ctx, "unshare", "--net", "sleep", "600")
	if err := outside.Start(); err != nil {
		return err
	}
	defer func() {
		_ = outside.Process.Kill()
		_ = outside.Wait()
	}()

	there := []string{"nsenter", "--target", strconv.Itoa(outside.Process.Pid), "--net"}
	addresses := []string{"2001:db8:1::5", "2001:db8:2::5"}
	for _, step := range [][]string{
		{"ip", "link", "add", "door-in", "type", "veth", "peer", "name", "door-out"},
		{"ip", "link", "set", "door-out", "netns", strconv.Itoa(outside.Process.Pid)},
		{"ip", "link", "set", "door-in", "up"},
		{"ip", "address", "add", "2001:db8::1/32", "dev", "door-in", "nodad"},
		append(there, "ip", "link", "set", "door-out", "up"),
		append(there, "ip", "address", "add", addresses[0]+"/32", "dev", "door-out", "nodad"),
		append(there, "ip", "address", "add", addresses[1]+"/32", "dev", "door-out", "nodad"),
	} {
		if err := repeat(ctx, step); err != nil {
			return err
		}
	}

	for _, from := range addresses {
		if err := repeat(ctx, append(there, "curl", "--silent", "--fail", "--max-time", "5", "--interface", from, "http://[2001:db8::1]:8080/livez")); err != nil {
			return fmt.Errorf("calling over IPv6: %w", err)
		}
	}
	log, err := s.compose(ctx, "logs", "--no-color", "proxy")
	if err != nil {
		return err
	}
	for _, from := range addresses {
		if !strings.Contains(log, `"client_ip":"`+from+`"`) {
			return fmt.Errorf("the proxy does not see that %s calls:\n%s", from, lastLine(log))
		}
	}
	s.say(began, "Two callers over IPv6 keep their addresses")
	return nil
}

// repeat runs a command until it succeeds, for ten seconds: networks take a moment.
func repeat(ctx context.Context, args []string) error {
	limit, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		_, err := output(exec.CommandContext(ctx, args[0], args[1:]...)) // #nosec G204 -- our own words
		if err == nil || limit.Err() != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}
