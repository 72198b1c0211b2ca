package auth

import (
	"crypto/rand"
	"math/big"
	"strings"
	"time"

	"github.com/google/uuid"

	"financebot/pkg/api"
)

// Purposes of codes that are not asked for by name.
const (
	purposeStart    = "telegram_start"
	purposeDeletion = "delete_user"
)

// Alphabets of codes: what people type has nothing that looks like something else.
const (
	longLetters  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	shortLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
	longLength   = 32
	shortLength  = 8
)

// Code is a single-use code of a user or of a chat. Only hashes of it are kept.
type Code struct {
	ID         int64
	Purpose    string
	CodeHash   []byte
	ShortHash  []byte // of the form that people type, where there is one
	UserID     *int64
	TelegramID *int64
	Username   string
	FirstName  string
	LastName   string
	FromChat   bool // whether a restricted session asked for it
	CreatedAt  time.Time
	ExpiresAt  time.Time
	UsedAt     *time.Time
}

// TableName is where codes are kept.
func (Code) TableName() string { return "auth_codes" }

// newCode is a code for a purpose, with its text.
func newCode(purpose string, now time.Time, life time.Duration) (Code, string, error) {
	text, err := draw(longLetters, longLength)
	if purpose == api.PurposeWebLogin {
		text = uuid.NewString()
	}
	return Code{Purpose: purpose, CodeHash: digest(text), CreatedAt: now, ExpiresAt: now.Add(life)}, text, err
}

// typed gives the code a second, short form for people to type.
func (c *Code) typed() (string, error) {
	short, err := draw(shortLetters, shortLength)
	c.ShortHash = digest(short)
	return short, err
}

// draw gives n letters, each equally likely.
func draw(letters string, n int) (string, error) {
	out := make([]byte, n)
	for i := range out {
		at, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			return "", err
		}
		out[i] = letters[at.Int64()]
	}
	return string(out), nil
}

// normalCode reads a code as people write it: short ones in any case, with or without dashes.
func normalCode(text string) string {
	text = strings.TrimSpace(text)
	bare := strings.ToUpper(strings.NewReplacer("-", "", " ", "", "–", "").Replace(text))
	if len(bare) == shortLength {
		return bare
	}
	return text
}
