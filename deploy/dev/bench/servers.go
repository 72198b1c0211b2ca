package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/child"
	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/port"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/rundir"
)

const readyWithin = 30 * time.Second

// target is a program under load.
type target struct {
	name    string
	program string // where it lies
	addr    string // where it listens
	proc    *child.Process
}

// servers are all that runs.
type servers struct {
	dir        string
	env        []string
	postgres   *pgboot.Server
	api        target
	bare       target
	alone      target // the API again, over a database with usual books and nothing else
	aloneURL   string
	aloneEnv   []string
	aloneRedis string
	versions   Servers
	after      []func() // undo what was started, last first
}

// start boots PostgreSQL, which commits as in production, and Redis, fills the database, and
// starts the API and the bare program over it.
func start(ctx context.Context, o Options, p plan) (*servers, error) {
	s := &servers{dir: o.Dir}
	for _, step := range []func(context.Context, Options, plan) error{s.claim, s.build, s.databases, s.seed, s.seedAlone, s.programs} {
		if err := step(ctx, o, p); err != nil {
			s.stop()
			return nil, err
		}
	}
	return s, nil
}

// stop ends what runs and removes what was made; again it does nothing.
func (s *servers) stop() {
	for i := len(s.after) - 1; i >= 0; i-- {
		s.after[i]()
	}
	s.after = nil
}

// claim takes the folder, without what a run that was killed left there.
func (s *servers) claim(_ context.Context, o Options, _ plan) error {
	lock, err := rundir.TryLock(o.Dir + ".lock")
	if err != nil {
		return fmt.Errorf("another measurement runs: %w", err)
	}
	home, err := pgboot.Home(filepath.Join(o.Dir, "postgres"))
	if err != nil {
		lock.Unlock()
		return err
	}
	empty := func() error { return errors.Join(os.RemoveAll(home), os.RemoveAll(o.Dir)) }
	s.after = append(s.after, lock.Unlock, func() { _ = empty() }) // what is left the next run removes
	if err := empty(); err != nil {
		return err
	}
	return rundir.Private(o.Dir, rundir.Traversable)
}

// build makes the binaries as a release has them: without the race detector.
func (s *servers) build(ctx context.Context, o Options, _ plan) error {
	s.api = target{name: "api", program: o.API}
	s.bare = target{name: "bare", program: o.Bare}
	if o.API != "" && o.Bare != "" {
		return nil
	}
	tell(o.Out, "building")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-trimpath", "-o", o.Dir+string(filepath.Separator),
		"financebot/api-service/cmd/api", "financebot/deploy/dev/bench/bare")
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.Root, o.Out, o.Out
	if err := cmd.Run(); err != nil {
		return errors.New("the programs do not build; the lines above say why")
	}
	s.api.program, s.bare.program = filepath.Join(o.Dir, "api"), filepath.Join(o.Dir, "bare")
	return nil
}

func (s *servers) databases(ctx context.Context, o Options, _ plan) error {
	tell(o.Out, "starting PostgreSQL and Redis")
	var err error
	if s.postgres, err = pgboot.Start(ctx, pgboot.Options{Dir: filepath.Join(o.Dir, "postgres")}); err != nil {
		return err
	}
	s.after = append(s.after, func() { _ = s.postgres.Stop() })
	if err := s.honest(ctx); err != nil {
		return err
	}
	redis, err := redisboot.Start(ctx, redisboot.Options{})
	if err != nil {
		return err
	}
	s.after = append(s.after, redis.Stop)
	s.versions.PostgreSQL, s.versions.Redis = s.postgres.Version, redis.Name
	s.aloneRedis = strings.TrimSuffix(redis.URL, "/0") + "/1"
	const much = "100000000"
	key := "bench:" + rundir.Random(32)
	s.env = append(os.Environ(),
		"DATABASE_URL="+s.postgres.URL, "REDIS_URL="+redis.URL, "PUBLIC_URL=http://127.0.0.1", "BOT_USERNAME=finance_bench_bot",
		"JWT_KEYS="+key, "BOT_CLIENT_KEYS="+key, "ACCESS_TOKEN_TTL=1h", "LOG_LEVEL=info", "LOG_FORMAT=json",
		"RATE_LIMIT_AUTH_PER_MINUTE="+much, "RATE_LIMIT_API_PER_MINUTE="+much)
	return nil
}

// honest makes sure that a commit is on the disk when it is told: anything else would not be
// what production does.
func (s *servers) honest(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.postgres.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for name, to := range map[string]*string{
		"synchronous_commit": nil, "fsync": nil, "full_page_writes": nil, "shared_buffers": &s.versions.SharedBuffers,
	} {
		var value string
		if err := conn.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return err
		}
		if to != nil {
			*to = value
		} else if value != "on" {
			return fmt.Errorf("PostgreSQL runs with %s = %s: nothing can be measured on it", name, value)
		}
	}
	return nil
}

// seed makes the books: the large ones first, because into an empty database it is quicker.
func (s *servers) seed(ctx context.Context, o Options, p plan) error {
	tell(o.Out, "seeding %d entries for one family and %d for each of %d others", p.many, p.entries, p.families)
	for _, args := range [][]string{
		{"migrate", "up"},
		{"seed", "--families", "1", "--transactions", strconv.Itoa(p.many)},
		{"seed", "--families", strconv.Itoa(p.families), "--transactions", strconv.Itoa(p.entries), "--add", "--seed", "2"},
	} {
		if err := s.run(ctx, s.env, args...); err != nil {
			return err
		}
	}
	return nil
}

// seedAlone makes the database that filters are compared with, and more families in the first one.
func (s *servers) seedAlone(ctx context.Context, o Options, p plan) error {
	if !p.searching() {
		return nil
	}
	tell(o.Out, "seeding %d families more with %d entries each, and %d entries alone", p.others, p.few, p.entries)
	others := []string{"seed", "--families", strconv.Itoa(p.others), "--transactions", strconv.Itoa(p.few), "--add", "--seed", "3"}
	if err := s.run(ctx, s.env, others...); err != nil {
		return err
	}
	if err := s.createAlone(ctx); err != nil {
		return err
	}
	if err := s.run(ctx, s.aloneEnv, "migrate", "up"); err != nil {
		return err
	}
	return s.run(ctx, s.aloneEnv, "seed", "--families", "1", "--transactions", strconv.Itoa(p.entries))
}

// createAlone also keeps what the two APIs remember in Redis apart.
func (s *servers) createAlone(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.postgres.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "CREATE DATABASE alone"); err != nil {
		return err
	}

	database, err := url.Parse(s.postgres.URL)
	if err != nil {
		return err
	}
	database.Path = "/alone"
	s.aloneURL = database.String()
	s.aloneEnv = append(slices.Clone(s.env), "DATABASE_URL="+s.aloneURL, "REDIS_URL="+s.aloneRedis)
	s.alone = target{name: "alone", program: s.api.program}
	return nil
}

// run is one command of the API.
func (s *servers) run(ctx context.Context, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, s.api.program, args...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("api %s: %w: %s", args[0], err, out)
	}
	return nil
}

func (s *servers) programs(ctx context.Context, _ Options, p plan) error {
	for _, t := range []*target{&s.api, &s.bare} {
		if err := s.launch(ctx, t, s.env); err != nil {
			return err
		}
	}
	if !p.searching() {
		return nil
	}
	return s.launch(ctx, &s.alone, s.aloneEnv)
}

// launch starts a program and waits until it answers. It writes its log to a file itself:
// through a pipe the log would cost this process, and with it the load, as much again.
func (s *servers) launch(ctx context.Context, t *target, env []string) error {
	free, err := port.Pick()
	if err != nil {
		return err
	}
	t.addr = port.Loopback(free)
	t.proc, err = child.Start(child.Command{
		Path: "/bin/sh", Args: []string{"-c", `exec "$0" >"$1" 2>&1`, t.program, filepath.Join(s.dir, t.name+".log")},
		Env: append(slices.Clone(env), "API_ADDR="+t.addr),
	})
	if err != nil {
		return err
	}
	s.after = append(s.after, func() { t.proc.Stop(syscall.SIGTERM, 10*time.Second) })
	return s.await(ctx, t)
}

func (s *servers) await(ctx context.Context, t *target) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ready(ctx, "http://"+t.addr+"/readyz") {
		select {
		case <-t.proc.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, t.name+".log"))
			return fmt.Errorf("%s ended at once: %s", t.name, log)
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", t.name, ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}

func ready(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return errors.Join(err, answer.Body.Close()) == nil && answer.StatusCode == http.StatusOK
}
