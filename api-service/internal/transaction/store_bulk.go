package transaction

import (
	"context"
	"encoding/json"
	"slices"

	"financebot/pkg/api"
)

// bulk is how many entries one statement writes.
const bulk = 1000

// bulkRow is an entry on its way into a statement: database/sql has no arrays, so that rows
// travel as JSON.
type bulkRow struct {
	ID         int64    `json:"id"`
	Kind       string   `json:"kind"`
	Account    int64    `json:"account"`
	Amount     int64    `json:"amount"`
	Currency   string   `json:"currency"`
	ToAccount  *int64   `json:"to_account"`
	ToAmount   *int64   `json:"to_amount"`
	ToCurrency *string  `json:"to_currency"`
	Category   *int64   `json:"category"`
	Date       string   `json:"date"`
	Note       string   `json:"note"`
	Payee      string   `json:"payee"`
	Tags       []string `json:"tags"`
	IsSplit    bool     `json:"is_split"`
	Home       int64    `json:"home"`
	ExternalID string   `json:"external_id"`
	Print      string   `json:"print"`
	Moved      int64    `json:"moved"`
}

func newBulkRow(d Draft) bulkRow {
	r := bulkRow{
		ID: d.ID, Kind: d.Kind, Account: d.AccountID, Amount: d.Amount.Minor, Currency: d.Amount.Currency, Category: d.CategoryID,
		Date: d.Date.Format(api.DateForm), Note: d.Note, Payee: d.Payee, Tags: d.Tags, IsSplit: len(d.Splits) > 0,
		Home: d.home, ExternalID: d.ExternalID,
		Print: d.print, Moved: d.at.minor,
	}
	if d.ToAccountID != 0 {
		r.ToAccount, r.ToAmount, r.ToCurrency = &d.ToAccountID, &d.ToAmount.Minor, &d.ToAmount.Currency
	}
	return r
}

// bookAll writes entries, which get their numbers here, with what is known of where they came
// from. The balances are the caller's.
func (s store) bookAll(ctx context.Context, f *importFile, drafts []Draft) error {
	for some := range slices.Chunk(drafts, bulk) {
		if err := s.number(ctx, some); err != nil {
			return err
		}
		if err := s.bookSome(ctx, f, some); err != nil {
			return err
		}
	}
	return nil
}

// number gives drafts their ids, in their order.
func (s store) number(ctx context.Context, drafts []Draft) error {
	var ids []int64
	err := s.db.From(ctx).Raw(`
		WITH sequence AS MATERIALIZED (SELECT CAST(pg_get_serial_sequence('transactions', 'id') AS regclass) AS name)
		SELECT nextval(name) FROM sequence, generate_series(1, ?)`, len(drafts)).Scan(&ids).Error
	if err != nil {
		return err
	}
	slices.Sort(ids)
	for i := range drafts {
		drafts[i].ID = ids[i]
	}
	return nil
}

func (s store) bookSome(ctx context.Context, f *importFile, drafts []Draft) error {
	rows, splits := make([]bulkRow, 0, len(drafts)), []splitRow{}
	for _, d := range drafts {
		rows = append(rows, newBulkRow(d))
		for i, p := range d.Splits {
			splits = append(splits, splitRow{f.FamilyID, d.ID, i, p.CategoryID, p.Minor, p.Note})
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	err = s.db.From(ctx).Exec(`
		WITH r AS (
			SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r(id bigint, kind text, account bigint, amount bigint, currency text,
				to_account bigint, to_amount bigint, to_currency text, category bigint, date date, note text, payee text, tags json,
				is_split boolean, home bigint, external_id text, print text, moved bigint)
		), entries AS (
			INSERT INTO transactions (family_id, id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency,
				category_id, date, note, payee, tags, is_split, created_by, created_at, updated_at)
			SELECT @family, id, kind, account, amount, currency, to_account, to_amount, to_currency, category, date, note, payee,
				ARRAY(SELECT json_array_elements_text(tags)), is_split, @by, @now, @now FROM r
		)
		INSERT INTO imported_entries (family_id, transaction_id, import_id, account_id, external_id, print, date, amount)
		SELECT @family, id, CAST(@import AS uuid), home, external_id, decode(print, 'hex'), date, moved FROM r`,
		map[string]any{"rows": string(text), "family": f.FamilyID, "by": drafts[0].CreatedBy, "now": drafts[0].CreatedAt, "import": f.ID}).Error
	if err != nil || len(splits) == 0 {
		return explain(err)
	}
	return explain(s.db.From(ctx).Table("transaction_splits").CreateInBatches(&splits, bulk).Error)
}

// deleteAll takes entries away and gives what they were.
func (s store) deleteAll(ctx context.Context, familyID int64, ids []int64) (gone []Transaction, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db.Joining(ctx, len(ids), func(ctx context.Context) error {
		gone, err = s.query(ctx, deleteSQL+columns, map[string]any{
			"family": familyID, "ids": listJSON(ids), "least": slices.Min(ids), "most": slices.Max(ids),
		})
		return err
	})
	return gone, err
}

const deleteSQL = `
	DELETE FROM transactions t USING (SELECT CAST(i.value AS bigint) AS id FROM json_array_elements_text(CAST(@ids AS json)) i) i
	WHERE t.family_id = @family AND t.id = i.id AND t.id BETWEEN @least AND @most
	RETURNING `
