package dev_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProxyKnowsEveryAddressOfItsNetworks holds that a replica is found wherever Docker puts it, and
// that no name is looked up for it, however many calls wait.
func TestProxyKnowsEveryAddressOfItsNetworks(t *testing.T) {
	t.Parallel()
	start := func(front string) (string, error) {
		path := t.TempDir()
		stub := "#!/bin/sh\necho $API_ADDRESSES; echo $BOT_ADDRESSES\n"
		if err := os.WriteFile(filepath.Join(path, "caddy"), []byte(stub), 0o700); err != nil { // #nosec G306 -- it is run
			t.Fatal(err)
		}
		cmd := exec.Command("sh", top("deploy", "proxy", "start"))
		cmd.Env = []string{"PATH=" + path + ":" + os.Getenv("PATH"), "FRONT_SUBNET=" + front, "HOOKS_SUBNET=10.9.8.16/28"}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}

	got, err := start("10.9.8.0/28")
	if err != nil {
		t.Fatalf("%v: %s", err, got)
	}
	var api, bot []string
	for n := 1; n <= 14; n++ {
		api = append(api, fmt.Sprintf("10.9.8.%d:8000", n))
		bot = append(bot, fmt.Sprintf("10.9.8.%d:8002", 16+n))
	}
	if want := strings.Join(api, " ") + "\n" + strings.Join(bot, " ") + "\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	for _, wrong := range []string{"10.9.8.0/24", "10.9.8.0", "fd00::/64", ""} {
		if got, err := start(wrong); err == nil || !strings.Contains(got, "sixteen") {
			t.Errorf("%q: %v, %s", wrong, err, got)
		}
	}
}
