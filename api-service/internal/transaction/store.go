package transaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/postgres"
)

// constraints names what each refusal of the tables means.
var constraints = postgres.Constraints{
	"transactions_account_id_fkey":        account.ErrUnknown,
	"transactions_to_account_id_fkey":     account.ErrUnknown,
	"transactions_category_id_fkey":       ErrCategoryUnknown,
	"transaction_splits_category_id_fkey": ErrCategoryUnknown,
	"categories_name_key":                 ErrCategoryTaken,
	"transactions_family_id_fkey":         account.ErrUnknown, // joined with another workspace a moment ago
	"categories_family_id_fkey":           ErrCategoryUnknown,
	"categories_parent_id_fkey":           ErrCategoryUnknown,
	"category_hints_category_id_fkey":     ErrCategoryUnknown,
}

type store struct{ db *postgres.DB }

// post books a new entry, moves the balances and notes the operation, all in one statement:
// the only one of this store that writes to accounts, because most of what is done here is this.
// Nothing happens where an account or the category cannot take the entry: posted is false then.
// The accounts are locked in the order of their ids, so that no two transfers wait for each other.
func (s store) post(ctx context.Context, t *Transaction, operationID string) (posted bool, err error) {
	args := t.columns()
	args["operation"], args["accounts"] = operationID, int64(len(t.effects()))
	err = s.db.Row(ctx, `
		WITH locked AS (
			SELECT id FROM accounts
			WHERE family_id = @family AND id IN (@account, @to_account) AND NOT archived
				AND (NOT @on_first OR id = (SELECT id FROM accounts WHERE family_id = @family AND NOT archived
					ORDER BY is_default DESC, id LIMIT 1))
			ORDER BY id FOR NO KEY UPDATE
		), fit AS (
			SELECT FROM locked
			HAVING count(*) = @accounts AND (CAST(@category AS bigint) IS NULL OR EXISTS (
				SELECT FROM categories WHERE family_id = @family AND id = @category AND kind = @kind))
		), moved AS (
			UPDATE accounts a SET balance = balance + CASE a.id WHEN @account THEN CAST(@delta AS bigint) ELSE CAST(@to_delta AS bigint) END
			FROM locked WHERE a.family_id = @family AND a.id = locked.id AND EXISTS (SELECT FROM fit)
		), entry AS (
			INSERT INTO transactions (family_id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency,
				category_id, date, note, payee, tags, is_split, created_by, created_at, updated_at)
			SELECT @family, @kind, @account, @amount, @currency, nullif(CAST(@to_account AS bigint), 0), nullif(CAST(@to_amount AS bigint), 0), nullif(@to_currency, ''),
				@category, @date, @note, @payee, ARRAY(SELECT json_array_elements_text(CAST(@tags AS json))),
				@is_split, @created_by, @created_at, @created_at
			FROM fit RETURNING id
		), noted AS (
			INSERT INTO operations (family_id, id, user_id, created_at, changes)
			SELECT @family, CAST(@operation AS uuid), @created_by, @created_at,
				jsonb_build_array(jsonb_build_object('id', id)) FROM entry
			ON CONFLICT (family_id, id) DO UPDATE SET changes = operations.changes || excluded.changes
		)
		SELECT id FROM entry`, postgres.Named(args)).Scan(&t.ID)
	t.Version = 1
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, explain(err)
}

// columns are the entry's values by the names that statements use.
func (t Transaction) columns() map[string]any {
	effects := t.effects()
	return map[string]any{
		"family": t.FamilyID, "id": t.ID, "kind": t.Kind, "account": t.AccountID,
		"on_first": t.onFirst, "amount": t.Amount.Minor, "currency": t.Amount.Currency, "delta": effects[t.AccountID],
		"to_account": t.ToAccountID, "to_amount": t.ToAmount.Minor, "to_currency": t.ToAmount.Currency,
		"to_delta": effects[t.ToAccountID], "category": t.CategoryID, "date": t.Date, "note": t.Note, "payee": t.Payee,
		"tags": listJSON(t.Tags), "is_split": len(t.Splits) > 0, "created_by": t.CreatedBy, "version": t.Version,
		"created_at": t.CreatedAt, "updated_at": t.UpdatedAt,
	}
}

// listJSON is how many values travel as one argument: database/sql has no arrays.
func listJSON[T int64 | string](all []T) string {
	if len(all) == 0 {
		return "[]"
	}
	text, _ := json.Marshal(all) // of texts and numbers: it cannot fail
	return string(text)
}

// explain also knows the sum that does not fit (PostgreSQL, Appendix A: 22003).
func explain(err error) error {
	if postgres.OutOfRange(err) {
		return ErrRange
	}
	return postgres.Explain(err, constraints)
}

// save writes an entry over its last version, or brings a deleted one back.
func (s store) save(ctx context.Context, t Transaction) error {
	err := s.db.From(ctx).Exec(`
		INSERT INTO transactions (family_id, id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency,
			category_id, date, note, payee, tags, is_split, created_by, version, created_at, updated_at)
		VALUES (@family, @id, @kind, @account, @amount, @currency, nullif(CAST(@to_account AS bigint), 0), nullif(CAST(@to_amount AS bigint), 0), nullif(@to_currency, ''),
			@category, @date, @note, @payee, ARRAY(SELECT json_array_elements_text(CAST(@tags AS json))),
			@is_split, @created_by, @version, @created_at, @updated_at)
		ON CONFLICT (family_id, id) DO UPDATE SET
			kind = excluded.kind, account_id = excluded.account_id, amount = excluded.amount, currency = excluded.currency,
			to_account_id = excluded.to_account_id, to_amount = excluded.to_amount, to_currency = excluded.to_currency,
			category_id = excluded.category_id, date = excluded.date, note = excluded.note, payee = excluded.payee,
			tags = excluded.tags, is_split = excluded.is_split, version = excluded.version, updated_at = excluded.updated_at`,
		t.columns()).Error
	if err != nil {
		return explain(err)
	}
	return s.saveSplits(ctx, t)
}

// saveSplits replaces the parts of an entry.
func (s store) saveSplits(ctx context.Context, t Transaction) error {
	db := s.db.From(ctx)
	err := db.Exec("DELETE FROM transaction_splits WHERE family_id = ? AND transaction_id = ?", t.FamilyID, t.ID).Error
	if err != nil || len(t.Splits) == 0 {
		return err
	}
	return s.addSplits(ctx, t)
}

// splitRow is a row of transaction_splits.
type splitRow struct {
	FamilyID      int64
	TransactionID int64
	Position      int
	CategoryID    *int64
	Amount        int64
	Note          string
}

func (s store) addSplits(ctx context.Context, t Transaction) error {
	rows := make([]splitRow, 0, len(t.Splits))
	for i, p := range t.Splits {
		rows = append(rows, splitRow{t.FamilyID, t.ID, i, p.CategoryID, p.Minor, p.Note})
	}
	return explain(s.db.From(ctx).Table("transaction_splits").Create(&rows).Error)
}

// handOver makes the entries and operations of one author another's.
func (s store) handOver(ctx context.Context, familyID, from, into int64) error {
	for _, owned := range []struct{ table, column string }{
		{"transactions", "created_by"}, {"attachments", "created_by"}, {"operations", "user_id"}, {"imports", "user_id"},
	} {
		err := s.db.From(ctx).Exec("UPDATE "+owned.table+" SET "+owned.column+" = @into WHERE family_id = @family AND "+owned.column+" = @from",
			map[string]any{"into": into, "family": familyID, "from": from}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (s store) count(ctx context.Context, familyID int64) (int, error) {
	var n int
	err := s.db.From(ctx).Raw("SELECT count(*) FROM transactions WHERE family_id = ?", familyID).Scan(&n).Error
	return n, err
}

func (s store) delete(ctx context.Context, familyID, id int64) error {
	return s.db.From(ctx).Exec("DELETE FROM transactions WHERE family_id = ? AND id = ?", familyID, id).Error
}
