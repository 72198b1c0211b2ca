package rehearse

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// door is where this network is called over IPv6.
const door = "2001:db8::1"

// outside is another network, from which people call over IPv6.
type outside struct {
	process *exec.Cmd // the network lives as long as it
}

// callOverIPv6 has two people from two networks call over IPv6. The proxy has to see both of
// their addresses, and not one of Docker's in their place: what one of them uses of the limit
// would be taken from everybody.
func (s *stage) callOverIPv6(ctx context.Context) error {
	began := time.Now()
	people := []string{"2001:db8:1::5", "2001:db8:2::5"}
	there, err := openOutside(ctx, people)
	if err != nil {
		return fmt.Errorf("making a network with IPv6: %w", err)
	}
	defer there.close()

	for _, from := range people {
		if _, err := there.call(ctx, from, "/livez", "--fail"); err != nil {
			return fmt.Errorf("calling over IPv6: %w", err)
		}
	}
	log, err := s.compose(ctx, "logs", "--no-color", "proxy")
	if err != nil {
		return err
	}
	for _, from := range people {
		if !strings.Contains(log, `"client_ip":"`+from+`"`) {
			return fmt.Errorf("the proxy does not see that %s calls:\n%s", from, lastLine(log))
		}
	}
	if err := there.haveOwnLimits(ctx, people[0], people[1]); err != nil {
		return err
	}
	s.say(began, "Two callers over IPv6 keep their addresses, and each has a limit of their own")
	return nil
}

// openOutside makes the network, whose people have the addresses.
func openOutside(ctx context.Context, people []string) (*outside, error) {
	o := &outside{process: exec.CommandContext(ctx, "unshare", "--net", "sleep", "600")}
	if err := o.process.Start(); err != nil {
		return nil, err
	}

	steps := [][]string{
		{"ip", "link", "add", "door-in", "type", "veth", "peer", "name", "door-out"},
		{"ip", "link", "set", "door-out", "netns", strconv.Itoa(o.process.Process.Pid)},
		{"ip", "link", "set", "door-in", "up"},
		{"ip", "address", "add", door + "/32", "dev", "door-in", "nodad"},
		o.inside("ip", "link", "set", "door-out", "up"),
	}
	for _, address := range people {
		steps = append(steps, o.inside("ip", "address", "add", address+"/32", "dev", "door-out", "nodad"))
	}
	for _, step := range steps {
		if _, err := repeat(ctx, step); err != nil {
			o.close()
			return nil, err
		}
	}
	return o, nil
}

func (o *outside) close() {
	_ = o.process.Process.Kill()
	_ = o.process.Wait()
}

// inside is a command that runs in the network.
func (o *outside) inside(args ...string) []string {
	return append([]string{"nsenter", "--target", strconv.Itoa(o.process.Process.Pid), "--net"}, args...)
}

// call is what curl prints of a call to path from one of the network's addresses.
func (o *outside) call(ctx context.Context, from, path string, options ...string) (string, error) {
	args := o.inside("curl", "--silent", "--show-error", "--max-time", "5", "--interface", from)
	args = append(args, options...)
	return repeat(ctx, append(args, "http://["+door+"]:8080"+path))
}

// haveOwnLimits has one person call some times, which must leave the other one's limit whole.
func (o *outside) haveOwnLimits(ctx context.Context, busy, quiet string) error {
	var spent int
	for range 4 {
		left, err := o.callsLeft(ctx, busy)
		if err != nil {
			return err
		}
		spent = left
	}
	whole, err := o.callsLeft(ctx, quiet)
	if err == nil && whole <= spent {
		return fmt.Errorf("two callers over IPv6 share one limit: %d calls are left to %s, %d to %s", spent, busy, whole, quiet)
	}
	return err
}

var remaining = regexp.MustCompile(`(?i)x-ratelimit-remaining: (\d+)`)

// callsLeft makes a call that counts against its address, and reads how many are left.
func (o *outside) callsLeft(ctx context.Context, from string) (int, error) {
	said, err := o.call(ctx, from, "/api/v1/auth/refresh", "--include", "--json", "{}")
	if err != nil {
		return 0, err
	}
	left := remaining.FindStringSubmatch(said)
	if left == nil {
		return 0, fmt.Errorf("an answer tells no limit:\n%s", said)
	}
	return strconv.Atoi(left[1])
}

// repeat runs a command until it succeeds, for ten seconds: networks take a moment.
func repeat(ctx context.Context, args []string) (string, error) {
	limit, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		said, err := output(exec.CommandContext(ctx, args[0], args[1:]...)) // #nosec G204 -- our own words
		if err == nil || limit.Err() != nil {
			return said, err
		}
		time.Sleep(200 * time.Millisecond)
	}
}
