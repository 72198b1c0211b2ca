package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/api-service/internal/actor"
)

// How long a caller is let in by what was found out about him a moment before, and how much
// longer than that it is remembered that he changed.
const (
	passLife = 5 * time.Second
	voidLife = time.Minute
)

// Passes remember in Redis who was let in, so that the next calls need not ask the database.
// What is changed about a user voids his passes before the change is answered: each names the
// last voiding it knows of, and no other is good. While Redis is down nobody has a pass.
type Passes struct {
	cache *Cache
	key   []byte
	now   func() time.Time

	mu   sync.Mutex
	owed map[int64]bool // whose passes could not be voided yet
}

// NewPasses keeps passes in cache. They are signed with a key made from secret, so that who
// writes to Redis lets nobody in.
func NewPasses(cache *Cache, secret string, now func() time.Time) *Passes {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("passes"))
	return &Passes{cache: cache, key: mac.Sum(nil), now: now, owed: map[int64]bool{}}
}

// passKey is where the pass of a token lies: for routes outside all workspaces, for the active
// workspace or for the wanted one.
func passKey(who actor.Actor, route Route, wanted int64) string {
	where := "-"
	if route.Access == Family {
		where = strconv.FormatInt(wanted, 10)
	}
	return "api:pass:" + who.SessionID + ":" + strconv.FormatInt(who.Generation, 10) + ":" + where
}

func voidKey(userID int64) string { return "api:void:" + strconv.FormatInt(userID, 10) }

// open completes who from a pass as Redis gave it: signature, voiding, end, kind, restriction,
// workspace, role and zone, a line each. voiding is the last one of the user.
func (p *Passes) open(who actor.Actor, key, text, voiding string) (actor.Actor, bool) {
	signature, body, _ := strings.Cut(text, "\n")
	given, err := hex.DecodeString(signature)
	if err != nil || !hmac.Equal(given, p.sign(who.UserID, key, body)) {
		return who, false
	}
	lines := strings.Split(body, "\n")
	if len(lines) != 7 || lines[0] != voiding || p.owes(who.UserID) {
		return who, false
	}
	ends, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || p.now().UnixNano() >= ends {
		return who, false
	}
	who.Kind, who.Restricted, who.Role, who.Zone = lines[2], lines[3] == "true", actor.Role(lines[5]), lines[6]
	who.FamilyID, err = strconv.ParseInt(lines[4], 10, 64)
	return who, err == nil
}

// keep writes a pass for one who was let in. voiding was the last before that was found out.
func (p *Passes) keep(ctx context.Context, who actor.Actor, key, voiding string) {
	body := strings.Join([]string{
		voiding, strconv.FormatInt(p.now().Add(passLife).UnixNano(), 10), who.Kind, strconv.FormatBool(who.Restricted),
		strconv.FormatInt(who.FamilyID, 10), string(who.Role), who.Zone,
	}, "\n")
	text := hex.EncodeToString(p.sign(who.UserID, key, body)) + "\n" + body
	_ = p.cache.do(ctx, func(ctx context.Context, r redis.Cmdable) error { // without it the next call asks again
		return r.Set(ctx, key, text, passLife).Err()
	})
}

func (p *Passes) sign(userID int64, key, body string) []byte {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(strconv.FormatInt(userID, 10) + "\n" + key + "\n" + body))
	return mac.Sum(nil)
}

// Void makes all passes of a user worthless. Where Redis cannot be told it is owed: this
// process believes no pass of his until Settle has told it.
func (p *Passes) Void(ctx context.Context, userID int64) {
	err := p.cache.do(context.WithoutCancel(ctx), func(ctx context.Context, r redis.Cmdable) error {
		return r.Set(ctx, voidKey(userID), rand.Text(), voidLife).Err()
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.owed[userID] = true
		return
	}
	delete(p.owed, userID)
}

// Settle tries again what Void could not do.
func (p *Passes) Settle(ctx context.Context) {
	for _, userID := range p.debts() {
		p.Void(ctx, userID)
	}
}

func (p *Passes) owes(userID int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.owed[userID]
}

func (p *Passes) debts() []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	users := make([]int64, 0, len(p.owed))
	for id := range p.owed {
		users = append(users, id)
	}
	return users
}
