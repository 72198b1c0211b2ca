package start

import (
	"context"
	"errors"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/place"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func (f Feature) register(ctx context.Context, t *telegram.Turn) error {
	likely := place.Currencies(t.Sender.Language, t.Words.Language)
	in := api.RegisterChat{
		Chat: chatOf(t), Language: t.Words.Language, ReferralCode: f.invitation(ctx, t),
		Currency: likely[0], Timezone: place.Home(likely[0]),
	}
	done, err := f.API.RegisterChat(ctx, in)

	lapsed := errors.Is(err, errs.New(errs.Refused, api.CodeReferralUnknown, ""))
	if lapsed { // no reason to turn somebody away
		in.ReferralCode = ""
		done, err = f.API.RegisterChat(ctx, in)
	}
	if err != nil {
		return err
	}

	f.settled(ctx, t)
	f.Tokens.Keep(ctx, t.Chat, done.JWTToken)
	f.Users.Forget(t.Chat)
	f.Known(ctx, t.Chat)
	defer f.Photos.Fresh(t.Chat)
	if err := t.Say(ctx, registered(t.Words, done, lapsed, likely)); err != nil {
		return err
	}
	return f.bookEarly(ctx, t)
}

// invitation is the code of whoever invited the person: the button carries it, and /register
// finds it where /start left it.
func (f Feature) invitation(ctx context.Context, t *telegram.Turn) string {
	if code, ok := parseInvitation(t.With); ok {
		return code
	}
	if q, open := f.Dialogs.Open(ctx, dialog.Who(t)); open && q.Kind == askRegister {
		return q.Data["invitation"]
	}
	return ""
}

// settled ends the waiting of an invitation; other questions stay.
func (f Feature) settled(ctx context.Context, t *telegram.Turn) {
	if q, open := f.Dialogs.Open(ctx, dialog.Who(t)); open && q.Kind == askRegister {
		f.Dialogs.Close(ctx, dialog.Who(t))
	}
}

func chatOf(t *telegram.Turn) api.Chat {
	return api.Chat{
		ChatID:    t.Chat,
		Username:  short(t.Sender.Username),
		FirstName: short(t.Sender.FirstName),
		LastName:  short(t.Sender.LastName),
	}
}

// short keeps a name within what the API takes; a long name is no reason to turn somebody away.
func short(name string) string { return text.Cut(name, api.MaxName) }
