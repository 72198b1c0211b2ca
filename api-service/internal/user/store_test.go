package user

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"financebot/api-service/internal/postgres/pgtest"
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
		PublicProfile: true, PhotoFileID: new("p"), CreatedAt: at, UpdatedAt: at.Add(time.Hour),
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
