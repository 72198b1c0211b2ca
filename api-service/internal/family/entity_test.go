package family

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntitiesAreTheirTables(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Family](t, "families")
	pgtest.SameColumns[member](t, "family_members")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	pgtest.Whole(t, toAPI(pgtest.Filled[membership]()))
}
