package event

import (
	"context"
	"time"

	"financebot/api-service/internal/postgres"
)

// channel is where PostgreSQL tells of new events at their commit.
const channel = "events"

type store struct{ db *postgres.DB }

func (s store) add(ctx context.Context, e Event) error {
	if err := s.db.From(ctx).Create(&e).Error; err != nil {
		return err
	}
	return s.db.From(ctx).Exec("SELECT pg_notify(?, '')", channel).Error
}

// settled stops before the oldest transaction still running: what it writes may come earlier
// in the order than what is already there (PostgreSQL, 9.27.7: pg_snapshot_xmin).
const settled = "xid < pg_snapshot_xmin(pg_current_snapshot())"

func (s store) after(ctx context.Context, c cursor, condition string, value any, limit int) ([]Event, error) {
	var events []Event
	err := s.db.From(ctx).Select("id, xid::text::bigint AS xid, kind, user_id, chat_id, data, created_at").
		Where("(xid, id) > (CAST(? AS text)::xid8, ?)", c.xidText(), c.id).
		Where(settled).Where(condition, value).
		Order("xid, id").Limit(limit).Find(&events).Error
	return events, err
}

// readUpTo remembers how far a client has read and gives that back; an empty cursor asks only.
func (s store) readUpTo(ctx context.Context, client, cursor string, now time.Time) (string, error) {
	var row struct{ Cursor string }
	err := s.db.From(ctx).Raw(`
		INSERT INTO event_readers AS r (client, cursor, updated_at) VALUES (@client, @cursor, @now)
		ON CONFLICT (client) DO UPDATE SET
			cursor = CASE WHEN @cursor = '' THEN r.cursor ELSE @cursor END, updated_at = @now
		RETURNING cursor`,
		map[string]any{"client": client, "cursor": cursor, "now": now}).Scan(&row).Error
	return row.Cursor, err
}

func (s store) sweep(ctx context.Context, before time.Time) error {
	return s.db.From(ctx).Where("created_at < ?", before).Delete(&Event{}).Error
}
