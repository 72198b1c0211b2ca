package dev_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// newEnv runs deploy/new-env from a folder with this umask, and gives what it says.
func newEnv(t *testing.T, umask string, args ...string) (string, error) {
	t.Helper()
	script, err := filepath.Abs(top("deploy", "new-env"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{"-c", `umask "$1"; shift; exec "$@"`, "sh", umask, script}, args...)...)
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// secretsOf are the settings in a file that deploy/new-env wrote.
func secretsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, m := range exampleLine.FindAllStringSubmatch(string(text), -1) {
		found[m[1]] = m[2]
	}
	return found
}

func TestNewEnvMakesEverySecret(t *testing.T) {
	t.Parallel()
	made := func(name string) map[string]string {
		file := filepath.Join(t.TempDir(), name)
		if said, err := newEnv(t, "022", file); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		return secretsOf(t, file)
	}
	one, other := made(".env"), made("a b.env")
	required := regexp.MustCompile(`\$\{([A-Z_]+):\?`)
	for _, m := range required.FindAllStringSubmatch(read(t, "docker-compose.yml"), -1) {
		name := m[1]
		if name == "BOT_TOKEN" || name == "BOT_USERNAME" {
			continue // only their owner knows them
		}
		if one[name] == "" {
			t.Errorf("%s is required and empty", name)
		}
		if strings.Contains(name, "KEY") && !strings.HasPrefix(one[name], "$") && one[name] == other[name] {
			t.Errorf("%s is the same each time", name)
		}
	}
	for name, value := range example(t) {
		if value != "" && one[name] != value {
			t.Errorf("%s: .env.example says %q, the file %q", name, value, one[name])
		}
	}
}

// The file holds all secrets: nobody else reads it, whatever the shell's umask is.
func TestNewEnvIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, ".env")
	if said, err := newEnv(t, "000", file); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("beside it there is %v, %v", left, err)
	}
}

// A file that is there is somebody's only copy of the keys.
func TestNewEnvNeverWritesOverAFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"full": "JWT_KEYS=mine\n", "empty": ""} {
		file := filepath.Join(t.TempDir(), ".env")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		said, err := newEnv(t, "022", file)
		after, _ := os.ReadFile(file)
		if err == nil || string(after) != text || !strings.Contains(said, "there already") || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: %v, said %q, and the file is %q", name, err, said, after)
		}
	}

	elsewhere := filepath.Join(t.TempDir(), "target")
	link := filepath.Join(t.TempDir(), ".env")
	if err := os.Symlink(elsewhere, link); err != nil {
		t.Fatal(err)
	}
	if said, err := newEnv(t, "022", link); err == nil {
		t.Errorf("a link to nowhere: %s", said)
	}
	if _, err := os.Stat(elsewhere); err == nil {
		t.Error("it wrote through a link")
	}
}
