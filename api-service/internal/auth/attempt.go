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

// The bounds: of passwords, and of codes that people type.
//
// A code that people type has 31⁸ ≈ 8.5·10¹¹ forms, lives for 15 minutes, and is wrong at most
// nine times a day for each chat, address or account: five times, and then after pauses of 1, 2,
// 4 and 8 hours. Against 10,000 codes alive at once, a thousand chats with a phone number each hit
// one with a chance of 9,000 · 10⁴ / 8.5·10¹¹, about 1 in 9,500 a day. So no count over everybody
// is needed, by which strangers could stop all others.
var (
	passwordGuesses = guesses{free: 5, pause: time.Second, longest: 15 * time.Minute, forget: 24 * time.Hour}
	codeGuesses     = guesses{free: 5, pause: time.Hour, longest: 12 * time.Hour, forget: 24 * time.Hour}
)

// guessable tells the codes whose tries are counted. The others, in links, are drawn from more
// than 10³⁶: counting those would only shut people out who open an old link.
func guessable(code string) bool { return len(code) == shortLength }

// passwordKey hides the address: unknown ones are counted too and need not be kept readable.
func passwordKey(email string) string {
	return "password:" + hexDigest(strings.ToLower(strings.TrimSpace(email)))
}

// deviceKey is of a device that has signed in before: what others try does not count there.
func deviceKey(session string) string { return "password:device:" + session }

// openKey is of those who are in already. Sessions that began with a code share one count,
// because each of them can make more.
func openKey(s Session) string {
	if s.ByPassword {
		return "password:session:" + s.ID
	}
	return "password:user:" + strconv.FormatInt(s.UserID, 10)
}

func chatKey(chatID int64) string { return "code:chat:" + strconv.FormatInt(chatID, 10) }
func userKey(userID int64) string { return "code:user:" + strconv.FormatInt(userID, 10) }
func placeKey(ip string) string   { return "code:ip:" + ip }
