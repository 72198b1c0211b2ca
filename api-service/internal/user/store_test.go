package user

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
)

// What is read by hand is all there is of a user, column for column.
func TestUserIsReadWhole(t *testing.T) {
	t.Parallel()
	s, ctx := store{pgtest.Tx(t)}, context.Background()
	first := User{Email: new("first@example.com"), ReferralCode: "UP-FIRST1", Language: "en", Timezone: "UTC"}
	if err := s.create(ctx, &first); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	u := User{
		Email: new("ana@example.com"), PasswordHash: new("hash"), TelegramID: new(int64(7)), Username: "u", FirstName: "f", LastName: "l",
		IsActive: true, EmailVerified: true, Language: "ro", Timezone: "Europe/Chisinau", ReferralCode: "UP-ANA111", ReferredBy: &first.ID,
		PublicProfile: true, PhotoFileID: new("p"), PasswordUntil: new(at), CreatedAt: at, UpdatedAt: at.Add(time.Hour),
	}
	if err := s.create(ctx, &u); err != nil {
		t.Fatal(err)
	}
	got, err := s.byID(ctx, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	byGORM, err := s.by(ctx, "id = ?", u.ID)
	if err != nil || !reflect.DeepEqual(got, byGORM) {
		t.Errorf("got %+v, want %+v (%v)", got, byGORM, err)
	}
	for i, v := 0, reflect.ValueOf(got); i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("%s was not read", v.Type().Field(i).Name)
		}
	}
	if _, err := s.byID(ctx, u.ID+1000); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v, want %v", err, ErrUnknown)
	}
}

// When a user was changed is told by the service's clock: what it answers is what is read again.
func TestUserIsAnsweredAsKept(t *testing.T) {
	t.Parallel()
	db, now := pgtest.Tx(t), time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	s := New(db, func() time.Time { return now })
	first, err := s.Create(t.Context(), User{Email: new("first@example.com")}, "")
	if err != nil {
		t.Fatal(err)
	}
	brought, err := s.Create(t.Context(), User{Email: new("ana@example.com")}, first.ReferralCode)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Create(t.Context(), User{Email: new("other@example.com")}, "")
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	ctx := actor.With(t.Context(), actor.Actor{UserID: other.ID})
	answered, err := s.Update(ctx, api.UpdateUser{FirstName: new("Ana")}, func(User) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Get(ctx, other.ID); err != nil || !kept.UpdatedAt.Equal(now) || !answered.UpdatedAt.Equal(now) {
		t.Errorf("answered %s, kept %s, %v", answered.UpdatedAt, kept.UpdatedAt, err)
	}
	now = now.Add(time.Hour)
	if err := s.Absorb(ctx, first.ID, other.ID); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Get(ctx, brought.ID); err != nil || !kept.UpdatedAt.Equal(now) || *kept.ReferredBy != other.ID {
		t.Errorf("whom he brought: %+v, %v", kept, err)
	}
}
