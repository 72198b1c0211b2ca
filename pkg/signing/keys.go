package signing

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"financebot/pkg/secret"
)

// MinSecret is the least length of a secret in bytes: as long as the hash it keys (RFC 2104 §3).
const MinSecret = 32

// Key is a named secret.
type Key struct {
	ID     string
	Secret secret.Text
}

// Keys is a ring: the first key signs, every key verifies, so that keys rotate without a failed call.
type Keys []Key

// ParseKeys reads "kid:secret[,kid:secret…]". Its errors name the key, never the secret.
func ParseKeys(text string) (Keys, error) {
	var keys Keys
	for i, part := range strings.Split(text, ",") {
		id, value, ok := strings.Cut(strings.TrimSpace(part), ":")
		if !ok || id == "" {
			return nil, fmt.Errorf("key %d: want kid:secret", i+1)
		}
		if len(value) < MinSecret {
			return nil, fmt.Errorf("key %q: the secret needs at least %d characters", id, MinSecret)
		}
		if _, twice := keys.Find(id); twice {
			return nil, fmt.Errorf("key %q is given twice", id)
		}
		keys = append(keys, Key{ID: id, Secret: secret.Text(value)})
	}
	return keys, nil
}

// Decode lets configuration read a ring from one variable.
func (k *Keys) Decode(text string) error {
	if text == "" {
		return errors.New("no key given")
	}
	keys, err := ParseKeys(text)
	if err != nil {
		return err
	}
	*k = keys
	return nil
}

// First is the key that signs.
func (k Keys) First() Key { return k[0] }

// Find is the key with the id; where there is none, a key that costs the same to use.
func (k Keys) Find(id string) (Key, bool) {
	for _, key := range k {
		if key.ID == id {
			return key, true
		}
	}
	return Key{}, false
}

func (k Key) mac(text string) []byte {
	h := hmac.New(sha256.New, []byte(k.Secret.Reveal()))
	h.Write([]byte(text))
	return h.Sum(nil)
}
