package user

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
)

// constraints names what each refusal of the table means.
var constraints = postgres.Constraints{
	"users_email_key":         ErrEmailTaken,
	"users_telegram_id_key":   ErrChatTaken,
	"users_referral_code_key": errCodeDrawnTwice,
}

type store struct{ db *postgres.DB }

func (s store) create(ctx context.Context, u *User) error {
	return postgres.Explain(s.db.From(ctx).Create(u).Error, constraints)
}

// byID reads by hand what is read with every profile: reflection costs as much as the question.
func (s store) byID(ctx context.Context, id int64) (User, error) {
	var u User
	err := s.db.Row(ctx, `
		SELECT id, email, password_hash, password_until, telegram_id, username, first_name, last_name, is_active, email_verified, language,
			timezone, referral_code, referred_by, public_profile, photo_file_id, created_at, updated_at
		FROM users WHERE id = $1`, id).
		Scan(&u.ID, &u.Email, &u.PasswordHash, &u.PasswordUntil, &u.TelegramID, &u.Username, &u.FirstName, &u.LastName, &u.IsActive,
			&u.EmailVerified, &u.Language, &u.Timezone, &u.ReferralCode, &u.ReferredBy, &u.PublicProfile, &u.PhotoFileID,
			&u.CreatedAt, &u.UpdatedAt)
	return u, postgres.Missing(err, ErrUnknown)
}

func (s store) by(ctx context.Context, condition string, value any) (User, error) {
	var u User
	err := s.db.From(ctx).Where(condition, value).Take(&u).Error
	return u, postgres.Missing(err, ErrUnknown)
}

// like finds the users who go by a text: an address, a name in Telegram, or a number of theirs.
func (s store) like(ctx context.Context, text string, number int64, limit int) ([]User, error) {
	var users []User
	err := s.db.From(ctx).
		Where("lower(email) = ? OR lower(username) = ? OR id = ? OR telegram_id = ?",
			normalEmail(text), strings.ToLower(strings.TrimPrefix(text, "@")), number, number).
		Order("id").Limit(limit).Find(&users).Error
	return users, err
}

// lock finds a user whom nobody else changes until the transaction ends.
func (s store) lock(ctx context.Context, condition string, value any) (User, error) {
	var u User
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "NO KEY UPDATE"}).Where(condition, value).Take(&u).Error
	return u, postgres.Missing(err, ErrUnknown)
}

func (s store) save(ctx context.Context, u User) error {
	return postgres.Explain(s.db.From(ctx).Select("*").Omit("id", "created_at").Updates(&u).Error, constraints)
}

func (s store) delete(ctx context.Context, id int64) error {
	return s.db.From(ctx).Where("id = ?", id).Delete(&User{}).Error
}

func (s store) passReferrals(ctx context.Context, from, into int64, now time.Time) error {
	return s.db.From(ctx).Model(&User{}).Where("referred_by = ? AND id <> ?", from, into).
		Updates(map[string]any{"referred_by": into, "updated_at": now}).Error
}

// referral is a row of referrals.
type referral struct {
	FirstName string
	CreatedAt time.Time
}

func (s store) referrals(ctx context.Context, id int64, limit int) ([]referral, error) {
	var rows []referral
	err := s.db.From(ctx).Model(&User{}).Where("referred_by = ?", id).
		Order("created_at DESC").Limit(limit).Find(&rows).Error
	return rows, err
}
