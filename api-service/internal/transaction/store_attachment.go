package transaction

import (
	"context"

	"financebot/api-service/internal/postgres"
)

// attachmentLock is the first half of the advisory locks by which the room of a workspace is
// shared out to one after the other.
const attachmentLock = 7402

// attached tells what is there already, and keeps others of the workspace from adding to it
// until the transaction ends.
func (s store) attached(ctx context.Context, familyID, transactionID int64) (ofEntry int, ofFamily int64, err error) {
	err = s.db.From(ctx).Exec("SELECT pg_advisory_xact_lock(?, CAST(CAST(? AS bigint) % 2147483647 AS integer))", attachmentLock, familyID).Error
	if err != nil {
		return 0, 0, err
	}
	err = s.db.From(ctx).Raw(`SELECT count(*) FILTER (WHERE transaction_id = ?), coalesce(sum(size), 0) FROM attachments WHERE family_id = ?`,
		transactionID, familyID).Row().Scan(&ofEntry, &ofFamily)
	return ofEntry, ofFamily, err
}

func (s store) attach(ctx context.Context, a *Attachment) error {
	return s.db.From(ctx).Create(a).Error
}

func (s store) attachments(ctx context.Context, familyID, transactionID int64) ([]Attachment, error) {
	var all []Attachment
	err := s.db.From(ctx).Omit("content").Where("family_id = ? AND transaction_id = ?", familyID, transactionID).Order("id").Find(&all).Error
	return all, err
}

func (s store) attachment(ctx context.Context, familyID, transactionID, id int64) (Attachment, error) {
	var a Attachment
	err := s.db.From(ctx).Where("family_id = ? AND transaction_id = ? AND id = ?", familyID, transactionID, id).Take(&a).Error
	return a, postgres.Missing(err, ErrAttachmentUnknown)
}

// attachmentAfter is the next file of the workspace, whichever entry it is of.
func (s store) attachmentAfter(ctx context.Context, familyID, id int64) (Attachment, error) {
	var a Attachment
	err := s.db.From(ctx).Where("family_id = ? AND id > ?", familyID, id).Order("id").Take(&a).Error
	return a, postgres.Missing(err, ErrAttachmentUnknown)
}

func (s store) detach(ctx context.Context, familyID, transactionID, id int64) error {
	result := s.db.From(ctx).Exec("DELETE FROM attachments WHERE family_id = ? AND transaction_id = ? AND id = ?", familyID, transactionID, id)
	if result.Error == nil && result.RowsAffected == 0 {
		return ErrAttachmentUnknown
	}
	return result.Error
}

// sweepAttachments removes files whose entry is gone and can no longer come back.
func (s store) sweepAttachments(ctx context.Context) error {
	return s.db.From(ctx).Exec(`DELETE FROM attachments a
		WHERE NOT EXISTS (SELECT FROM transactions t WHERE t.family_id = a.family_id AND t.id = a.transaction_id)
			AND NOT EXISTS (SELECT FROM operations o WHERE o.family_id = a.family_id
				AND o.changes @> jsonb_build_array(jsonb_build_object('id', a.transaction_id)))`).Error
}
