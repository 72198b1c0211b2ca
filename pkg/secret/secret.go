// Package secret holds text that must never be shown: keys, tokens, addresses with passwords.
package secret

import "log/slog"

const redacted = "[redacted]"

// Text is a secret. Printing, logging or encoding it shows that there is one, never what it is.
type Text string

// Reveal is the secret itself, for the one place that uses it.
func (t Text) Reveal() string { return string(t) }

// String hides the secret from %s and %v.
func (Text) String() string { return redacted }

// GoString hides the secret from %#v.
func (Text) GoString() string { return redacted }

// LogValue hides the secret from logs.
func (Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides the secret from encoders.
func (Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }
