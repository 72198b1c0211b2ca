package dev_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/port"
)

// sample is a block of shell in README.md and the answer printed below it, if any.
type sample struct{ command, answer string }

// In README.md "bash" marks what is tried here and "sh" what is not.
var exampleBlock = regexp.MustCompile("(?s)\n```bash\n(.*?)\n```\n(?:\n```json\n(.*?)\n```\n)?")

func examples(t *testing.T) (all []sample) {
	t.Helper()
	for _, m := range exampleBlock.FindAllStringSubmatch(read(t, "README.md"), -1) {
		all = append(all, sample{m[1], m[2]})
	}
	if len(all) < 10 {
		t.Fatalf("only %d examples were found in README.md", len(all))
	}
	return all
}

// TestExamplesOfReadme runs the examples in one shell, in their order, against an API with the
// settings and limits of make run. An answer must have the fields of the one that is printed.
func TestExamplesOfReadme(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	address := startAPI(t)
	const end = "\n-- end of example --\n"
	script := "set -eu\ncurl() { command curl --fail-with-body -S \"$@\"; }\n"
	all := examples(t)
	for _, e := range all {
		script += strings.ReplaceAll(e.command, "http://127.0.0.1:8000", address) + "\nprintf '" + strings.ReplaceAll(end, "\n", `\n`) + "'\n"
	}
	cmd := exec.Command("bash", "-c", script) // #nosec G204 -- our own README
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	answers := strings.Split(string(out), end)
	if err != nil {
		t.Fatalf("example %d of %d: %v, %s\n%s", len(answers), len(all), err, errors.String(), answers[len(answers)-1])
	}
	for i, e := range all {
		compareFields(t, e, answers[i])
	}
}

func compareFields(t *testing.T, e sample, answer string) {
	t.Helper()
	if e.answer == "" {
		return
	}
	lines := strings.Split(strings.TrimSpace(answer), "\n")
	last := lines[len(lines)-1] // a block may print more than one
	var printed, got map[string]any
	if err := json.Unmarshal([]byte(e.answer), &printed); err != nil {
		t.Errorf("README.md prints no JSON: %v in %s", err, e.answer)
		return
	}
	if err := json.Unmarshal([]byte(last[strings.LastIndex(last, "}{")+1:]), &got); err != nil {
		t.Errorf("%s\nanswers %q: %v", e.command, answer, err)
		return
	}
	want, have := fields(printed), fields(got)
	if !slices.Equal(want, have) {
		t.Errorf("%s\nanswers the fields %v, README.md says %v", e.command, have, want)
	}
}

// fields are the names in an answer, those of a list's first item included.
func fields(answer map[string]any) []string {
	names := slices.Collect(maps.Keys(answer))
	if items, ok := answer["items"].([]any); ok && len(items) > 0 {
		if first, ok := items[0].(map[string]any); ok {
			names = slices.AppendSeq(names, maps.Keys(first))
		}
	}
	slices.Sort(names)
	return names
}

// startAPI runs the API as make run does and gives its address.
func startAPI(t *testing.T) string {
	t.Helper()
	url := database(t)
	migrate := exec.Command(devtest.Binary(t, "api"), "migrate", "up") // #nosec G204 -- our own program
	migrate.Env = append(migrate.Environ(), "DATABASE_URL="+url)
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	return serve(t, url)
}

// serve runs the API on a database that is up to date.
func serve(t *testing.T, database string) string {
	t.Helper()
	binary := devtest.Binary(t, "api")
	free, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + port.Loopback(free)
	key := "test:" + strings.Repeat("k", 32)
	env := []string{
		"DATABASE_URL=" + database, "REDIS_URL=" + ownRedis(t),
		"API_ADDR=" + port.Loopback(free), "PUBLIC_URL=" + address, "BOT_USERNAME=finance_local_bot",
		"JWT_KEYS=" + key, "BOT_CLIENT_KEYS=" + key, "ALLOW_UNSIGNED_BOT=true",
		"PASSWORD_MIN_LENGTH=6", "PASSWORD_BLOCKLIST=false",
	}
	devtest.Start(t, binary, env).WaitReady(address + "/readyz")
	return address
}

// database is the URL of a new database.
func database(t *testing.T) string {
	t.Helper()
	server, name := devtest.Postgres(t), "readme_"+strings.ToLower(rand.Text())
	do := func(statement string) {
		ctx := context.Background() // the test's own is over when it tidies up
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(ctx) }()
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE DATABASE " + name)
	t.Cleanup(func() { do("DROP DATABASE " + name + " WITH (FORCE)") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// ownRedis is a database of Redis that no other test counts calls in.
func ownRedis(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(devtest.Redis(t))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/917"
	return u.String()
}
