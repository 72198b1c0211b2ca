package transaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"financebot/api-service/internal/cursor"
)

// columns of an entry, in the order in which scan reads them. The parts come along, so that a
// page is one question.
const columns = `t.family_id, t.id, t.kind, t.account_id, t.amount, t.currency, coalesce(t.to_account_id, 0),
	coalesce(t.to_amount, 0), coalesce(t.to_currency, ''), t.category_id, t.date, t.note, t.payee,
	CASE WHEN t.tags <> '{}' THEN to_json(t.tags) END,
	CASE WHEN t.is_split THEN (
		SELECT json_agg(json_build_object('CategoryID', s.category_id, 'Minor', s.amount, 'Note', s.note) ORDER BY s.position)
		FROM transaction_splits s WHERE s.family_id = t.family_id AND s.transaction_id = t.id) END,
	t.created_by, t.version, t.created_at, t.updated_at`

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
}

// list gives a page, newest first, and reads one entry more than asked to tell whether there is more.
func (s store) list(ctx context.Context, familyID int64, f filter) ([]Transaction, error) {
	where, args := f.conditions(familyID)
	args["limit"] = f.limit + 1
	return s.query(ctx, `SELECT `+columns+` FROM transactions t WHERE `+where+
		` ORDER BY t.date DESC, t.id DESC LIMIT @limit`, args)
}

// place is where an entry stands in a list.
func (t Transaction) place() cursor.Place { return cursor.Place{Date: t.Date, ID: t.ID} }

// conditions builds the filter from fixed texts only; values travel as arguments.
func (f filter) conditions(familyID int64) (string, map[string]any) {
	where := []string{"t.family_id = @family"}
	args := map[string]any{"family": familyID}
	add := func(given bool, condition, name string, value any) {
		if given {
			where, args[name] = append(where, condition), value
		}
	}
	add(f.kind != "", "t.kind = @kind", "kind", f.kind)
	add(f.account != 0, "(t.account_id = @account OR t.to_account_id = @account)", "account", f.account)
	add(f.category != 0, `(t.category_id = @category OR t.is_split AND EXISTS (SELECT FROM transaction_splits s
		WHERE s.family_id = t.family_id AND s.transaction_id = t.id AND s.category_id = @category))`, "category", f.category)
	add(f.tag != "", "t.tags @> ARRAY[CAST(@tag AS text)]", "tag", f.tag)
	add(f.author != 0, "t.created_by = @author", "author", f.author)
	add(!f.from.IsZero(), "t.date >= @from", "from", f.from)
	add(!f.to.IsZero(), "t.date <= @to", "to", f.to)
	add(f.currency != "", "t.currency = @currency", "currency", f.currency)
	add(f.atLeast != nil, "t.amount >= @at_least", "at_least", f.atLeast)
	add(f.atMost != nil, "t.amount <= @at_most", "at_most", f.atMost)
	add(f.text != "", `(t.note ILIKE @text OR t.payee ILIKE @text)`, "text", "%"+escapeLike(f.text)+"%")
	add(f.after.ID != 0, "(t.date, t.id) < (@after_date, @after_id)", "after_date", f.after.Date)
	args["after_id"] = f.after.ID
	return strings.Join(where, " AND "), args
}

// escapeLike makes a text mean itself in a LIKE pattern.
func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

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
		&t.CreatedBy, &t.Version, &t.CreatedAt, &t.UpdatedAt)
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
