package api

import "time"

// Account is where money lies.
type Account struct {
	ID        int64     `json:"id"`
	FamilyID  int64     `json:"family_id"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind" enum:"cash,bank,card,savings,credit,loan,investment"`
	Currency  string    `json:"currency"`
	Balance   string    `json:"balance" description:"decimal"`
	Archived  bool      `json:"archived"`
	CreatedAt time.Time `json:"created_at"`
}

// Category says what an entry was for.
type Category struct {
	ID       int64  `json:"id"`
	FamilyID int64  `json:"family_id"`
	ParentID *int64 `json:"parent_id"`
	Kind     string `json:"kind" enum:"income,expense"`
	Name     string `json:"name"`
	Emoji    string `json:"emoji"`
}
