package app_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/secret"
)

func ranMigrate(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := app.Migrate(t.Context(), args, &out)
	return out.String(), err
}

// A program on an older schema answers 500 to much: nobody should send it calls, and whoever asks
// hears what is missing. Nothing is taken back by a slip of the fingers.
func TestReadinessKnowsTheSchema(t *testing.T) {
	url := pgtest.URL(t)
	t.Setenv("DATABASE_URL", url)
	a := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text(url) })
	ready := func() apptest.Answer { return a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/readyz"}) }
	if got := ready(); got.Status != http.StatusOK {
		t.Fatalf("on its own schema: %d %s", got.Status, got.Text)
	}

	if _, err := ranMigrate(t, "down"); !errors.Is(err, app.ErrMigrateDown) || ready().Status != http.StatusOK {
		t.Fatalf("rows may go without a yes: %v", err)
	}
	out, err := ranMigrate(t, "down", "--yes")
	if err != nil || !strings.HasPrefix(out, "taken back: ") {
		t.Fatalf("got %q, %v", out, err)
	}
	name := strings.TrimSpace(strings.TrimPrefix(out, "taken back: "))
	if got := ready(); got.Status != http.StatusServiceUnavailable || !strings.Contains(got.Text, name) {
		t.Errorf("a step behind: %d %s", got.Status, got.Text)
	}

	if _, err := ranMigrate(t, "up"); err != nil || ready().Status != http.StatusOK {
		t.Errorf("up again: %v, %s", err, ready().Text)
	}
}

func TestReadinessWithoutAnySchema(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text(pgtest.Empty(t)) })
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/readyz"})
	if got.Status != http.StatusServiceUnavailable || !strings.Contains(got.Text, "0001_users.sql") {
		t.Errorf("got %d %s", got.Status, got.Text)
	}
}

// An older program on a newer schema says what it does not know, and is ready: an update goes on
// while the old one still answers.
func TestStatusNamesWhatANewerProgramMade(t *testing.T) {
	url := pgtest.URL(t)
	t.Setenv("DATABASE_URL", url)
	a := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text(url) })
	out, err := ranMigrate(t, "status")
	if err != nil || strings.Contains(out, "unknown") || strings.Contains(out, "pending") {
		t.Fatalf("on its own schema: %v\n%s", err, out)
	}

	const made = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9001, true)"
	if err := a.DB.From(t.Context()).Exec(made).Error; err != nil {
		t.Fatal(err)
	}
	if out, err := ranMigrate(t, "status"); err != nil || !strings.Contains(out, "unknown  9001") {
		t.Errorf("got %v\n%s", err, out)
	}
	if got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/readyz"}); got.Status != http.StatusOK {
		t.Errorf("got %d %s", got.Status, got.Text)
	}
}
