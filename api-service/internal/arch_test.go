// Package internal_test holds the house's walls: who may import whom, and how large a room may be.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "financebot/api-service/internal/"
	shared = "financebot/pkg/"
)

// floors are the packages from the ground up. A package imports only what stands on a lower
// floor than its own; app, which stands above all, imports everything.
var floors = [][]string{
	{"actor", "postgres", "cursor", "statement", "chart", "portrait", "starter"},
	{"web"},
	{"user", "account", "audit", "idempotency", "rate", "report"},
	{"auth", "family", "transaction"},
	{"event", "check", "seed"},
	{"app"},
}

// doors are the only files through which a library comes in, by the library's path.
var doors = map[string][]string{
	"gorm.io/":                         {"store*.go", "postgres/*"},
	"github.com/jackc/pgx":             {"postgres/*", "postgres/pgtest/*"},
	"github.com/labstack/echo":         {"web/*"},
	"github.com/redis/":                {"web/cache.go", "web/batch.go", "web/limit.go", "web/guard.go", "web/pass.go"},
	"github.com/golang-jwt/":           {"auth/token.go"},
	"golang.org/x/crypto":              {"auth/password.go"},
	"golang.org/x/text":                {"statement/charset.go", "chart/text.go", "transaction/quick.go"},
	"github.com/prometheus/":           {"web/*", "app/app.go"},
	"github.com/kelseyhightower/":      {"app/config.go"},
	"github.com/pressly/goose":         {"postgres/migrate.go"},
	"github.com/swaggest/":             {"web/openapi*.go"},
	"git.sr.ht/~sbinet/":               {"chart/*"},
	"github.com/go-fonts/":             {"chart/*"},
	"golang.org/x/image":               {"chart/*", "portrait/*"},
	"github.com/skip2/go-qrcode":       {"chart/qr.go"},
	"financebot/api-service/web":       {"web/pages.go", "web/docs.go", "web/profile.go", "web/language.go"},
	"financebot/migrations":            {"postgres/*", "postgres/pgtest/*"},
	"financebot/deploy/dev":            {"postgres/pgtest/*"},
	"github.com/alicebob/":             {"app/apptest/*"},
	"gopkg.in/telebot":                 {},
	"github.com/google/uuid":           {"auth/*.go", "transaction/service*.go", "postgres/uuid.go"},
	"financebot/api-service/cmd":       {},
	"financebot/bot-service":           {},
	"github.com/jmoiron/sqlx":          {},
	"github.com/stretchr/testify/mock": {},
}

const maxLines = 400

// source is a production file and what it imports.
type source struct {
	path    string // below internal
	pkg     string // the slice: the first folder
	imports []string
	lines   int
}

func TestArrowsOnlyGoDown(t *testing.T) {
	t.Parallel()
	floor := map[string]int{}
	for level, names := range floors {
		for _, name := range names {
			floor[name] = level
		}
	}
	for _, s := range sources(t) {
		from, known := floor[s.pkg]
		if !known {
			t.Errorf("%s: package %s stands on no floor", s.path, s.pkg)
			continue
		}
		for _, i := range s.imports {
			rest, ours := strings.CutPrefix(i, module)
			to := strings.Split(rest, "/")[0]
			if ours && to != s.pkg && floor[to] >= from {
				t.Errorf("%s imports %s, which stands no lower than %s", s.path, to, s.pkg)
			}
		}
	}
}

func TestRulesStandAlone(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if path.Base(s.path) != s.pkg+".go" || s.pkg == "app" || s.pkg == "web" || s.pkg == "actor" {
			continue
		}
		for _, i := range s.imports {
			standard := !strings.Contains(strings.Split(i, "/")[0], ".") && !strings.HasPrefix(i, "financebot/")
			if !standard && i != shared+"errs" && i != shared+"money" && i != shared+"api" {
				t.Errorf("%s holds rules and imports %s", s.path, i)
			}
		}
	}
}

func TestEveryLibraryHasItsDoor(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, i := range s.imports {
			for library, files := range doors {
				if strings.HasPrefix(i, library) && !through(s, files) {
					t.Errorf("%s imports %s, whose door is %v", s.path, i, files)
				}
			}
		}
	}
}

// through reports whether the file is one of the doors: "folder/pattern", or a pattern for any folder.
func through(s source, files []string) bool {
	for _, pattern := range files {
		subject := path.Base(s.path)
		if strings.Contains(pattern, "/") {
			subject = s.path
		}
		if ok, err := path.Match(pattern, subject); err == nil && ok {
			return true
		}
	}
	return false
}

func TestNoFileIsTooLong(t *testing.T) {
	t.Parallel()
	for _, s := range append(sources(t), tests(t)...) {
		if s.lines > maxLines {
			t.Errorf("%s has %d lines, more than %d", s.path, s.lines, maxLines)
		}
	}
}

func sources(t *testing.T) []source { return files(t, false) }
func tests(t *testing.T) []source   { return files(t, true) }

func files(t *testing.T, wantTests bool) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || !strings.Contains(file, string(filepath.Separator)) {
			return err
		}
		if strings.HasSuffix(file, "_test.go") != wantTests {
			return nil
		}
		s, err := parse(filepath.ToSlash(file))
		all = append(all, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("nothing found to look at")
	}
	return all
}

func parse(file string) (source, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return source{}, err
	}
	tree, err := parser.ParseFile(token.NewFileSet(), file, content, parser.ImportsOnly)
	if err != nil {
		return source{}, err
	}
	s := source{path: file, pkg: strings.Split(file, "/")[0], lines: strings.Count(string(content), "\n")}
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, p)
	}
	return s, nil
}
