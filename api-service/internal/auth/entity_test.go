package auth

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntitiesAreTheirTables(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Session](t, "sessions")
	pgtest.SameColumns[Code](t, "auth_codes")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	s := pgtest.Filled[Session]()
	pgtest.Whole(t, ToAPI(s, s.ID))
	pgtest.Whole(t, ToAPI(s, "another"), "Current")
}
