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

	askRegister = "start.register" // remembers who invited
)

// Feature answers for this package.
type Feature struct {
	API      *client.Client // signed, without a bearer
	Tokens   *token.Manager
	Users    *token.Users
	Dialogs  *dialog.Store
	Early    *Early
	Commands func() []string // what can be suggested for a mistyped command
	Pages    string          // the address that the web pages are below; empty where nobody said
	Photos   Photos

	// Place names the workspace that a chat works in, where its user has several.
	Place func(ctx context.Context, chat int64) string

	Spell func(command, lang string) string                                       // a command in the person's language
	Entry func(*telegram.Turn) bool                                               // whether a text is meant as entries
	Book  func(ctx context.Context, t *telegram.Turn, id int, typed string) error // books an earlier message
	Month telegram.Handler                                                        // tells how the month goes
}

// Photos has the photo that a person shows in Telegram looked at, by and by.
type Photos interface {
	Fresh(chat int64)  // because the chat has a new user
	Glance(chat int64) // unless that was done lately
}

// Register takes its commands, taps and texts. It takes every text, so it comes last.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("start", telegram.Reads(f.start))
	b.Command("help", f.help)
	b.Tap(tapHelp, f.help)
	b.Tap(tapWriting, f.writing)
	b.Tap(tapWelcome, telegram.Reads(f.back))
	b.Tap(tapSpeak, f.speak)
	b.Command("cancel", f.cancel)
	b.Unknown(f.unknown)
	b.Text(f.text)

	b.Command("qr", telegram.Reads(f.qr))
	b.Command("referral", telegram.Reads(f.referral))

	b.Command("register", f.register)
	b.Tap(tapRegister, f.register)

	b.Command("link", telegram.Reads(f.link))
	b.Tap(tapLink, telegram.Reads(f.link))
	b.Tap(tapLinkYes, f.linkYes)
	b.Tap(tapLinkNo, f.linkNo)

	b.Command("unlink", telegram.Reads(f.unlink))
	b.Tap(tapUnlinkYes, f.unlinkYes)
	b.Tap(tapUnlinkNo, f.unlinkNo)
}

func (f Feature) start(ctx context.Context, t *telegram.Turn) error {
	// An invitation has as many letters as a code, and looks like one but for its dash.
	invitation, invited := parseInvitation(t.Text)
	if code, ok := parseCode(t.Text); ok && !invited {
		return f.offer(ctx, t, code)
	}

	user, err := f.Users.User(ctx, t.Chat)
	if token.Stranger(err) {
		if invited {
			f.Dialogs.Ask(ctx, dialog.Who(t), askRegister, map[string]string{"invitation": invitation})
		}
		return t.Say(ctx, welcome(t.Words, invitation))
	}
	if err != nil {
		return err
	}
	defer f.Photos.Glance(t.Chat)
	return t.Say(ctx, connected(t.Words, user))
}

// back shows the two ways in again.
func (f Feature) back(ctx context.Context, t *telegram.Turn) error {
	return t.Redraw(ctx, welcome(t.Words, ""))
}

func (f Feature) help(ctx context.Context, t *telegram.Turn) error {
	// Help must come even where nothing else does: only a chat known to have no user gets the short one.
	_, err := f.Users.User(ctx, t.Chat)
	return t.Redraw(ctx, help(t.Words, !token.Stranger(err)))
}

// writing shows how entries are written, by examples.
func (f Feature) writing(ctx context.Context, t *telegram.Turn) error {
	return t.Redraw(ctx, writing(t.Words))
}

func (f Feature) cancel(ctx context.Context, t *telegram.Turn) error {
	return t.Say(ctx, cancelled(t.Words, f.Dialogs.Close(ctx, dialog.Who(t))))
}

func (f Feature) unknown(ctx context.Context, t *telegram.Turn) error {
	if planned[t.Command] {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Say("unknown.planned")})
	}
	return t.Say(ctx, unknown(t.Words, f.Spell(nearest(t.Command, f.Commands()), t.Words.Language)))
}

func (f Feature) text(ctx context.Context, t *telegram.Turn) (bool, error) {
	if code, ok := parseCode(t.Text); ok {
		return true, f.offer(ctx, t, code)
	}
	if f.asked(ctx, dialog.Who(t)) {
		return true, t.Say(ctx, codeUnclear(t.Words))
	}
	_, err := f.Users.User(ctx, t.Chat)
	if token.Stranger(err) {
		return true, t.Say(ctx, hint(t.Words, false, f.early(ctx, t)))
	}
	if err != nil {
		return true, err
	}
	if mine, err := f.talk(ctx, t); mine || err != nil {
		return true, err
	}
	return true, t.Say(ctx, unclear(t.Words, t.Text))
}

// Awaits reports whether the text is the code that the chat was asked for. Other texts are free for
// other features: nobody has to send a code that is confirmed elsewhere.
func (f Feature) Awaits(ctx context.Context, t *telegram.Turn) bool {
	_, ok := parseCode(t.Text)
	return ok && f.asked(ctx, dialog.Who(t))
}

// asked reports whether the person was asked for a code and has not sent it yet.
func (f Feature) asked(ctx context.Context, p dialog.Person) bool {
	q, open := f.Dialogs.Open(ctx, p)
	return open && q.Kind == askCode
}

// Known takes note that a chat has a user now, so that it need not send a code any more. Other
// questions stay.
func (f Feature) Known(ctx context.Context, chat int64) {
	if p := (dialog.Person{Chat: chat, User: chat}); f.asked(ctx, p) { // a private chat has its person's id
		f.Dialogs.Close(ctx, p)
	}
}
