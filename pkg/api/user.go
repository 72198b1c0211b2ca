package api

import (
	"time"

	"financebot/pkg/errs"
)

// User is what a user sees of himself.
type User struct {
	ID            int64     `json:"id"`
	Email         *string   `json:"email"`
	EmailVerified bool      `json:"email_verified"`
	TelegramID    *int64    `json:"telegram_id"`
	Username      string    `json:"username"`
	FirstName     string    `json:"first_name"`
	LastName      string    `json:"last_name"`
	IsActive      bool      `json:"is_active"`
	Language      string    `json:"language" enum:"en,ro,ru"`
	Timezone      string    `json:"timezone"` // IANA name
	ReferralCode  string    `json:"referral_code"`
	ReferredBy    *int64    `json:"referred_by"`
	PublicProfile bool      `json:"public_profile"`
	PhotoFileID   *string   `json:"photo_file_id"`
	CreatedAt     time.Time `json:"created_at"`
	UpdatedAt     time.Time `json:"updated_at"`
}

// UpdateUser changes what is given and leaves the rest. IfMatch, where given, is the ETag of
// the user as the caller knows him: one who was changed since stays as he is.
type UpdateUser struct {
	IfMatch       string  `header:"If-Match" json:"-"`
	FirstName     *string `json:"first_name,omitempty"`
	LastName      *string `json:"last_name,omitempty"`
	Language      *string `json:"language,omitempty" enum:"en,ro,ru"`
	Timezone      *string `json:"timezone,omitempty"`
	PublicProfile *bool   `json:"public_profile,omitempty"`
}

func (in UpdateUser) Validate() error {
	var c errs.Check
	if in.FirstName != nil {
		c.Max(*in.FirstName, "first_name", MaxName)
	}
	if in.LastName != nil {
		c.Max(*in.LastName, "last_name", MaxName)
	}
	if in.Language != nil {
		c.Required(*in.Language, "language")
		checkLanguage(&c, *in.Language)
	}
	if in.Timezone != nil {
		checkTimezone(&c, *in.Timezone)
	}
	return c.Err()
}

func checkTimezone(c *errs.Check, name string) {
	_, err := time.LoadLocation(name)
	c.That(err == nil && name != "" && name != "Local", "timezone", "unknown", "This is not the name of a time zone.")
}

// Languages are those the product speaks, the first where nobody chose.
var Languages = []string{"en", "ro", "ru"}

func checkLanguage(c *errs.Check, language string) {
	for _, l := range Languages {
		if language == l {
			return
		}
	}
	c.That(language == "", "language", "unknown", "The language is en, ro or ru.")
}

// DeleteUser proves that it is the owner who asks: by the password, or by the code that
// RequestDeletion sent to the chat.
type DeleteUser struct {
	Password string `json:"password,omitempty"`
	Code     string `json:"code,omitempty"`
}

func (in DeleteUser) Validate() error {
	var c errs.Check
	c.That(in.Password != "" || in.Code != "", "password", "required", "The password or a code from the chat is required.")
	c.That(len(in.Password) <= MaxPassword, "password", "too_long", "The password is too long.")
	c.Max(in.Code, "code", MaxCode)
	return c.Err()
}

// PublicUser is what everyone may see of a user who allows it.
type PublicUser struct {
	FirstName   string    `json:"first_name"`
	Photo       *string   `json:"photo" description:"the address of a square JPEG; null where there is none"`
	MemberSince time.Time `json:"member_since"`
}

// PhotoMedias are the kinds of pictures that a photo is made of.
var PhotoMedias = []string{"image/jpeg", "image/png"}

// MaxPhoto is how many bytes such a picture has at most.
const MaxPhoto = 1 << 20

// SetPhoto gives the caller another photo. FileID is the name that the picture goes by where it
// comes from, by which a client knows whether it is there already.
type SetPhoto struct {
	FileID string `query:"file_id" json:"-" required:"true"`
	File   Upload `json:"-"`
}

func (in SetPhoto) Validate() error {
	var c errs.Check
	c.Required(in.FileID, "file_id")
	c.Max(in.FileID, "file_id", MaxName)
	c.That(len(in.File.Content) > 0, "file", "required", "The file is empty.")
	return c.Err()
}

// ByReferralCode picks a public page.
type ByReferralCode struct {
	Code string `path:"referral_code" json:"-"`
}

// Referral is somebody who registered with one's code.
type Referral struct {
	FirstName string    `json:"first_name"`
	JoinedAt  time.Time `json:"joined_at"`
}

// Referrals are who came, newest first, and by what they came.
type Referrals struct {
	Page[Referral]
	Code     string `json:"code"`
	DeepLink string `json:"deep_link" description:"opens the bot, and whoever registers there came by this code"`
	URL      string `json:"url" description:"the public page"`
}

// UserExport is all that is kept of a user, and of his workspaces.
type UserExport struct {
	ExportedAt time.Time  `json:"exported_at"`
	User       User       `json:"user"`
	Photo      []byte     `json:"photo" description:"a JPEG in base64; empty where there is none"`
	Families   []Family   `json:"families"`
	Accounts   []Account  `json:"accounts"`
	Categories []Category `json:"categories"`
	Sessions   []Session  `json:"sessions"`
	Referrals  []Referral `json:"referrals"`
	Audit      []Audit    `json:"audit"`
	Imports    []Import   `json:"imports"`

	CategoryHints []CategoryHint      `json:"category_hints"`
	ExchangeRates []ExchangeRate      `json:"exchange_rates"`
	Transactions  []Transaction       `json:"transactions"`
	Attachments   []AttachmentContent `json:"attachments"`
}

// Audit is one thing that was done to an account, kept for good.
type Audit struct {
	Action    string    `json:"action"`
	Detail    string    `json:"detail"`
	IP        string    `json:"ip"`
	CreatedAt time.Time `json:"created_at"`
}
