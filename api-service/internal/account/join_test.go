package account

import (
	"maps"
	"strings"
	"testing"
)

func TestComingAccountsAreToldApart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ă", 128)
	there := []Account{{ID: 1, Name: "Cash"}, {ID: 2, Name: "cash 2"}, {ID: 3, Name: "Card"}, {ID: 4, Name: long}}
	coming := []Account{{ID: 5, Name: "CASH"}, {ID: 6, Name: "Bank"}, {ID: 7, Name: "Card"}, {ID: 8, Name: long}, {ID: 9, Name: "Cash 3"}}
	want := map[int64]string{5: "CASH 3", 7: "Card 2", 8: strings.Repeat("ă", 126) + " 2", 9: "Cash 3 2"}
	if got := tellApart(coming, there); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAccountsThatHoldNothingStayBehindWhereTheirNameIsTaken(t *testing.T) {
	t.Parallel()
	there := []Account{{ID: 1, Name: "Cash"}}
	coming := []Account{{ID: 2, Name: "cash"}, {ID: 3, Name: "Cash", Opening: 5}, {ID: 4, Name: "Cash"}, {ID: 5, Name: "Bank"}}
	worth := worthMoving(coming, there, map[int64]bool{4: true})
	if len(worth) != 3 || worth[0].ID != 3 || worth[1].ID != 4 || worth[2].ID != 5 {
		t.Errorf("got %+v", worth)
	}
}
