package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
)

// KeySize is how many bytes a key has.
const KeySize = 32

var errSealed = errors.New("token: not sealed with this key")

// box seals values with AES-256-GCM; the name under which a value is kept is sealed along, so
// that it opens nowhere else. Without a cipher it keeps values as they are.
type box struct{ gcm cipher.AEAD }

func newBox(key []byte) (*box, error) {
	if len(key) == 0 {
		return &box{}, nil
	}
	if len(key) != KeySize {
		return nil, fmt.Errorf("token: the key has %d bytes, not %d", len(key), KeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &box{gcm: gcm}, nil
}

func (b *box) seal(name, value string) (string, error) {
	if b.gcm == nil {
		return value, nil
	}
	nonce := make([]byte, b.gcm.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	return base64.RawStdEncoding.EncodeToString(b.gcm.Seal(nonce, nonce, []byte(value), []byte(name))), nil
}

// open gives errSealed for what was sealed with another key or name, changed, or never sealed.
func (b *box) open(name, sealed string) (string, error) {
	if b.gcm == nil {
		return sealed, nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < b.gcm.NonceSize() {
		return "", errSealed
	}
	nonce, rest := raw[:b.gcm.NonceSize()], raw[b.gcm.NonceSize():]
	value, err := b.gcm.Open(nil, nonce, rest, []byte(name))
	if err != nil {
		return "", errSealed
	}
	return string(value), nil
}
