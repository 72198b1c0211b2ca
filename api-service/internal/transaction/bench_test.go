package transaction

import (
	"encoding/json"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// BenchmarkPage is what a list costs beyond the database: fifty rows as an answer.
func BenchmarkPage(b *testing.B) {
	all, category := make([]Transaction, defaultLimit), int64(7)
	for i := range all {
		now := time.Date(2026, 2, 3, 4, 5, 6, 789_000, time.UTC)
		all[i] = Transaction{
			FamilyID: 12, ID: int64(1000 + i), Kind: api.Expense, AccountID: 34, Amount: money.Of(int64(1250+i), "MDL"),
			CategoryID: &category, Date: now.Truncate(24 * time.Hour), Note: "pâine și lapte", Payee: "Linella",
			Tags: []string{"home"}, CreatedBy: 5, Version: 1, CreatedAt: now, UpdatedAt: now,
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		page := api.Page[api.Transaction]{Items: make([]api.Transaction, 0, len(all)), NextCursor: all[len(all)-1].place().String()}
		for _, t := range all {
			page.Items = append(page.Items, toAPI(t))
		}
		if _, err := json.Marshal(page); err != nil {
			b.Fatal(err)
		}
	}
}
