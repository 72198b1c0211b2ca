package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

var errToken = errors.New("no valid token")

// claims are those of the API's tokens that count here.
type claims struct {
	Issuer    string   `json:"iss"`
	Audience  []string `json:"aud"`
	Subject   string   `json:"sub"`
	ID        string   `json:"jti"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	Session   string   `json:"sid"`
	Type      string   `json:"typ"`
}

func (c claims) user() int64 {
	id, _ := strconv.ParseInt(c.Subject, 10, 64) // who signed it wrote a number
	return id
}

// tokens reads and makes JSON Web Tokens with HS256 by hand (RFC 7519).
type tokens struct {
	kid    string
	secret []byte
}

func (t tokens) mac(text string) []byte {
	h := hmac.New(sha256.New, t.secret)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func (t tokens) read(text, typ string) (claims, error) {
	var c claims
	at := strings.LastIndexByte(text, '.')
	_, body, ok := strings.Cut(text[:max(at, 0)], ".")
	if !ok {
		return c, errToken
	}
	given, err := base64.RawURLEncoding.DecodeString(text[at+1:])
	if err != nil || !hmac.Equal(given, t.mac(text[:at])) {
		return c, errToken
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(raw, &c) != nil || c.Type != typ || time.Now().Unix() > c.Expires {
		return c, errToken
	}
	return c, nil
}

func (t tokens) sign(userID int64, session, typ, id string, life time.Duration) (string, error) {
	now := time.Now()
	body, err := json.Marshal(claims{
		Issuer: "finance-bot", Audience: []string{"finance-bot-api"}, Subject: strconv.FormatInt(userID, 10), ID: id,
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: now.Add(life).Unix(), Session: session, Type: typ,
	})
	if err != nil {
		return "", err
	}
	head := `{"alg":"HS256","kid":"` + t.kid + `","typ":"JWT"}`
	text := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString(body)
	return text + "." + base64.RawURLEncoding.EncodeToString(t.mac(text)), nil
}

// pair is what opens the API and what gets the next pair.
func (t tokens) pair(userID int64, session, refreshID string) (access, refresh string, err error) {
	if access, err = t.sign(userID, session, "access", rand.Text(), time.Hour); err != nil {
		return "", "", err
	}
	refresh, err = t.sign(userID, session, "refresh", refreshID, 720*time.Hour)
	return access, refresh, err
}
