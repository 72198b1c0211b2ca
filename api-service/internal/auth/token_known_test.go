package auth

import (
	"strings"
	"testing"
	"time"
)

// remembering are tokens that remember, at a time that the test moves.
func remembering(at *time.Time) tokens {
	t := testTokens(firstKey)
	t.now, t.known = func() time.Time { return *at }, &known{}
	return t
}

func TestKnownTokenEndsInItsTime(t *testing.T) {
	t.Parallel()
	now := noon
	all := remembering(&now)
	text, err := all.access(session(t), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []struct {
		after time.Duration
		good  bool
	}{{0, true}, {time.Second, true}, {-time.Hour, false}, {time.Minute + 4*time.Second, true}, {time.Minute + 6*time.Second, false}, {0, true}} {
		now = noon.Add(at.after)
		if c, err := all.read(text, typeAccess); (err == nil) != at.good || at.good && c.Subject != "42" {
			t.Errorf("%v after it was signed: %v", at.after, err)
		}
	}
	if len(all.known.claims) != 1 {
		t.Errorf("%d tokens are known", len(all.known.claims))
	}
}

func TestKnownTokenPassesForNoOther(t *testing.T) {
	t.Parallel()
	now := noon
	all := remembering(&now)
	s := session(t)
	text, err := all.access(s, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := all.read(text, typeAccess); err != nil {
		t.Fatal(err)
	}
	if _, err := all.read(text, typeTelegram, typeRefresh); err == nil {
		t.Error("an access token passed for another type once it was known")
	}
	last := strings.LastIndexByte(text, '.')
	for _, forged := range []string{text[:last], text[:last+1], text + ".", text + "A", " " + text, strings.ToUpper(text), text[:last+1] + strings.Repeat("A", 43)} {
		if _, err := all.read(forged, typeAccess); err == nil {
			t.Errorf("%q passed beside a known token", forged)
		}
	}
	if len(all.known.claims) != 1 {
		t.Errorf("%d tokens are known: some are no good", len(all.known.claims))
	}
}

func TestRefreshTokensAreNotRemembered(t *testing.T) {
	t.Parallel()
	now := noon
	all := remembering(&now)
	text, err := all.refresh(session(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := all.read(text, typeRefresh); err != nil || len(all.known.claims) != 0 {
		t.Errorf("%v, %d known", err, len(all.known.claims))
	}
}

func TestKnownTokensAreBounded(t *testing.T) {
	t.Parallel()
	var k known
	for i := range 2*maxKnown + 10 {
		k.keep(strings.Repeat("x", i), claims{})
		if len(k.claims) > maxKnown {
			t.Fatalf("%d tokens are known", len(k.claims))
		}
	}
}
