package rehearse

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// image is a base image made of what this machine has, under the tag that the project names.
type image struct {
	tag     string
	changes []string // as in a Dockerfile
	fill    func(ctx context.Context, r *root) error
}

// The users of the images are those of the real ones.
const users = `root:x:0:0:root:/root:/bin/sh
postgres:x:999:999::/var/lib/postgresql:/bin/sh
redis:x:998:998::/data:/bin/sh
`

const groups = `root:x:0:
postgres:x:999:
redis:x:998:
`

// initialize does what the real image does on an empty volume.
const initialize = `#!/bin/sh
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
	echo "$POSTGRES_PASSWORD" >/tmp/password
	initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 --locale=C >/dev/null
	echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
	echo "CREATE DATABASE $POSTGRES_DB" | postgres --single -j postgres >/dev/null
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
`

// probe understands nc -z HOST PORT, which the busybox of this machine may not.
const probe = `#!/bin/sh
exec busybox nc -w 2 "$2" "$3" </dev/null
`

// unprotected lets other containers in, as the real image does: the network keeps others out.
const unprotected = `#!/bin/sh
exec "$@" --protected-mode no
`

// images are made in this order; caches is a folder with the modules that the services are built of.
func images(repository, caches string) []image {
	return []image{
		{tag: "postgres:17-bookworm", fill: fillPostgres, changes: []string{
			"ENV PATH=/usr/lib/postgresql/bin:/bin PGDATA=/var/lib/postgresql/data", `ENTRYPOINT ["/bin/initialize"]`,
		}},
		{tag: "redis:7-bookworm", fill: fillRedis, changes: []string{"ENV PATH=/bin", "WORKDIR /data", `ENTRYPOINT ["/bin/open"]`}},
		{tag: "caddy:2.11-alpine", changes: []string{"ENV PATH=/bin XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data"},
			fill: func(_ context.Context, r *root) error {
				r.text("/bin/nc", probe, 0o755)
				return r.file(filepath.Join(repository, "bin", "caddy"), "/bin/caddy")
			}},
		{tag: "golang:1.26-alpine", changes: []string{
			"ENV PATH=/usr/local/go/bin:/bin GOPROXY=file:///modules GONOSUMDB=* GOTOOLCHAIN=local HOME=/root",
		}, fill: func(ctx context.Context, r *root) error { return fillGo(ctx, r, caches) }},
	}
}

func fillPostgres(ctx context.Context, r *root) error {
	postgres, err := find("postgres")
	if err != nil {
		return err
	}
	home := filepath.Dir(filepath.Dir(postgres))
	share, err := output(exec.CommandContext(ctx, filepath.Join(home, "bin", "pg_config"), "--sharedir"))
	if err != nil {
		share = "/usr/share/postgresql/" + filepath.Base(home)
	}

	r.text("/bin/initialize", initialize, 0o755)
	r.folder("/var/lib/postgresql/data", 0o700, 999)
	r.link("/usr/lib/postgresql/bin", filepath.Join(home, "bin"))
	for _, program := range []string{"postgres", "initdb", "pg_isready", "psql", "pg_dump", "pg_restore"} {
		if err := r.program(ctx, filepath.Join(home, "bin", program)); err != nil {
			return err
		}
	}
	for _, tree := range []string{filepath.Join(home, "lib"), share, "/usr/share/zoneinfo"} {
		if err := r.tree(tree, tree); err != nil {
			return err
		}
	}
	return nil
}

func fillRedis(ctx context.Context, r *root) error {
	r.text("/bin/open", unprotected, 0o755)
	r.folder("/data", 0o755, 998)
	for _, program := range []string{"redis-server", "redis-cli"} {
		path, err := find(program)
		if err != nil {
			return err
		}
		if err := r.program(ctx, path); err != nil {
			return err
		}
		r.link("/bin/"+program, path)
	}
	return nil
}

func fillGo(ctx context.Context, r *root, modules string) error {
	home, err := output(exec.CommandContext(ctx, "go", "env", "GOROOT"))
	if err != nil {
		return err
	}
	for _, part := range []string{"bin", "pkg/include", "pkg/tool", "src", "lib", "go.env", "VERSION"} {
		if err := r.tree(filepath.Join(home, part), "/usr/local/go/"+part); err != nil {
			return err
		}
	}
	if err := r.tree("/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs/ca-certificates.crt"); err != nil {
		return err
	}
	return r.tree(filepath.Join(modules, "cache", "download"), "/modules")
}

// makeImages gives the engine all base images.
func (s *stage) makeImages(ctx context.Context) error {
	modules := filepath.Join(s.dir, "modules")
	if err := s.fetchModules(ctx, modules); err != nil {
		return err
	}
	for _, i := range images(s.Root, modules) {
		if err := s.makeImage(ctx, i); err != nil {
			return fmt.Errorf("%s: %w", i.tag, err)
		}
	}
	return s.removeModules(modules)
}

// fetchModules copies what the services are built of: images are built without a network.
func (s *stage) fetchModules(ctx context.Context, to string) error {
	known, err := output(exec.CommandContext(ctx, "go", "env", "GOMODCACHE"))
	if err != nil {
		return err
	}
	proxy, err := output(exec.CommandContext(ctx, "go", "env", "GOPROXY"))
	if err != nil {
		return err
	}
	for _, service := range []string{"api-service", "bot-service"} {
		cmd := exec.CommandContext(ctx, "go", "mod", "download")
		cmd.Dir = filepath.Join(s.Root, service)
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOMODCACHE="+to, "GOPROXY=file://"+known+"/cache/download,"+proxy)
		if _, err := output(cmd); err != nil {
			return err
		}
	}
	return nil
}

// removeModules makes way on the disk; Go writes modules so that nobody removes them by accident.
func (s *stage) removeModules(from string) error {
	cmd := exec.Command("go", "clean", "-modcache")
	cmd.Env = append(os.Environ(), "GOMODCACHE="+from)
	_, err := output(cmd)
	return err
}

func (s *stage) makeImage(ctx context.Context, i image) error {
	args := []string{"import"}
	for _, change := range i.changes {
		args = append(args, "--change", change)
	}
	cmd := s.engine.command(ctx, "docker", append(args, "-", i.tag)...)
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		return err
	}

	r := newRoot(pipe)
	err = r.base()
	if err == nil {
		err = i.fill(ctx, r)
	}
	if closed := r.close(); err == nil {
		err = closed
	}
	_ = pipe.Close()
	if ended := cmd.Wait(); err == nil && ended != nil {
		return fmt.Errorf("%w: %s", ended, said.String())
	}
	return err
}
