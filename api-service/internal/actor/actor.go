// Package actor says who acts: middleware puts it into the context, use cases read it.
package actor

import (
	"context"

	"financebot/pkg/signing"
)

// Kinds of sessions.
const (
	Web      = "web"
	Telegram = "telegram"
)

// Actor is a signed-in user at work in a workspace.
type Actor struct {
	UserID     int64
	SessionID  string
	Generation int64  // of the session's tokens: how often they were refreshed
	Kind       string // of the session: Web or Telegram
	Restricted bool   // whether what matters most needs a better proof of who it is
	Zone       string // where he lives, as the IANA database names it; empty where nobody asked
	FamilyID   int64  // zero on routes that work in no workspace
	Role       Role
}

// Origin is where a request comes from, signed in or not.
type Origin struct {
	IP        string
	Device    string // the user agent
	RequestID string
	Signature *signing.Signature // of a verified client, else nil
}

type (
	actorKey  struct{}
	originKey struct{}
)

// With makes a the one who acts under ctx.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, actorKey{}, a) }

// From is the one who acts; its zero value is nobody.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// WithOrigin notes where the request under ctx comes from.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// OriginOf is where the request under ctx comes from.
func OriginOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}
