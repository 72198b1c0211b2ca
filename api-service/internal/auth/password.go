package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// Cost is what a hash takes to compute.
type Cost struct{ Memory, Time uint32 } // KiB; passes over it

// StrongCost is OWASP's minimum for argon2id (Password Storage Cheat Sheet).
var StrongCost = Cost{Memory: 19 * 1024, Time: 2}

// The form of new hashes.
const (
	argonThreads = 1
	saltLength   = 16
	keyLength    = 32
)

// What a stored hash may ask for: enough for any parameters ever used here, far from harm.
const (
	maxMemory  = 128 * 1024 // KiB
	maxTime    = 8
	maxThreads = 4
)

// queueLength and queuePatience bound who waits for a slot, and for how long.
const (
	queueLength   = 32
	queuePatience = 2 * time.Second
)

var errHashForm = errors.New("auth: stored hash is not usable")

// Hasher computes argon2id hashes, as many at once as there are slots: a flood of logins
// must not take the memory.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	queue chan struct{}
	dummy string // the hash of nobody: what is compared with it costs as much
}

// NewHasher has a number of slots; one a core is fastest. New hashes have the cost.
func NewHasher(slots int, cost Cost) *Hasher {
	h := &Hasher{cost: cost, slots: make(chan struct{}, slots), queue: make(chan struct{}, slots+queueLength)}
	h.dummy = h.encode(make([]byte, saltLength), make([]byte, keyLength))
	return h
}

// Hash gives the PHC string of a password, or ErrBusy.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	var hash string
	err := h.inSlot(ctx, func() {
		hash = h.encode(salt, argon2.IDKey([]byte(password), salt, h.cost.Time, h.cost.Memory, argonThreads, keyLength))
	})
	return hash, err
}

// Verify compares a password with a PHC string. An empty string, for a user who does not exist
// or has no password, costs as much and never matches. It gives ErrBusy where there is no slot.
func (h *Hasher) Verify(ctx context.Context, password, phc string) (ok bool, err error) {
	known := phc != ""
	if !known {
		phc = h.dummy
	}
	p, err := decodeHash(phc)
	if err != nil {
		return false, err
	}
	err = h.inSlot(ctx, func() {
		key := argon2.IDKey([]byte(password), p.salt, p.time, p.memory, p.threads, uint32(len(p.key)))
		ok = subtle.ConstantTimeCompare(key, p.key) == 1 && known
	})
	return ok, err
}

// inSlot waits its turn, not long, behind few.
func (h *Hasher) inSlot(ctx context.Context, f func()) error {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return ErrBusy.After(queuePatience)
	}
	timer := time.NewTimer(queuePatience)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		f()
		return nil
	case <-timer.C:
		return ErrBusy.After(queuePatience)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// parsedHash is a PHC string taken apart.
type parsedHash struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

// stale reports whether a PHC string should be made anew with the parameters of today.
func (h *Hasher) stale(phc string) bool {
	p, err := decodeHash(phc)
	return err != nil || p.memory != h.cost.Memory || p.time != h.cost.Time || p.threads != argonThreads || len(p.key) != keyLength
}

func (h *Hasher) encode(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.cost.Memory, h.cost.Time, argonThreads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// decodeHash refuses parameters that would cost more than any hash of ours: a row may be poisoned.
func decodeHash(phc string) (parsedHash, error) {
	var p parsedHash
	part := strings.Split(phc, "$") // "", argon2id, v=…, m=…,t=…,p=…, salt, key
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errHashForm
	}
	const form = "m=%d,t=%d,p=%d"
	_, err := fmt.Sscanf(part[3], form, &p.memory, &p.time, &p.threads)
	if err != nil || part[3] != fmt.Sprintf(form, p.memory, p.time, p.threads) {
		return p, errHashForm
	}
	if p.memory == 0 || p.memory > maxMemory || p.time == 0 || p.time > maxTime || p.threads == 0 || p.threads > maxThreads {
		return p, errHashForm
	}
	if p.salt, err = base64.RawStdEncoding.Strict().DecodeString(part[4]); err != nil || len(p.salt) < 8 || len(p.salt) > 64 {
		return p, errHashForm
	}
	if p.key, err = base64.RawStdEncoding.Strict().DecodeString(part[5]); err != nil || len(p.key) < 16 || len(p.key) > 64 {
		return p, errHashForm
	}
	return p, nil
}
