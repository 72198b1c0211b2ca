package family

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
)

// member is a row of family_members.
type member struct {
	FamilyID int64
	UserID   int64
	Role     actor.Role
	IsActive bool
	JoinedAt time.Time
}

// membership is a workspace as one of its members sees it.
type membership struct {
	Family
	Role     actor.Role
	IsActive bool
	Members  int
}

type store struct{ db *postgres.DB }

func (s store) create(ctx context.Context, f *Family) error {
	return s.db.From(ctx).Create(f).Error
}

func (s store) join(ctx context.Context, m member) error {
	return s.db.From(ctx).Table("family_members").Create(&m).Error
}

// membership is a user's place in a family, or in his active one for zero.
func (s store) membership(ctx context.Context, userID, familyID int64) (member, error) {
	q := s.db.From(ctx).Table("family_members").Where("user_id = ?", userID)
	if familyID != 0 {
		q = q.Where("family_id = ?", familyID)
	} else {
		q = q.Where("is_active")
	}
	var m member
	err := q.Take(&m).Error
	return m, postgres.Missing(err, ErrUnknown)
}

func (s store) memberships(ctx context.Context, userID int64) ([]membership, error) {
	var all []membership
	err := s.db.From(ctx).Table("families").
		Select("families.*, m.role, m.is_active, (SELECT count(*) FROM family_members o WHERE o.family_id = families.id) AS members").
		Joins("JOIN family_members m ON m.family_id = families.id").
		Where("m.user_id = ?", userID).Order("families.id").Find(&all).Error
	return all, err
}

// soleOwned lists the families that nobody else owns, and whether others work in them.
func (s store) soleOwned(ctx context.Context, userID int64) (ids []int64, shared bool, err error) {
	var rows []struct {
		FamilyID int64
		Others   int
	}
	err = s.db.From(ctx).Raw(`
		SELECT mine.family_id,
		       (SELECT count(*) FROM family_members o WHERE o.family_id = mine.family_id AND o.user_id <> mine.user_id) AS others
		FROM family_members mine
		WHERE mine.user_id = ? AND mine.role = 'owner'
		  AND NOT EXISTS (SELECT FROM family_members o
		                  WHERE o.family_id = mine.family_id AND o.user_id <> mine.user_id AND o.role = 'owner')`,
		userID).Scan(&rows).Error
	for _, r := range rows {
		ids, shared = append(ids, r.FamilyID), shared || r.Others > 0
	}
	return ids, shared, err
}

// ranks orders the roles as actor.Role does, lowest first.
const ranks = "array_position(ARRAY['viewer', 'member', 'admin', 'owner'], "

// handOver gives a user's memberships to another, who works in none of them afterwards.
func (s store) handOver(ctx context.Context, from, into int64) error {
	for _, statement := range []string{
		"UPDATE family_members SET is_active = false WHERE user_id IN (@from, @into)",
		"UPDATE family_members i SET role = f.role FROM family_members f" +
			" WHERE i.user_id = @into AND f.user_id = @from AND f.family_id = i.family_id" +
			" AND " + ranks + "f.role) > " + ranks + "i.role)",
		"DELETE FROM family_members f USING family_members i" +
			" WHERE f.user_id = @from AND i.user_id = @into AND i.family_id = f.family_id",
		"UPDATE family_members SET user_id = @into WHERE user_id = @from",
	} {
		if err := s.db.From(ctx).Exec(statement, map[string]any{"from": from, "into": into}).Error; err != nil {
			return err
		}
	}
	return nil
}

func (s store) delete(ctx context.Context, id int64) error {
	return s.db.From(ctx).Where("id = ?", id).Delete(&Family{}).Error
}

func (s store) rename(ctx context.Context, id int64, name string) error {
	return s.db.From(ctx).Model(&Family{}).Where("id = ?", id).Update("name", name).Error
}

func (s store) setCurrency(ctx context.Context, id int64, currency string) error {
	return s.db.From(ctx).Model(&Family{}).Where("id = ?", id).Update("base_currency", currency).Error
}

// activate makes a user work in one of his workspaces. First he works in none: the database
// holds at each moment that there are no two.
func (s store) activate(ctx context.Context, userID, id int64) error {
	for _, statement := range []string{
		"UPDATE family_members SET is_active = false WHERE user_id = @user AND is_active AND family_id <> @id",
		"UPDATE family_members SET is_active = true WHERE user_id = @user AND family_id = @id",
	} {
		if err := s.db.From(ctx).Exec(statement, map[string]any{"user": userID, "id": id}).Error; err != nil {
			return err
		}
	}
	return nil
}

// own is the personal workspace that a user has alone, the active one before others.
func (s store) own(ctx context.Context, userID int64) (int64, error) {
	var ids []int64
	err := s.db.From(ctx).Raw(`
		SELECT f.id FROM families f JOIN family_members m ON m.family_id = f.id
		WHERE m.user_id = ? AND m.role = 'owner' AND f.kind = 'personal'
			AND NOT EXISTS (SELECT FROM family_members o WHERE o.family_id = f.id AND o.user_id <> m.user_id)
		ORDER BY m.is_active DESC, f.id LIMIT 1`, userID).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// hold locks families, always in the same order: whoever adds a row to one waits.
func (s store) hold(ctx context.Context, ids []int64) error {
	return s.db.From(ctx).Exec("SELECT FROM families WHERE id IN ? ORDER BY id FOR UPDATE", ids).Error
}
