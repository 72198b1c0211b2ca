package api

import (
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Chat is a private Telegram chat and the names its owner goes by. In a private chat the
// chat's id is the user's id (Bot API, Chat).
type Chat struct {
	ChatID    int64  `json:"chat_id" query:"chat_id" required:"true"`
	Username  string `json:"username,omitempty" query:"username"`
	FirstName string `json:"first_name,omitempty" query:"first_name"`
	LastName  string `json:"last_name,omitempty" query:"last_name"`
}

func (in Chat) check(c *errs.Check) {
	checkChatID(c, in.ChatID)
	c.Max(in.Username, "username", MaxName)
	c.Max(in.FirstName, "first_name", MaxName)
	c.Max(in.LastName, "last_name", MaxName)
}

// checkChatID refuses what is no private chat; ids have at most 52 significant bits (Bot API, Chat).
func checkChatID(c *errs.Check, id int64) {
	c.That(id != 0, "chat_id", "required", "This field is required.")
	c.That(id >= 0 && id < 1<<52, "chat_id", "invalid", "This is not the id of a private chat.")
}

// RegisterChat asks for the user of a chat, who is made where there is none.
type RegisterChat struct {
	Chat
	Language     string `json:"language,omitempty" query:"language" enum:"en,ro,ru"` // en where empty
	ReferralCode string `json:"referral_code,omitempty" query:"referral_code" description:"of who invited, for a new user"`
	Currency     string `json:"currency,omitempty" query:"currency" description:"that a new user's money is kept in; by the language where empty"`
	Timezone     string `json:"timezone,omitempty" query:"timezone" description:"of a new user, by its IANA name; UTC where empty"`
}

func (in RegisterChat) Validate() error {
	var c errs.Check
	in.check(&c)
	c.Max(in.ReferralCode, "referral_code", MaxCode)
	checkLanguage(&c, in.Language)
	c.That(in.Currency == "" || money.Known(in.Currency), "currency", "unknown", "This currency is not known.")
	if in.Timezone != "" {
		checkTimezone(&c, in.Timezone)
	}
	return c.Err()
}

// RegisteredChat answers RegisterChat; Created is false where the chat had a user.
type RegisteredChat struct {
	Success  bool   `json:"success"`
	Created  bool   `json:"created"`
	UserID   int64  `json:"user_id"`
	JWTToken string `json:"jwt_token"`
	Message  string `json:"message"`
}

// StartLink asks for a code that its owner confirms on the web.
type StartLink struct{ Chat }

func (in StartLink) Validate() error {
	var c errs.Check
	in.check(&c)
	return c.Err()
}

// StartedLink is the code of StartLink, which PUBLIC_URL/link asks for.
type StartedLink struct {
	Code      string `json:"code"`
	ExpiresIn int    `json:"expires_in" description:"seconds"`
}

// What becomes of the workspace of a chat's user that is linked to an account.
const (
	MergeKeep = "keep" // both workspaces stay, told apart by their names
	MergeJoin = "join" // all comes into the account's own workspace
)

// ConfirmLink binds the chat that started the code to the signed-in user.
// Where a chat id is given it must be that chat's.
type ConfirmLink struct {
	Merge     string `json:"merge,omitempty" enum:"keep,join"` // keep where empty
	Code      string `json:"code" required:"true"`
	ChatID    int64  `json:"chat_id,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

func (in ConfirmLink) Validate() error {
	if in.ChatID != 0 {
		var c errs.Check
		Chat{ChatID: in.ChatID, Username: in.Username, FirstName: in.FirstName, LastName: in.LastName}.check(&c)
		if err := c.Err(); err != nil {
			return err
		}
	}
	if err := checkMerge(in.Merge); err != nil {
		return err
	}
	return checkCode(in.Code)
}

// LinkChat binds a chat to the user who generated the code.
type LinkChat struct {
	Chat
	Code  string `json:"code" required:"true"`
	Merge string `json:"merge,omitempty" enum:"keep,join"` // keep where empty
}

func (in LinkChat) Validate() error {
	var c errs.Check
	in.check(&c)
	if err := c.Err(); err != nil {
		return err
	}
	if err := checkMerge(in.Merge); err != nil {
		return err
	}
	return checkCode(in.Code)
}

func checkMerge(merge string) error {
	var c errs.Check
	c.That(merge == "" || merge == MergeKeep || merge == MergeJoin, "merge", "unknown", "It is keep or join.")
	return c.Err()
}

// LinkedChat answers both ways of linking.
type LinkedChat struct {
	Success   bool      `json:"success"`
	UserID    int64     `json:"user_id"`
	JWTToken  string    `json:"jwt_token"`
	ExpiresAt time.Time `json:"expires_at"`
}

// LinkCode names a code that is looked at, not spent.
type LinkCode struct {
	Code string `json:"code" required:"true"`
}

func (in LinkCode) Validate() error { return checkCode(in.Code) }

// CheckedLink says of a started code only that it is good, and for how long.
type CheckedLink struct {
	Success   bool `json:"success"`
	ExpiresIn int  `json:"expires_in" description:"seconds"`
}

// Holdings is what a user who has only a chat takes along into the account he links to.
type Holdings struct {
	Accounts int `json:"accounts"`
	Entries  int `json:"entries"`
}

// LinkingChat is the chat behind a started code, for its owner to recognise. Moves is null
// where nobody registered the chat before. Holds is what the caller's account has already: where
// both have entries, a person should be asked whether to keep the two apart or to join them.
type LinkingChat struct {
	ChatID    int64     `json:"chat_id"`
	Username  string    `json:"username,omitempty"`
	FirstName string    `json:"first_name,omitempty"`
	LastName  string    `json:"last_name,omitempty"`
	Moves     *Holdings `json:"moves"`
	Holds     Holdings  `json:"holds"`
}

// LinkingUser is the account behind a generated code, for its owner to recognise.
type LinkingUser struct {
	Account string `json:"account" description:"masked: a…@example.com"`
}

// ChatID names a chat in the body.
type ChatID struct {
	ChatID int64 `json:"chat_id" query:"chat_id" required:"true"`
}

func (in ChatID) Validate() error {
	var c errs.Check
	checkChatID(&c, in.ChatID)
	return c.Err()
}

// ChatToken is an access token for a chat's user.
type ChatToken struct {
	Success     bool   `json:"success"`
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in" description:"seconds"`
	UserID      int64  `json:"user_id"`
}

// ChatUser tells whether a chat has a user; the id is null where it has none.
type ChatUser struct {
	Success bool   `json:"success"`
	UserID  *int64 `json:"user_id"`
	Linked  bool   `json:"linked"`
}

// TelegramChat is the chat that a call is about.
func (in Chat) TelegramChat() int64 { return in.ChatID }

// TelegramChat is the chat that a call is about.
func (in ChatID) TelegramChat() int64 { return in.ChatID }
