package auth

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"financebot/pkg/errs"
)

// common holds the passwords that are guessed first, one a line, lower case.
//
//go:embed common_passwords.txt
var common string

// Policy says which passwords are taken.
type Policy struct {
	MinLength int
	blocked   map[string]bool // nil where none is
}

// NewPolicy asks for a least length in characters and, where blocklist is set, refuses
// passwords that are guessed first.
func NewPolicy(minLength int, blocklist bool) Policy {
	p := Policy{MinLength: minLength}
	if blocklist {
		p.blocked = map[string]bool{}
		for line := range strings.Lines(common) {
			p.blocked[strings.TrimSpace(line)] = true
		}
	}
	return p
}

// checkOther tells what is wrong with a password that takes the place of another one.
func (p Policy) checkOther(field, password, other, email string) error {
	if password == other {
		var c errs.Check
		c.That(false, field, "same", "The new password must be another one.")
		return c.Err()
	}
	return p.check(field, password, email)
}

// check tells what is wrong with a password for field, knowing the address it would protect.
func (p Policy) check(field, password, email string) error {
	var c errs.Check
	c.That(utf8.RuneCountInString(password) >= p.MinLength, field, "too_short", "The password is too short.")
	if p.blocked != nil {
		lower := strings.ToLower(password)
		name, _, _ := strings.Cut(strings.ToLower(email), "@")
		easy := p.blocked[lower] || name != "" && (lower == name || lower == strings.ToLower(email))
		c.That(!easy, field, "too_common", "This password is among the first that are guessed.")
	}
	return c.Err()
}
