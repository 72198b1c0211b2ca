package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"financebot/pkg/errs"
)

func TestHashIsAPHCStringThatVerifies(t *testing.T) {
	t.Parallel()
	h, ctx := NewHasher(2, StrongCost), context.Background()
	long := strings.Repeat("ș", 128)
	for _, password := range []string{"a long enough passphrase", " spaces ", long} {
		phc, err := h.Hash(ctx, password)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") || h.stale(phc) {
			t.Errorf("got %s", phc)
		}
		for try, want := range map[string]bool{password: true, password + "x": false, password[:len(password)-1]: false, "": false} {
			if ok, err := h.Verify(ctx, try, phc); ok != want || err != nil {
				t.Errorf("%q for %q: %v, %v", try, password, ok, err)
			}
		}
		if again, err := h.Hash(ctx, password); err != nil || again == phc {
			t.Errorf("the same salt twice: %v", err)
		}
	}
}

func TestUnknownUserCostsAHashAndNeverMatches(t *testing.T) {
	t.Parallel()
	h, ctx := NewHasher(1, StrongCost), context.Background()
	h.slots <- struct{}{} // taken: whatever hashes must wait
	waiting, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := h.Verify(waiting, "nobody", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("it was not hashed: %v", err)
	}
	<-h.slots
	for _, password := range []string{"nobody", "", "x"} {
		if ok, err := h.Verify(ctx, password, ""); ok || err != nil {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	if p, err := decodeHash(h.dummy); err != nil || h.stale(h.dummy) {
		t.Errorf("the dummy costs %+v, %v", p, err)
	}
}

// A row that somebody else wrote must cost nothing, whatever it asks for.
func TestPoisonedHashesAreNotComputed(t *testing.T) {
	t.Parallel()
	h := NewHasher(1, StrongCost)
	h.slots <- struct{}{} // taken: a computation would wait for it and be seen
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	const salt, key = "c2FsdHNhbHRzYWx0c2FsdA", "a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U"
	for _, phc := range []string{
		"$argon2id$v=19$m=8388608,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=131073,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=1000,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=255$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=256$" + salt + "$" + key,
		"$argon2id$v=19$m=0,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=0,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=0$" + salt + "$" + key,
		"$argon2id$v=19$m=-1,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=99999999999999999999,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=1,x=1$" + salt + "$" + key,
		"$argon2id$v=19$t=2,m=19456,p=1$" + salt + "$" + key,
		"$argon2id$v=16$m=19456,t=2,p=1$" + salt + "$" + key,
		"$argon2i$v=19$m=19456,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=1$$" + key,
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$",
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + strings.Repeat("a", 4000),
		"$argon2id$v=19$m=19456,t=2,p=1$" + strings.Repeat("a", 4000) + "$" + key,
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + key + "$more",
		"$argon2id$v=19$m=19456,t=2,p=1$not base64!$" + key,
		"$2a$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
		"plain text", "$", "$$$$$",
	} {
		if ok, err := h.Verify(canceled, "x", phc); ok || !errors.Is(err, errHashForm) {
			t.Errorf("%.60s: %v, %v", phc, ok, err)
		}
	}
}

func TestOlderParametersVerifyAndAreStale(t *testing.T) {
	t.Parallel()
	h, salt := NewHasher(1, StrongCost), []byte("saltsaltsaltsalt")
	b64 := base64.RawStdEncoding.EncodeToString
	for _, p := range []struct{ memory, time, threads, length uint32 }{
		{8 * 1024, 2, 1, 32}, {StrongCost.Memory, 1, 1, 32}, {StrongCost.Memory, 2, 2, 32}, {StrongCost.Memory, 2, 1, 16},
	} {
		key := argon2.IDKey([]byte("password"), salt, p.time, p.memory, uint8(p.threads), p.length)
		phc := fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.memory, p.time, p.threads, b64(salt), b64(key))
		if ok, err := h.Verify(context.Background(), "password", phc); !ok || err != nil || !h.stale(phc) {
			t.Errorf("%+v: %v, %v, stale %v", p, ok, err, h.stale(phc))
		}
	}
}

func TestFullQueueIsToldAtOnce(t *testing.T) {
	t.Parallel()
	h := NewHasher(1, StrongCost)
	for range cap(h.queue) {
		h.queue <- struct{}{}
	}
	_, err := h.Hash(context.Background(), "x")
	if e := errs.As(err); e == nil || !errors.Is(e, ErrBusy) || e.RetryAfter != queuePatience {
		t.Errorf("got %v", err)
	}
	if _, err := h.Verify(context.Background(), "x", ""); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
}

func TestSlotsAndPlacesAreGivenBack(t *testing.T) {
	t.Parallel()
	h := NewHasher(1, StrongCost)
	h.slots <- struct{}{}
	soon, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	if _, err := h.Hash(soon, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	<-h.slots
	if _, err := h.Hash(context.Background(), "x"); err != nil {
		t.Error(err)
	}
	if len(h.slots) != 0 || len(h.queue) != 0 {
		t.Errorf("%d slots and %d places stay taken", len(h.slots), len(h.queue))
	}
}

func TestPolicyRefusesWhatIsGuessedFirst(t *testing.T) {
	t.Parallel()
	for _, step := range []struct {
		policy   Policy
		password string
		email    string
		code     string
	}{
		{NewPolicy(8, true), "correct horse", "ana@example.com", ""},
		{NewPolicy(8, true), "șțîâășțî", "ana@example.com", ""},
		{NewPolicy(8, true), "șțîâășț", "ana@example.com", "too_short"},
		{NewPolicy(8, true), "password", "ana@example.com", "too_common"},
		{NewPolicy(8, true), "PassWord", "ana@example.com", "too_common"},
		{NewPolicy(8, true), "Long.Name", "long.name@example.com", "too_common"},
		{NewPolicy(8, true), "long.name@EXAMPLE.com", "long.name@example.com", "too_common"},
		{NewPolicy(6, false), "test123", "ana@example.com", ""},
		{NewPolicy(6, false), "password", "password@example.com", ""},
		{NewPolicy(6, false), "12345", "ana@example.com", "too_short"},
	} {
		err := step.policy.check("password", step.password, step.email)
		code := ""
		if e := errs.As(err); e != nil {
			code = e.Fields[0].Code
		}
		if code != step.code {
			t.Errorf("%q for %s: got %q, want %q", step.password, step.email, code, step.code)
		}
	}
}
