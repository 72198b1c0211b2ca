package internal

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module   = "financebot/bot-service/internal/"
	maxLines = 400
)

// features are the rooms that know nothing of one another.
var features = []string{"account", "category", "event", "file", "photo", "profile", "rate", "report", "start", "transaction", "workspace"}

// floors lists what each package may import of this service; app and bottest may import all.
var floors = map[string][]string{
	"redistest": {},
	"cache":     {},
	"key":       {},
	"text":      {},
	"place":     {},
	"telegram":  {"text", "key"},
	"token":     {"text", "cache", "key"},
	"note":      {"cache"},
	"dialog":    {"text", "telegram", "note", "key"},
	"account":   {"text", "telegram", "token", "dialog"},
	"category":  {"text", "telegram", "token", "dialog"},
	"event":     {"text", "telegram", "token", "dialog"},
	"file":      {"text", "telegram", "token", "dialog", "note", "key"},
	"photo":     {"telegram", "token", "cache", "key"},
	"profile":   {"text", "telegram", "token", "dialog", "place"},
	"workspace": {"text", "telegram", "token"},
	"rate":      {"text", "telegram", "token"},
	"report":    {"text", "telegram", "token", "dialog"},
	"start":     {"text", "telegram", "token", "dialog", "key", "note", "place"},

	"transaction": {"text", "telegram", "token", "dialog", "key"},
}

// doors lists the files through which each library comes in.
var doors = map[string][]string{
	"gopkg.in/telebot.v3":                             {"telegram/bot.go", "telegram/dispatch.go", "telegram/route.go"},
	"github.com/redis/go-redis/v9":                    {"app/app.go", "app/config.go", "app/redis.go", "bottest/bottest.go", "dialog/dialog.go", "file/memory.go", "note/note.go", "photo/memory.go", "redistest/redistest.go", "start/early.go", "telegram/inbox.go", "telegram/leader.go", "token/store.go", "transaction/memory.go"},
	"github.com/nicksnyder/go-i18n/v2":                {"text/text.go", "text/error.go", "text/money.go"},
	"github.com/skip2/go-qrcode":                      {"start/qr.go"},
	"golang.org/x/text":                               {"text/text.go", "place/place.go", "place/currency.go"},
	"github.com/maypok86/otter/v2":                    {"cache/cache.go"},
	"golang.org/x/sync/singleflight":                  {"token/token.go"},
	"golang.org/x/sync/errgroup":                      {"app/run.go"},
	"github.com/kelseyhightower/envconfig":            {"app/config.go"},
	"github.com/prometheus/client_golang":             {"app/api.go", "app/app.go", "app/run.go", "telegram/bot.go", "telegram/metrics.go", "token/token.go", "token/user.go"},
	"financebot/deploy/dev":                           {"bottest/bottest.go", "redistest/redistest.go"},
	"financebot/bot-service/internal/app":             {"bottest/bottest.go"},
	"financebot/bot-service/internal/bottest":         {},
	"github.com/redis/go-redis/v9/maintnotifications": {"app/redis.go"},
}

func TestWallsStand(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		checkLength(t, file)
		if !strings.HasSuffix(file, "_test.go") {
			checkImports(t, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkLength(t *testing.T, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		lines++
	}
	if lines > maxLines {
		t.Errorf("%s: has %d lines; cut it by use case at %d", file, lines, maxLines)
	}
}

func checkImports(t *testing.T, file string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		checkFloor(t, file, imported)
		checkDoor(t, file, imported)
	}
}

func checkFloor(t *testing.T, file, imported string) {
	room := path.Dir(file)
	other, ours := strings.CutPrefix(imported, module)
	allowed, known := floors[room]
	switch {
	case !known && room != "app" && room != "bottest":
		t.Errorf("%s: the package %s has no place in the house; give it one here", file, room)
	case !known || !ours:
	case slices.Contains(features, room) && slices.Contains(features, other):
		t.Errorf("%s: the feature %s imports the feature %s", file, room, other)
	case !slices.Contains(allowed, other):
		t.Errorf("%s: %s may not import %s", file, room, other)
	}
}

func checkDoor(t *testing.T, file, imported string) {
	for library, through := range doors {
		if imported != library && !strings.HasPrefix(imported, library+"/") {
			continue
		}
		if !slices.Contains(through, file) {
			t.Errorf("%s: %s comes in only through %v", file, library, through)
		}
	}
}
