package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"financebot/api-service/internal/actor"
)

// passing is a caller with what Redis has of him.
type passing struct {
	t      *testing.T
	redis  *miniredis.Miniredis
	passes *Passes
	now    time.Time
	who    actor.Actor
	key    string
}

func newPassing(t *testing.T) *passing {
	t.Helper()
	p := &passing{
		t: t, redis: miniredis.RunT(t), now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC),
		who: actor.Actor{UserID: 7, SessionID: "session", Generation: 1, Kind: actor.Web, Zone: "Europe/Chisinau", FamilyID: 3, Role: actor.Member},
	}
	cache, err := OpenCache("redis://"+p.redis.Addr(), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	p.passes = NewPasses(cache, "secret", func() time.Time { return p.now })
	p.key = passKey(p.who, Route{Access: Family}, 0)
	p.passes.Settle(context.Background())
	return p
}

// state is the one that a request finds.
func (p *passing) state() string {
	voiding, _ := p.redis.Get(voidKey(7)) // empty where nothing was voided
	era, _ := p.redis.Get(eraKey)
	return p.passes.state(context.Background(), voiding, era)
}

// opens fails unless the pass that lies in Redis is good, or is none.
func (p *passing) opens(what string, want bool) {
	p.t.Helper()
	text, _ := p.redis.Get(p.key)
	p.opensWith(what, p.key, text, p.state(), want)
}

func (p *passing) opensWith(what, key, text, state string, want bool) {
	p.t.Helper()
	bare := actor.Actor{UserID: p.who.UserID, SessionID: "session", Generation: 1}
	got, ok := p.passes.open(bare, key, text, state)
	if ok != want || want && got != p.who {
		p.t.Errorf("%s: %v %+v, want %v", what, ok, got, want)
	}
}

func TestPassIsGoodUntilItIsVoided(t *testing.T) {
	t.Parallel()
	p, ctx := newPassing(t), context.Background()
	p.opens("none", false)
	before := p.state()
	p.passes.keep(ctx, p.who, p.key, before)
	p.opens("kept", true)
	p.passes.Void(ctx, 7)
	p.opens("voided", false)
	p.passes.keep(ctx, p.who, p.key, before)
	p.opens("found out before the voiding", false)
	p.passes.keep(ctx, p.who, p.key, p.state())
	p.opens("kept again", true)
	p.now = p.now.Add(passLife)
	p.opens("over", false)
	for _, key := range p.redis.Keys() {
		if p.redis.TTL(key) <= 0 {
			t.Errorf("%s never ends", key)
		}
	}
}

func TestPassCannotBeMadeUpOrMoved(t *testing.T) {
	t.Parallel()
	p, ctx := newPassing(t), context.Background()
	p.passes.keep(ctx, p.who, p.key, p.state())
	text, err := p.redis.Get(p.key)
	if err != nil {
		t.Fatal(err)
	}
	p.opensWith("as it is", p.key, text, p.state(), true)
	p.opensWith("another role", p.key, strings.Replace(text, "member", "owner", 1), p.state(), false)
	p.opensWith("another workspace", passKey(p.who, Route{Access: Family}, 4), text, p.state(), false)
	p.opensWith("without a signature", p.key, strings.SplitN(text, "\n", 2)[1], p.state(), false)
	p.opensWith("nonsense", p.key, "\n", p.state(), false)
	p.who.UserID = 8
	p.opensWith("another user", p.key, text, p.state(), false)
}

func TestVoidingIsMadeGoodWhenRedisIsBack(t *testing.T) {
	t.Parallel()
	p, ctx := newPassing(t), context.Background()
	before := p.state()
	p.passes.keep(ctx, p.who, p.key, before)
	p.redis.SetError("LOADING")
	p.passes.Void(ctx, 7)
	p.opens("owed", false)
	p.redis.SetError("")
	p.passes.cache.shut.Store(0) // as after its rest
	p.passes.Settle(ctx)
	if now := p.state(); now == "" || now == before {
		t.Errorf("it was not made good: %q after %q", now, before)
	}
	p.opens("made good", false)
	p.passes.keep(ctx, p.who, p.key, before)
	p.opens("found out before Redis was away", false)
	p.passes.keep(ctx, p.who, p.key, p.state())
	p.opens("kept again", true)
}

// A process that does not know what Redis missed believes no pass from before.
func TestPassesFromBeforeANewConnectionAreWorthNothing(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(p *passing){
		"Redis was away":      func(p *passing) { p.redis.Close(); _ = p.redis.Restart() },
		"Redis lost its keys": func(p *passing) { p.redis.Del(eraKey) },
		"the process is new": func(p *passing) {
			p.passes = NewPasses(p.passes.cache, "secret", func() time.Time { return p.now })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, ctx := newPassing(t), context.Background()
			p.passes.keep(ctx, p.who, p.key, p.state())
			p.opens("before", true)
			lose(p)
			_ = p.passes.cache.Ping(ctx) // as any request asks first
			p.opens("at once", false)
			p.opens("later", false)
			p.passes.keep(ctx, p.who, p.key, p.state())
			p.opens("kept again", true)
		})
	}
}
