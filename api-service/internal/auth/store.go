package auth

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
	"financebot/pkg/signing"
)

type store struct{ db *postgres.DB }

// spendNonce remembers that a signature was used, in the transaction of what it was used for.
func (s store) spendNonce(ctx context.Context, kid, nonce string, now time.Time) error {
	err := s.db.From(ctx).Exec("INSERT INTO request_nonces (kid, nonce, seen_at) VALUES (?, ?, ?)", kid, nonce, now).Error
	return postgres.Explain(err, postgres.Constraints{"request_nonces_pkey": signing.ErrReplay})
}

// refuseSpent gives signing.ErrReplay where a signature was used.
func (s store) refuseSpent(ctx context.Context, kid, nonce string) error {
	var spent bool
	err := s.db.From(ctx).Raw("SELECT EXISTS (SELECT FROM request_nonces WHERE kid = ? AND nonce = ?)", kid, nonce).Scan(&spent).Error
	if err == nil && spent {
		return signing.ErrReplay
	}
	return err
}

func (s store) createSession(ctx context.Context, session Session) error {
	return s.db.From(ctx).Create(&session).Error
}

// keepChatSession begins the session of a chat, or prolongs the one that it has.
func (s store) keepChatSession(ctx context.Context, session Session) (Session, error) {
	err := s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:     []clause.Column{{Name: "telegram_id"}},
		TargetWhere: clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "kind = 'telegram' AND revoked_at IS NULL"}}},
		DoUpdates:   clause.AssignmentColumns([]string{"user_id", "expires_at", "last_seen_at", "device"}),
	}, clause.Returning{}).Create(&session).Error
	return session, err
}

func (s store) session(ctx context.Context, id string) (Session, error) {
	var session Session
	err := s.db.From(ctx).Where("id = ?", id).Take(&session).Error
	return session, postgres.Missing(err, ErrSessionEnded)
}

func (s store) lockSession(ctx context.Context, id string) (Session, error) {
	var session Session
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(&session).Error
	return session, postgres.Missing(err, ErrSessionEnded)
}

func (s store) saveRefresh(ctx context.Context, session Session) error {
	return s.db.From(ctx).Model(&Session{}).Where("id = ?", session.ID).Updates(map[string]any{
		"refresh_counter": session.RefreshCounter, "refresh_hash": session.RefreshHash,
		"previous_hash": session.PreviousHash, "refreshed_at": session.RefreshedAt,
		"successor_used": session.SuccessorUsed, "last_seen_at": session.LastSeenAt,
	}).Error
}

// saveSeen changes nothing where a refresh at the same moment begins another generation.
func (s store) saveSeen(ctx context.Context, session Session) error {
	return s.db.From(ctx).Model(&Session{}).
		Where("id = ? AND refresh_counter = ?", session.ID, session.RefreshCounter).
		Updates(map[string]any{"successor_used": session.SuccessorUsed, "last_seen_at": session.LastSeenAt}).Error
}

func (s store) liveSessions(ctx context.Context, userID int64, now time.Time) ([]Session, error) {
	var all []Session
	err := s.db.From(ctx).Where("user_id = ? AND revoked_at IS NULL AND expires_at > ?", userID, now).
		Order("last_seen_at DESC").Find(&all).Error
	return all, err
}

// which names some of a user's sessions; an empty field does not restrict.
type which struct {
	id, but    string
	restricted bool
}

// revoke ends sessions of a user and tells how many there were.
func (s store) revoke(ctx context.Context, userID int64, w which, reason string, now time.Time) (int64, error) {
	q := s.db.From(ctx).Model(&Session{}).Where("user_id = ? AND revoked_at IS NULL", userID)
	if w.id != "" {
		q = q.Where("id = ?", w.id)
	}
	if w.but != "" {
		q = q.Where("id <> ?", w.but)
	}
	if w.restricted {
		q = q.Where("restricted")
	}
	result := q.Updates(map[string]any{"revoked_at": now, "revoke_reason": reason})
	return result.RowsAffected, result.Error
}

// forgetDevices makes the devices that a user left no known ones any more.
func (s store) forgetDevices(ctx context.Context, userID int64) error {
	return s.db.From(ctx).Model(&Session{}).Where("user_id = ? AND revoke_reason = ?", userID, reasonLogout).
		Update("revoke_reason", "forgotten").Error
}
