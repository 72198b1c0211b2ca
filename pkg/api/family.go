package api

import (
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

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

// UpdateFamily changes what is given of a workspace. The base currency can be changed while the
// workspace is empty: without entries, and with its first account alone, which holds nothing. That
// account gives way to one of the same name in the new currency.
type UpdateFamily struct {
	ID           int64   `path:"id" json:"-"`
	BaseCurrency *string `json:"base_currency,omitempty"`
}

func (in UpdateFamily) Validate() error {
	var c errs.Check
	c.That(in.BaseCurrency == nil || money.Known(*in.BaseCurrency), "base_currency", "unknown", "This currency is not known.")
	return c.Err()
}
