package transaction

import (
	"context"
	"time"

	"financebot/api-service/internal/postgres"
	"financebot/pkg/money"
)

// bankLessons are the meanings of cues, as far as somebody has told them.
func (s store) bankLessons(ctx context.Context, familyID int64, cues ...string) (map[string]string, error) {
	var lessons []struct{ Cue, Meaning string }
	err := s.db.From(ctx).Table("bank_lessons").Where("family_id = ? AND cue IN ?", familyID, cues).Find(&lessons).Error
	known := map[string]string{}
	for _, l := range lessons {
		known[l.Cue] = l.Meaning
	}
	return known, err
}

// holdBank has all other messages of banks of a workspace wait until the transaction of ctx ends.
func (s store) holdBank(ctx context.Context, familyID int64) error {
	return s.db.From(ctx).Exec("SELECT pg_advisory_xact_lock(hashtext('bank_messages'), hashint8(?))", familyID).Error
}

// bankBooked is the entry that a message was booked as; zero where it was not, or the entry is gone.
func (s store) bankBooked(ctx context.Context, familyID int64, digest []byte) (id int64, err error) {
	err = s.db.From(ctx).Raw(`SELECT t.id FROM bank_messages m JOIN transactions t
			ON t.family_id = m.family_id AND t.id IN (m.transaction_id, m.joined_id)
		WHERE m.family_id = ? AND m.digest = ?`, familyID, digest).Scan(&id).Error
	return id, err
}

// otherHalf is the entry that the other half of a transfer was booked as: the same sum the other way,
// at most a day apart, on another account in use, from a message of a bank; zero where there is none or
// several. One with attachments is left as it is: they are its own.
func (s store) otherHalf(ctx context.Context, t Transaction, kind string) (id int64, err error) {
	var ids []int64
	err = s.db.From(ctx).Raw(`SELECT t.id FROM bank_messages m JOIN transactions t
			ON t.family_id = m.family_id AND t.id = m.transaction_id
			JOIN accounts a ON a.family_id = t.family_id AND a.id = t.account_id AND NOT a.archived
		WHERE NOT EXISTS (SELECT FROM attachments x WHERE x.family_id = t.family_id AND x.transaction_id = t.id)
			AND m.family_id = @family AND m.half AND t.kind = @kind AND t.amount = @amount AND t.currency = @currency
			AND t.account_id <> @account AND t.date BETWEEN CAST(@day AS date) - 1 AND CAST(@day AS date) + 1
		LIMIT 2`, map[string]any{
		"family": t.FamilyID, "kind": kind, "amount": t.Amount.Minor, "currency": t.Amount.Currency,
		"account": t.AccountID, "day": t.Date,
	}).Scan(&ids).Error
	if err != nil || len(ids) != 1 {
		return 0, err
	}
	return ids[0], nil
}

// noteBank remembers that a message was booked.
func (s store) noteBank(ctx context.Context, familyID int64, digest []byte, entry int64, half bool, now time.Time) error {
	return s.db.From(ctx).Exec(`INSERT INTO bank_messages (family_id, digest, transaction_id, half, created_at)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (family_id, digest) DO UPDATE SET transaction_id = excluded.transaction_id, joined_id = NULL, half = excluded.half, created_at = excluded.created_at`,
		familyID, digest, entry, half, now).Error
}

// joinBank notes the transfer that an entry's message became the first half of. What the message was
// booked as stays noted too: an undo of the transfer brings it back.
func (s store) joinBank(ctx context.Context, familyID, first, transfer int64) error {
	return s.db.From(ctx).Exec(`UPDATE bank_messages SET joined_id = ? WHERE family_id = ? AND transaction_id = ?`,
		transfer, familyID, first).Error
}

// learnBank remembers what a cue of a bank's messages means.
func (s store) learnBank(ctx context.Context, familyID int64, cue, meaning string, now time.Time) error {
	return s.db.From(ctx).Exec(`INSERT INTO bank_lessons (family_id, cue, meaning, updated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (family_id, cue) DO UPDATE SET meaning = excluded.meaning, updated_at = excluded.updated_at`,
		familyID, cue, meaning, now).Error
}

// balanceOf is what an account has, within the transaction of ctx.
func (s store) balanceOf(ctx context.Context, familyID, accountID int64) (m money.Money, err error) {
	err = s.db.Row(ctx, `SELECT balance, currency FROM accounts WHERE family_id = @family AND id = @account`,
		postgres.Named(map[string]any{"family": familyID, "account": accountID})).Scan(&m.Minor, &m.Currency)
	return m, err
}
