package transaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"financebot/api-service/internal/cursor"
)

// columns of an entry, in the order in which scan reads them. The parts come along, so that a
// page is one question; beyond marks a row that tells how far was looked.
const columns = stored + ", false AS beyond"

// stored are the columns that the table has.
const stored = `t.family_id, t.id, t.kind, t.account_id, t.amount, t.currency, coalesce(t.to_account_id, 0),
	coalesce(t.to_amount, 0), coalesce(t.to_currency, ''), t.category_id, t.date, t.note, t.payee,
	CASE WHEN t.tags <> '{}' THEN to_json(t.tags) END,
	CASE WHEN t.is_split THEN (
		SELECT json_agg(json_build_object('CategoryID', s.category_id, 'Minor', s.amount, 'Note', s.note) ORDER BY s.position)
		FROM transaction_splits s WHERE s.family_id = t.family_id AND s.transaction_id = t.id) END,
	t.created_by, t.version, t.created_at, t.updated_at`

// listPatience is the last guard: no list takes that long on a database that is well.
const listPatience = 2 * time.Second

// filter says which entries a list holds; zero fields do not restrict.
type filter struct {
	text, kind, tag   string
	account, category int64
	author            int64
	from, to          time.Time
	currency          string
	atLeast, atMost   *int64
	after             cursor.Place
	limit             int
	looks             int // how many candidates a page looks at; zero is the usual

	textIndex bool    // whether there is an index over texts
	accounts  []int64 // those kept in the currency, where the list goes by them
}

// page is a part of a list. Where it ended before it was full, next is how far was looked.
type page struct {
	entries []Transaction
	next    cursor.Place // zero at the end of the list
	looked  bool         // whether there may be more, though the page is not full
}

// list gives a page, newest first.
//
// One question reads a bounded number of entries, however large the workspace is and whatever is
// asked for: a stream of candidates comes off an index in the order of the list, and what else the
// filter says is asked of each of them, of so many at most.
func (s store) list(ctx context.Context, familyID int64, f filter) (page, error) {
	bounded, cancel := context.WithTimeout(ctx, listPatience)
	defer cancel()

	found, err := s.look(bounded, familyID, f)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return page{}, ErrSlow
	}
	return found, err
}

func (s store) look(ctx context.Context, familyID int64, f filter) (page, error) {
	if f.text != "" {
		f.textIndex = s.db.HasTextIndex(ctx)
	}
	if f.byCurrency() {
		var err error
		if f.accounts, err = s.accountsIn(ctx, familyID, f.currency); err != nil || len(f.accounts) == 0 {
			return page{}, err
		}
	}

	statement, args := f.statement(familyID)
	all, err := s.query(ctx, statement, args)
	return f.cut(all), err
}

// accountsIn are the accounts kept in a currency, which is that of all their entries.
func (s store) accountsIn(ctx context.Context, familyID int64, currency string) (ids []int64, err error) {
	err = s.db.From(ctx).Raw("SELECT id FROM accounts WHERE family_id = ? AND currency = ? ORDER BY id", familyID, currency).
		Scan(&ids).Error
	return ids, err
}

// cut makes a page of what was read: one entry more than asked tells that there is more, and the
// last entry that was looked at, where the page is not full, how far that was.
func (f filter) cut(all []Transaction) page {
	n := len(all)
	switch {
	case n > 0 && all[n-1].beyond:
		return page{entries: all[:n-1], next: all[n-1].place(), looked: true}
	case n > f.limit:
		return page{entries: all[:f.limit], next: all[f.limit-1].place()}
	}
	return page{entries: all}
}

// place is where an entry stands in a list.
func (t Transaction) place() cursor.Place { return cursor.Place{Date: t.Date, ID: t.ID} }

// lock reads an entry and keeps others from changing it until the transaction ends.
func (s store) lock(ctx context.Context, familyID, id int64) (Transaction, error) {
	return s.one(ctx, familyID, id, " FOR NO KEY UPDATE OF t")
}

func (s store) get(ctx context.Context, familyID, id int64) (Transaction, error) {
	return s.one(ctx, familyID, id, "")
}

// among gives those entries that have one of the ids, in the order of the ids.
func (s store) among(ctx context.Context, familyID int64, ids []int64) ([]Transaction, error) {
	return s.query(ctx, `SELECT `+columns+`
		FROM json_array_elements_text(CAST(@ids AS json)) WITH ORDINALITY AS i(id, place)
		JOIN transactions t ON t.family_id = @family AND t.id = CAST(i.id AS bigint)
		ORDER BY i.place`, map[string]any{"family": familyID, "ids": listJSON(ids)})
}

func (s store) one(ctx context.Context, familyID, id int64, suffix string) (Transaction, error) {
	all, err := s.query(ctx, `SELECT `+columns+` FROM transactions t WHERE t.family_id = @family AND t.id = @id`+suffix,
		map[string]any{"family": familyID, "id": id})
	if err != nil {
		return Transaction{}, err
	}
	if len(all) == 0 {
		return Transaction{}, ErrUnknown
	}
	return all[0], nil
}

// query reads rows by hand: lists are what is read most, and reflection costs a quarter of them.
func (s store) query(ctx context.Context, statement string, args map[string]any) ([]Transaction, error) {
	rows, err := s.db.From(ctx).Raw(statement, args).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []Transaction
	for rows.Next() {
		t, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

func scan(rows *sql.Rows) (Transaction, error) {
	var (
		t            Transaction
		tags, splits []byte
	)
	err := rows.Scan(&t.FamilyID, &t.ID, &t.Kind, &t.AccountID, &t.Amount.Minor, &t.Amount.Currency, &t.ToAccountID,
		&t.ToAmount.Minor, &t.ToAmount.Currency, &t.CategoryID, &t.Date, &t.Note, &t.Payee, &tags, &splits,
		&t.CreatedBy, &t.Version, &t.CreatedAt, &t.UpdatedAt, &t.beyond)
	if err != nil {
		return t, err
	}
	if tags != nil {
		if err := json.Unmarshal(tags, &t.Tags); err != nil {
			return t, err
		}
	}
	if splits != nil {
		if err := json.Unmarshal(splits, &t.Splits); err != nil {
			return t, err
		}
	}
	return t, nil
}
