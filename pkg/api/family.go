package api

import "time"

// Family is a workspace: a person's own, a family's or a company's.
type Family struct {
	ID           int64     `json:"id"`
	Kind         string    `json:"kind" enum:"personal,family,company"`
	Name         string    `json:"name"`
	BaseCurrency string    `json:"base_currency"`
	TaxID        string    `json:"tax_id"`
	Role         string    `json:"role" enum:"owner,admin,member,viewer"` // the caller's
	Active       bool      `json:"active"`                                // whether requests work in it
	Members      int       `json:"members"`
	CreatedAt    time.Time `json:"created_at"`
}
