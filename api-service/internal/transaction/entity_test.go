package transaction

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntityIsItsTable(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Category](t, "categories")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	pgtest.Whole(t, categoryToAPI(pgtest.Filled[Category]()))
	pgtest.Whole(t, toAPI(pgtest.Filled[Transaction]()), "OperationID")
	pgtest.Whole(t, changed(pgtest.Filled[Transaction](), "operation"))
}
