package auth

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
)

// replaceCode keeps a code in place of the owner's other one for the purpose.
func (s store) replaceCode(ctx context.Context, c Code) error {
	owner, condition := "user_id", "used_at IS NULL AND user_id IS NOT NULL"
	if c.TelegramID != nil {
		owner, condition = "telegram_id", "used_at IS NULL AND telegram_id IS NOT NULL"
	}
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:     []clause.Column{{Name: "purpose"}, {Name: owner}},
		TargetWhere: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: condition}}},
		DoUpdates: clause.AssignmentColumns([]string{
			"code_hash", "short_hash", "username", "first_name", "last_name", "from_chat", "created_at", "expires_at",
		}),
	}).Create(&c).Error
}

// code finds a code that is still good.
func (s store) code(ctx context.Context, purpose, text string, now time.Time) (Code, error) {
	var c Code
	h := digest(text)
	err := s.db.From(ctx).
		Where("(code_hash = ? OR short_hash = ?) AND purpose = ? AND used_at IS NULL AND expires_at > ?", h, h, purpose, now).
		Take(&c).Error
	return c, postgres.Missing(err, ErrCodeInvalid)
}

// spendCode makes a good code used. Of many at once, the database lets one have it.
func (s store) spendCode(ctx context.Context, purpose, text string, now time.Time) (Code, error) {
	c, err := s.code(ctx, purpose, text, now)
	if err != nil {
		return c, err
	}
	result := s.db.From(ctx).Model(&Code{}).Where("id = ? AND used_at IS NULL AND code_hash = ?", c.ID, c.CodeHash).
		Update("used_at", now)
	if result.Error == nil && result.RowsAffected == 0 {
		return c, ErrCodeInvalid
	}
	return c, result.Error
}

// voidCodes makes a user's codes worthless.
func (s store) voidCodes(ctx context.Context, userID int64) error {
	return s.db.From(ctx).Where("user_id = ? AND used_at IS NULL", userID).Delete(&Code{}).Error
}

// attempt counts a try against key, in one statement so that none slips by, and tells when
// the next may be made. ok is false where this one came too early; it is not counted then.
// No pause is a time long past, not now: of tries at the same moment each has its own now.
func (s store) attempt(ctx context.Context, key string, g guesses, now time.Time) (ok bool, until time.Time, err error) {
	var row struct{ PausedUntil time.Time }
	result := s.db.From(ctx).Raw(`
		INSERT INTO auth_attempts AS a (key, failures, paused_until, last_at) VALUES (@key, 1, to_timestamp(0), @now)
		ON CONFLICT (key) DO UPDATE SET
			failures = CASE WHEN a.last_at < @forgotten THEN 1 ELSE a.failures + 1 END,
			paused_until = CASE WHEN a.last_at < @forgotten OR a.failures + 1 < @free THEN to_timestamp(0)
				ELSE CAST(@now AS timestamptz) + least(@pause * power(2, least(a.failures + 1 - @free, 20)), @longest) * interval '1 second' END,
			last_at = @now
		WHERE a.paused_until <= @now
		RETURNING paused_until`,
		map[string]any{
			"key": key, "now": now, "forgotten": now.Add(-g.forget), "free": g.free,
			"pause": g.pause.Seconds(), "longest": g.longest.Seconds(),
		}).Scan(&row)
	if result.Error != nil || result.RowsAffected == 1 {
		return result.Error == nil, row.PausedUntil, result.Error
	}
	until, err = s.pausedUntil(ctx, key)
	return false, until, err
}

// pausedUntil is when key may be tried again; the zero time where it was never tried.
func (s store) pausedUntil(ctx context.Context, key string) (time.Time, error) {
	var row struct{ PausedUntil time.Time }
	err := s.db.From(ctx).Raw("SELECT paused_until FROM auth_attempts WHERE key = ?", key).Scan(&row).Error
	return row.PausedUntil, err
}

// forgive takes one try back that came to no verdict. A pause that the others earned stays:
// else a flood that makes some tries fail would lift it for the rest.
func (s store) forgive(ctx context.Context, key string, g guesses) error {
	return s.db.From(ctx).Exec(`
		UPDATE auth_attempts SET failures = greatest(failures - 1, 0),
			paused_until = CASE WHEN failures - 1 < ? THEN to_timestamp(0) ELSE paused_until END
		WHERE key = ?`, g.free, key).Error
}

// clear forgets all tries after one that was right.
func (s store) clear(ctx context.Context, key string) error {
	return s.db.From(ctx).Exec("DELETE FROM auth_attempts WHERE key = ?", key).Error
}

// sweep removes what no longer decides anything.
func (s store) sweep(ctx context.Context, now time.Time) error {
	for statement, before := range map[string]time.Time{
		"DELETE FROM request_nonces WHERE seen_at < ?": now.Add(-10 * time.Minute),
		"DELETE FROM auth_codes WHERE expires_at < ?":  now.Add(-24 * time.Hour),
		"DELETE FROM auth_attempts WHERE last_at < ?":  now.Add(-48 * time.Hour),
		"DELETE FROM sessions WHERE expires_at < ?":    now.Add(-sessionKept),
	} {
		if err := s.db.From(ctx).Exec(statement, before).Error; err != nil {
			return err
		}
	}
	return nil
}
