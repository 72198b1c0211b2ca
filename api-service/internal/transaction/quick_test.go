package transaction

import (
	"strconv"
	"testing"

	"financebot/api-service/internal/account"
)

// Names of archived accounts are looked through only for a name that no open account has.
func TestArchivedAccountsCostNothingWhereAnOpenOneIsMeant(t *testing.T) {
	few := book{accounts: []account.Account{{ID: 1, Name: "Purse"}}}
	many := few
	for i := range 100 {
		many.archived = append(many.archived, account.Account{Name: "Old " + strconv.Itoa(i)})
	}
	cost := func(b book) float64 {
		return testing.AllocsPerRun(10, func() {
			if a, err := b.account("Purse", ""); a.ID != 1 || err != nil {
				t.Errorf("found %d, %v", a.ID, err)
			}
		})
	}
	if alone, among := cost(few), cost(many); among > alone {
		t.Errorf("%v allocations with 100 archived accounts, %v without", among, alone)
	}
}
