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
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/api-service/internal/actor"
)

// How long a caller is let in by what was found out about him a moment before, and how much
// longer than that it is remembered that he changed.
const (
	passLife = 5 * time.Second
	voidLife = time.Minute
	eraLife  = 24 * time.Hour
)

// eraKey is where the era lies that passes belong to.
const eraKey = "api:era"

// Passes remember in Redis who was let in, so that the next calls need not ask the database.
// What is changed about a user voids his passes before the change is answered: each names the
// last voiding it knows of, and no other is good. While Redis is down nobody has a pass. Whoever
// finds that Redis was away begins a new era before believing anything, and passes of an earlier
// one are worth nothing: they may have missed a voiding.
type Passes struct {
	cache *Cache
	key   []byte
	now   func() time.Time

	missed   atomic.Int64 // voidings that Redis could not be told of
	settled  atomic.Int64 // the doubts that the era of now has answered
	settling sync.Mutex
}

// NewPasses keeps passes in cache. They are signed with a key made from secret, so that who
// writes to Redis lets nobody in.
func NewPasses(cache *Cache, secret string, now func() time.Time) *Passes {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("passes"))
	p := &Passes{cache: cache, key: mac.Sum(nil), now: now}
	p.settled.Store(-1) // of what was before this process it knows nothing
	return p
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

// open completes who from a pass as Redis gave it: signature, state, end, kind, restriction,
// workspace, role and zone, a line each. state is the one of now.
func (p *Passes) open(who actor.Actor, key, text, state string) (actor.Actor, bool) {
	signature, body, _ := strings.Cut(text, "\n")
	given, err := hex.DecodeString(signature)
	if err != nil || !hmac.Equal(given, p.sign(who.UserID, key, body)) {
		return who, false
	}
	lines := strings.Split(body, "\n")
	if len(lines) != 7 || lines[0] != state || state == "" {
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

// keep writes a pass for one who was let in. state is of before that was found out.
func (p *Passes) keep(ctx context.Context, who actor.Actor, key, state string) {
	if state == "" {
		return
	}
	body := strings.Join([]string{
		state, strconv.FormatInt(p.now().Add(passLife).UnixNano(), 10), who.Kind, strconv.FormatBool(who.Restricted),
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

// Void makes all passes of a user worthless. Where Redis cannot be told, this process believes
// no pass at all until Settle has made all of them worthless.
func (p *Passes) Void(ctx context.Context, userID int64) {
	err := p.cache.insist(context.WithoutCancel(ctx), func(ctx context.Context, r redis.Cmdable) error {
		return r.Set(ctx, voidKey(userID), rand.Text(), voidLife).Err()
	})
	if err != nil {
		p.missed.Add(1)
	}
}

// Settle makes all passes worthless where this process has reason to doubt them: it could not
// void one, or a connection is new, and nobody knows what Redis missed before it.
func (p *Passes) Settle(ctx context.Context) {
	if !p.settling.TryLock() {
		return
	}
	defer p.settling.Unlock()

	for range insistence { // opening a connection for it is a doubt more
		doubts := p.doubts()
		if p.settled.Load() == doubts {
			return
		}
		err := p.cache.do(ctx, func(ctx context.Context, r redis.Cmdable) error {
			return r.Set(ctx, eraKey, rand.Text(), eraLife).Err()
		})
		if err != nil {
			return
		}
		p.settled.Store(doubts)
	}
}

// doubts are all reasons so far not to believe passes.
func (p *Passes) doubts() int64 { return p.cache.dials.Load() + p.missed.Load() }

// sure reports whether this process may believe passes.
func (p *Passes) sure() bool { return p.settled.Load() == p.doubts() }

// state is what a pass depends on, as Redis gave it: the era and the last voiding of its user.
// It is empty where passes are not to be believed, and none are to be written.
func (p *Passes) state(ctx context.Context, voiding, era string) string {
	if era == "" {
		p.missed.Add(1) // Redis lost it, and who knows what else
	}
	if !p.sure() {
		p.Settle(ctx)
		return ""
	}
	return era + " " + voiding
}
