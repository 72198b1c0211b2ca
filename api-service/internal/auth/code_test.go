package auth

import (
	"bytes"
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"financebot/pkg/api"
)

func TestCodesAreDrawnFromTheirLetters(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 200 {
		for purpose, form := range map[string]string{
			purposeStart:            `^[A-Za-z0-9]{32}$`,
			api.PurposeTelegramLink: `^[A-Za-z0-9]{32}$`,
			api.PurposeWebLogin:     `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		} {
			c, text, err := newCode(purpose, noon, time.Minute)
			if err != nil || !regexp.MustCompile(form).MatchString(text) || seen[text] {
				t.Fatalf("%s: %q, %v", purpose, text, err)
			}
			seen[text] = true
			if !bytes.Equal(c.CodeHash, digest(text)) || bytes.Contains(c.CodeHash, []byte(text)) || !c.ExpiresAt.Equal(noon.Add(time.Minute)) {
				t.Fatalf("%s is kept as %+v", purpose, c)
			}
			short, err := c.typed()
			if err != nil || !regexp.MustCompile(`^[2-9A-HJKMNP-Z]{8}$`).MatchString(short) || seen[short] || !bytes.Equal(c.ShortHash, digest(short)) {
				t.Fatalf("typed: %q, %v", short, err)
			}
			seen[short] = true
		}
	}
}

func TestCodesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	const long, uuid = "abcdefghijklmnopqrstuvwxyz012345", "0b7c9b8e-6f0d-4f43-9f6e-0d8f7a1c2b3d"
	for text, want := range map[string]string{
		"ABCDEFGH": "ABCDEFGH", "abcdefgh": "ABCDEFGH", " abcd-efgh\n": "ABCDEFGH", "ABCD EFGH": "ABCDEFGH",
		"ABCD–EFGH": "ABCDEFGH", "a-b-c-d-e-f-g-h": "ABCDEFGH",
		long: long, " " + long + " ": long, uuid: uuid, "": "", "ABCDEFG": "ABCDEFG", "abcdefghi": "abcdefghi",
	} {
		if got := normalCode(text); got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

func FuzzNormalCode(f *testing.F) {
	for _, seed := range []string{"ABCD-EFGH", "abcdefgh", "", " ", "\xff", "ſſſſſſſſ", "abcdefghijklmnopqrstuvwxyz012345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := normalCode(text)
		if twice := normalCode(once); twice != once {
			t.Errorf("%q is read as %q, and that as %q", text, once, twice)
		}
		if utf8.ValidString(text) && len(once) > 2*len(text) {
			t.Errorf("%q grew to %q", text, once)
		}
	})
}

func TestWhoMayBeGuessedAtHasKeysOfHisOwn(t *testing.T) {
	t.Parallel()
	keys := map[string]bool{}
	for _, key := range []string{passwordKey("a@x.com"), passwordKey("b@x.com"), chatKey(1), userKey(1), placeKey("1")} {
		keys[key] = true
	}
	if len(keys) != 5 {
		t.Errorf("got %v", keys)
	}
	if passwordKey(" A@X.com ") != passwordKey("a@x.com") {
		t.Error("one account has two keys")
	}
}
