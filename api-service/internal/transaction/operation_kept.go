package transaction

import (
	"time"

	"financebot/pkg/money"
)

// keptChange is a Change as it lies in the database: with names of its own, so that none of ours
// can be changed without a thought to the rows, and the older replicas, that have it.
type keptChange struct {
	ID     int64      `json:"id"`
	Before *keptEntry `json:"before,omitempty"`
	Gone   bool       `json:"gone,omitempty"`
}

// keptEntry is an entry as it was. A name here is for good; a new field is empty in older rows.
type keptEntry struct {
	FamilyID    int64      `json:"FamilyID"`
	ID          int64      `json:"ID"`
	Kind        string     `json:"Kind"`
	AccountID   int64      `json:"AccountID"`
	Amount      keptMoney  `json:"Amount"`
	ToAccountID int64      `json:"ToAccountID"`
	ToAmount    keptMoney  `json:"ToAmount"`
	CategoryID  *int64     `json:"CategoryID"`
	Date        time.Time  `json:"Date"`
	Note        string     `json:"Note"`
	Payee       string     `json:"Payee"`
	Tags        []string   `json:"Tags"`
	Splits      []keptPart `json:"Splits"`
	CreatedBy   int64      `json:"CreatedBy"`
	Version     int64      `json:"Version"`
	CreatedAt   time.Time  `json:"CreatedAt"`
	UpdatedAt   time.Time  `json:"UpdatedAt"`
}

type keptMoney struct {
	Minor    int64  `json:"Minor"`
	Currency string `json:"Currency"`
}

type keptPart struct {
	CategoryID *int64 `json:"CategoryID"`
	Minor      int64  `json:"Minor"`
	Note       string `json:"Note"`
}

func keepAll(changes []Change) []keptChange {
	kept := make([]keptChange, 0, len(changes))
	for _, c := range changes {
		k := keptChange{ID: c.ID, Gone: c.Gone}
		if c.Before != nil {
			before := keepEntry(*c.Before)
			k.Before = &before
		}
		kept = append(kept, k)
	}
	return kept
}

func keepEntry(t Transaction) keptEntry {
	k := keptEntry{
		FamilyID: t.FamilyID, ID: t.ID, Kind: t.Kind, AccountID: t.AccountID, Amount: keptMoney(t.Amount),
		ToAccountID: t.ToAccountID, ToAmount: keptMoney(t.ToAmount), CategoryID: t.CategoryID,
		Date: t.Date, Note: t.Note, Payee: t.Payee, Tags: t.Tags,
		CreatedBy: t.CreatedBy, Version: t.Version, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
	}
	for _, part := range t.Splits {
		k.Splits = append(k.Splits, keptPart(part))
	}
	return k
}

// recall is the change as it was kept. An entry comes back where its operation is, which moved with
// its workspace if that was joined with another one.
func (k keptChange) recall(familyID int64) Change {
	c := Change{ID: k.ID, Gone: k.Gone}
	if k.Before != nil {
		before := k.Before.recall()
		before.FamilyID = familyID
		c.Before = &before
	}
	return c
}

func (k keptEntry) recall() Transaction {
	t := Transaction{
		FamilyID: k.FamilyID, ID: k.ID, Kind: k.Kind, AccountID: k.AccountID, Amount: money.Money(k.Amount),
		ToAccountID: k.ToAccountID, ToAmount: money.Money(k.ToAmount), CategoryID: k.CategoryID,
		Date: k.Date, Note: k.Note, Payee: k.Payee, Tags: k.Tags,
		CreatedBy: k.CreatedBy, Version: k.Version, CreatedAt: k.CreatedAt, UpdatedAt: k.UpdatedAt,
	}
	for _, part := range k.Splits {
		t.Splits = append(t.Splits, Part(part))
	}
	return t
}
