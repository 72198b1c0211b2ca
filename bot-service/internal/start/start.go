// Package start is how a chat and the bot get to know each other: the welcome, registering,
// linking to an account and unlinking from it, and help on the way.
package start

import (
	"context"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/client"
)

// Kinds of questions.
const (
	askCode   = "start.code"
	askLink   = "start.link"
	askUnlink = "start.unlink"
)

// Feature answers for this package.
type Feature struct {
	API      *client.Client // signed, without a bearer
	Tokens   *token.Manager
	Users    *token.Users
	Dialogs  *dialog.Store
	Commands func() []string // what can be suggested for a mistyped command
	Pages    string          // the address that the web pages are below; empty where nobody said
}

// Register takes its commands, taps and texts. It takes every text, so it comes last.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("start", f.start)
	b.Command("help", f.help)
	b.Command("cancel", f.cancel)
	b.Unknown(f.unknown)
	b.Text(f.text)

	b.Command("register", f.register)
	b.Tap(tapRegister, f.register)

	b.Command("link", f.link)
	b.Tap(tapLink, f.link)
	b.Tap(tapLinkYes, f.linkYes)
	b.Tap(tapLinkNo, f.linkNo)

	b.Command("unlink", f.unlink)
	b.Tap(tapUnlinkYes, f.unlinkYes)
	b.Tap(tapUnlinkNo, f.unlinkNo)
}

func (f Feature) start(ctx context.Context, t *telegram.Turn) error {
	if code, ok := parseCode(t.Text); ok {
		return f.offer(ctx, t, code)
	}
	user, err := f.Users.User(ctx, t.Chat)
	if token.Stranger(err) {
		return t.Say(ctx, welcome(t.Words))
	}
	if err != nil {
		return err
	}
	return t.Say(ctx, hello(t.Words, user))
}

func (f Feature) help(ctx context.Context, t *telegram.Turn) error {
	// Help must come even where nothing else does: only a chat known to have no user gets the short one.
	_, err := f.Users.User(ctx, t.Chat)
	return t.Say(ctx, help(t.Words, !token.Stranger(err)))
}

func (f Feature) cancel(ctx context.Context, t *telegram.Turn) error {
	return t.Say(ctx, cancelled(t.Words, f.Dialogs.Close(ctx, dialog.Who(t))))
}

func (f Feature) unknown(ctx context.Context, t *telegram.Turn) error {
	return t.Say(ctx, unknown(t.Words, nearest(t.Command, f.Commands())))
}

func (f Feature) text(ctx context.Context, t *telegram.Turn) (bool, error) {
	if code, ok := parseCode(t.Text); ok {
		return true, f.offer(ctx, t, code)
	}
	if f.Awaits(ctx, t) {
		return true, t.Say(ctx, codeUnclear(t.Words))
	}
	_, err := f.Users.User(ctx, t.Chat)
	if err != nil && !token.Stranger(err) {
		return true, err
	}
	return true, t.Say(ctx, hint(t.Words, err == nil))
}

// Awaits reports whether the chat was asked for a code and has not sent it yet.
func (f Feature) Awaits(ctx context.Context, t *telegram.Turn) bool {
	q, open := f.Dialogs.Open(ctx, dialog.Who(t))
	return open && q.Kind == askCode
}
