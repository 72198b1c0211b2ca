package audit

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntityIsItsTable(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Entry](t, "audit_log")
}
