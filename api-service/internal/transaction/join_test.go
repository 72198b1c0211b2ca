package transaction

import (
	"slices"
	"testing"

	"financebot/pkg/api"
)

func TestCategoriesOfOneNameBecomeOne(t *testing.T) {
	t.Parallel()
	under := func(id int64) *int64 { return &id }
	there := []Category{
		{ID: 1, Kind: api.Expense, Name: "Food"}, {ID: 2, Kind: api.Expense, Name: "Cafe", ParentID: under(1)},
		{ID: 3, Kind: api.Income, Name: "Gifts"}, {ID: 4, Kind: api.Expense, Name: "Car"},
	}
	coming := []Category{
		{ID: 11, Kind: api.Expense, Name: "food"}, {ID: 12, Kind: api.Expense, Name: "Cafe", ParentID: under(11)},
		{ID: 13, Kind: api.Expense, Name: "Gifts"}, {ID: 14, Kind: api.Expense, Name: "Bread", ParentID: under(11)},
		{ID: 15, Kind: api.Expense, Name: "Home"}, {ID: 16, Kind: api.Expense, Name: "Car", ParentID: under(15)},
		{ID: 17, Kind: api.Expense, Name: "Cafe"},
	}
	want := []twin{{12, 2}, {11, 1}}
	if got := twins(coming, there); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
