package auth

import (
	"strconv"
	"strings"
	"time"
)

// guesses bounds what is tried against one thing that can be guessed.
type guesses struct {
	free    int           // tries before the first pause
	pause   time.Duration // the first pause; each is twice the one before
	longest time.Duration
	forget  time.Duration // after this long without a try, all is forgotten
}

// The bounds: of passwords by account, of codes by whoever tries them, and of codes by all together.
var (
	passwordGuesses = guesses{free: 5, pause: time.Second, longest: 15 * time.Minute, forget: 24 * time.Hour}
	codeGuesses     = guesses{free: 5, pause: time.Hour, longest: time.Hour, forget: time.Hour}
	allCodeGuesses  = guesses{free: 100, pause: time.Minute, longest: time.Minute, forget: time.Minute}
)

// passwordKey hides the address: unknown ones are counted too and need not be kept readable.
func passwordKey(email string) string {
	return "password:" + hexDigest(strings.ToLower(strings.TrimSpace(email)))
}

func chatKey(chatID int64) string { return "code:chat:" + strconv.FormatInt(chatID, 10) }
func userKey(userID int64) string { return "code:user:" + strconv.FormatInt(userID, 10) }
func placeKey(ip string) string   { return "code:ip:" + ip }

// allCodesKey is where everybody's wrong codes of a minute are counted together.
func allCodesKey(now time.Time) string {
	return "code:all:" + strconv.FormatInt(now.Unix()/60, 10)
}
