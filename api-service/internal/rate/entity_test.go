package rate

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntityIsItsTable(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Rate](t, "exchange_rates")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	pgtest.Whole(t, toAPI(pgtest.Filled[Rate]()))
}
