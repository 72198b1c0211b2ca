package auth

import (
	"crypto/sha256"
	"sync"
	"time"
)

// leeway is how far the clocks of replicas may be apart.
const leeway = 5 * time.Second

// maxKnown bounds how many tokens are remembered; a few hundred bytes each.
const maxKnown = 8192

// known remembers the claims of tokens whose form and signature were found good: neither ever
// changes, and a bearer sends his with each call. What does change, the time and whether the
// session lives, is asked about each time. It holds hashes, so that it opens nothing. The zero
// value is ready; nil remembers nothing.
type known struct {
	mu     sync.RWMutex
	claims map[[sha256.Size]byte]claims
}

func (k *known) find(token string, now time.Time) (claims, bool) {
	if k == nil {
		return claims{}, false
	}
	sum := sha256.Sum256([]byte(token))
	k.mu.RLock()
	defer k.mu.RUnlock()
	c, ok := k.claims[sum]
	return c, ok && c.inTime(now)
}

// keep forgets all where there is no more room: who still calls is known again at once.
func (k *known) keep(token string, c claims) {
	if k == nil {
		return
	}
	sum := sha256.Sum256([]byte(token))
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.claims == nil || len(k.claims) >= maxKnown {
		k.claims = map[[sha256.Size]byte]claims{}
	}
	k.claims[sum] = c
}

// inTime asks of claims what the library asks when it reads them.
func (c claims) inTime(now time.Time) bool {
	return c.ExpiresAt != nil && now.Before(c.ExpiresAt.Add(leeway)) &&
		(c.NotBefore == nil || !now.Before(c.NotBefore.Add(-leeway))) &&
		(c.IssuedAt == nil || !now.Before(c.IssuedAt.Add(-leeway)))
}
