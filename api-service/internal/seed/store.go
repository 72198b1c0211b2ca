package seed

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/transaction"
)

// tables that rows are put into; the lock on them keeps others from writing meanwhile.
const tables = "users, families, family_members, accounts, categories, transactions, transaction_splits, transaction_tags"

// Run makes what the options say in db, all of it or nothing. It gives ErrInhabited or ErrTooMuch.
func Run(ctx context.Context, db *postgres.DB, o Options) (Made, error) {
	if err := o.check(); err != nil {
		return Made{}, err
	}
	var made Made
	err := db.Load(ctx, func(l *postgres.Loading) (err error) {
		made, err = store{l, o}.run(ctx)
		return err
	})
	if err != nil {
		return Made{}, err
	}
	// Lists and sums are as fast as they should be only once the planner knows the tables, and
	// the index alone answers only for pages that were vacuumed.
	_, err = db.Pool().Exec(ctx, "VACUUM (ANALYZE) "+tables)
	return made, err
}

// store writes all tables in one transaction.
type store struct {
	*postgres.Loading
	o Options
}

func (s store) run(ctx context.Context) (Made, error) {
	if err := s.Exec(ctx, "LOCK TABLE "+tables+" IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		return Made{}, err
	}
	inhabited, err := s.Number(ctx, "SELECT count(*) FROM (SELECT FROM users LIMIT 1) u")
	if err != nil {
		return Made{}, err
	}
	if inhabited > 0 && !s.o.Add {
		return Made{}, ErrInhabited
	}
	all, first, err := s.settle(ctx)
	if err != nil {
		return Made{}, err
	}
	for _, copying := range []func(context.Context, []*household) error{s.people, s.workspaces, s.members, s.accounts, s.categories} {
		if err := copying(ctx, all); err != nil {
			return Made{}, err
		}
	}
	entries := s.entries
	if inhabited == 0 { // nobody is kept waiting
		entries = s.unguarded
	}
	splits, err := entries(ctx, all, first.entry)
	return Made{
		Families: len(all), Accounts: len(all) * accountsOfFamily, Categories: len(all) * len(all[0].categories),
		Entries: len(all) * s.o.Entries, Splits: splits,
		First: email(first.user), Last: email(first.user + int64(len(all)) - 1),
	}, err
}

// settle draws the ids and makes the families that go by them.
func (s store) settle(ctx context.Context) ([]*household, firsts, error) {
	var first firsts
	n := int64(s.o.Families)
	categories := int64(len(newHousehold(s.o, firsts{}, 0).categories))
	for _, draw := range []struct {
		table string
		to    *int64
		n     int64
	}{
		{"users", &first.user, n},
		{"families", &first.family, n},
		{"accounts", &first.account, n * accountsOfFamily},
		{"categories", &first.category, n * categories},
		{"transactions", &first.entry, max(1, n*int64(s.o.Entries))},
	} {
		var err error
		if *draw.to, err = s.Reserve(ctx, draw.table, draw.n); err != nil {
			return nil, first, fmt.Errorf("draw ids of %s: %w", draw.table, err)
		}
	}
	all := make([]*household, n)
	for i := range all {
		all[i] = newHousehold(s.o, first, int64(i))
	}
	return all, first, nil
}

// each gives a row for each of all.
func each[T any](all []T, row func(T) []any) func() []any {
	return func() []any {
		if len(all) == 0 {
			return nil
		}
		next := all[0]
		all = all[1:]
		return row(next)
	}
}

func (s store) people(ctx context.Context, all []*household) error {
	columns := []string{"id", "email", "password_hash", "email_verified", "first_name", "last_name", "language", "timezone",
		"referral_code", "created_at", "updated_at"}
	return s.Copy(ctx, "users", columns, each(all, func(h *household) []any {
		return []any{h.userID, email(h.userID), s.o.Hash, true, h.name[0], h.name[1], h.language, h.timezone,
			referralCode(h.userID), h.opened, h.opened}
	}))
}

// referralCode is another one for each user; the letters look drawn.
func referralCode(userID int64) string {
	const codes, step = 36 * 36 * 36 * 36 * 36 * 36, 1_327_217_885 // the step has no divisor in common with 36
	code := strings.ToUpper(strconv.FormatInt(userID*step%codes, 36))
	return "UP-" + strings.Repeat("0", 6-len(code)) + code
}

func (s store) workspaces(ctx context.Context, all []*household) error {
	return s.Copy(ctx, "families", []string{"id", "kind", "name", "base_currency", "created_at"},
		each(all, func(h *household) []any { return []any{h.familyID, "personal", h.workspace, h.currency, h.opened} }))
}

func (s store) members(ctx context.Context, all []*household) error {
	return s.Copy(ctx, "family_members", []string{"family_id", "user_id", "role", "is_active", "joined_at"},
		each(all, func(h *household) []any { return []any{h.familyID, h.userID, "owner", true, h.opened} }))
}

func (s store) accounts(ctx context.Context, all []*household) error {
	type row struct {
		h *household
		account
	}
	var rows []row
	for _, h := range all {
		for _, a := range h.accounts {
			rows = append(rows, row{h, a})
		}
	}
	return s.Copy(ctx, "accounts", []string{"family_id", "id", "name", "kind", "currency", "opening", "balance", "created_at"},
		each(rows, func(r row) []any {
			return []any{r.h.familyID, r.id, r.name, r.kind, r.currency, r.opening, r.balance, r.h.opened}
		}))
}

func (s store) categories(ctx context.Context, all []*household) error {
	var rows []transaction.Category
	for _, h := range all {
		rows = append(rows, h.categories...)
	}
	return s.Copy(ctx, "categories", []string{"family_id", "id", "kind", "name", "emoji", "created_at"},
		each(rows, func(c transaction.Category) []any {
			return []any{c.FamilyID, c.ID, c.Kind, c.Name, c.Emoji, c.CreatedAt}
		}))
}
