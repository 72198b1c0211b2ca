package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// create books an entry, moves the balance and notes the operation, as the API does, in one
// statement and nothing before it.
func (s server) create(r *http.Request, userID int64) (any, error) {
	var in api.CreateTransaction
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	tags := in.Tags
	if tags == nil {
		tags = []string{}
	}
	now := time.Now().UTC()
	t := api.Transaction{
		Kind: in.Kind, AccountID: in.AccountID, CategoryID: in.CategoryID, Date: in.Date, Note: in.Note, Payee: in.Payee,
		Tags: tags, Splits: []api.Split{}, CreatedBy: userID, Version: 1, OperationID: newUUID(), CreatedAt: now, UpdatedAt: now,
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	amount, err := money.Parse(string(in.Amount), in.Currency)
	if err != nil {
		return nil, err
	}
	day, err := time.Parse(api.DateForm, in.Date)
	if err != nil {
		return nil, err
	}
	delta := amount.Minor
	if in.Kind == api.Expense {
		delta = -delta
	}
	err = s.db.QueryRow(r.Context(), `
		WITH moved AS (
			UPDATE accounts SET balance = balance + $3 WHERE family_id = `+workspace+` AND id = $2 AND NOT archived
			AND currency = $6 RETURNING family_id
		), entry AS (
			INSERT INTO transactions (family_id, kind, account_id, amount, currency, category_id, date, note, payee, tags,
				created_by, created_at, updated_at)
			SELECT family_id, $4, $2, $5, $6, $7, $8, $9, $10, $11, $1, $12, $12 FROM moved RETURNING id, family_id
		), noted AS (
			INSERT INTO operations (family_id, id, user_id, created_at, changes)
			SELECT family_id, $13, $1, $12, jsonb_build_array(jsonb_build_object('id', id)) FROM entry
		)
		SELECT id, family_id FROM entry`,
		userID, in.AccountID, delta, in.Kind, amount.Minor, in.Currency, in.CategoryID, day, in.Note, in.Payee, tags, now, t.OperationID).
		Scan(&t.ID, &t.FamilyID)
	t.Amount, t.Currency = amount.Decimal(), amount.Currency
	return t, err
}

func newUUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // documented never to fail
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

var errRefused = errors.New("not let in")

func (s server) refresh(r *http.Request, _ int64) (any, error) {
	var in api.Refresh
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	c, err := s.tokens.read(in.RefreshToken, "refresh")
	if err != nil {
		return nil, err
	}
	next := rand.Text()
	done, err := s.db.Exec(r.Context(), `
		UPDATE sessions SET refresh_counter = refresh_counter + 1, previous_hash = refresh_hash, refresh_hash = $3,
			refreshed_at = now(), last_seen_at = now(), successor_used = false
		WHERE id = $1 AND refresh_hash = $2 AND revoked_at IS NULL AND expires_at > now()`, c.Session, digest(c.ID), digest(next))
	if err != nil {
		return nil, err
	}
	if done.RowsAffected() != 1 {
		return nil, errRefused
	}
	var out api.Refreshed
	out.AccessToken, out.RefreshToken, err = s.tokens.pair(c.user(), c.Session, next)
	out.ExpiresIn = int(time.Hour.Seconds())
	return out, err
}

func (s server) login(r *http.Request, _ int64) (any, error) {
	var in api.Login
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return nil, err
	}
	var (
		out  api.LoggedIn
		hash string
	)
	err := s.db.QueryRow(r.Context(), "SELECT id, password_hash FROM users WHERE lower(email) = lower($1)", in.Email).Scan(&out.UserID, &hash)
	if err != nil {
		return nil, err
	}
	if !s.matches(in.Password, hash) {
		return nil, errRefused
	}
	session, first := newUUID(), rand.Text()
	_, err = s.db.Exec(r.Context(), `
		INSERT INTO sessions (id, user_id, kind, device, ip, refresh_hash, refreshed_at, created_at, last_seen_at, expires_at)
		VALUES ($1, $2, 'web', $3, $4, $5, now(), now(), now(), now() + interval '30 days')`,
		session, out.UserID, r.UserAgent(), r.RemoteAddr, digest(first))
	if err != nil {
		return nil, err
	}
	out.AccessToken, out.RefreshToken, err = s.tokens.pair(out.UserID, session, first)
	out.ExpiresIn = int(time.Hour.Seconds())
	return out, err
}

// matches hashes as the API does, as many passwords at once as it.
func (s server) matches(password, phc string) bool {
	part := strings.Split(phc, "$")
	if len(part) != 6 {
		return false
	}
	var (
		memory, rounds uint32
		threads        uint8
	)
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &memory, &rounds, &threads); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(part[5])
	if err != nil {
		return false
	}
	s.hashing <- struct{}{}
	defer func() { <-s.hashing }()
	return subtle.ConstantTimeCompare(argon2.IDKey([]byte(password), salt, rounds, memory, threads, uint32(len(key))), key) == 1
}

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return bytes.Clone(sum[:])
}
