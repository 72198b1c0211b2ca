package start

import (
	"context"
	"errors"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

func (f Feature) link(ctx context.Context, t *telegram.Turn) error {
	if code, ok := parseCode(t.Text); ok {
		return f.offer(ctx, t, code)
	}
	if t.Text != "" {
		f.Dialogs.Ask(ctx, dialog.Who(t), askCode, nil)
		return t.Say(ctx, codeUnclear(t.Words))
	}
	user, err := f.Users.User(ctx, t.Chat)
	if err != nil && !token.Stranger(err) {
		return err
	}
	if err == nil && user.Email != nil {
		return t.Say(ctx, linkedAlready(t.Words, *user.Email))
	}
	started, err := f.API.StartLink(ctx, api.StartLink{Chat: chatOf(t)})
	if errs.Is(err, errs.NotFound) { // an older API knows the other way only
		f.Dialogs.Ask(ctx, dialog.Who(t), askCode, nil)
		return t.Say(ctx, codeWanted(t.Words))
	}
	if err != nil {
		return err
	}
	f.Dialogs.Ask(ctx, dialog.Who(t), askCode, nil)
	r := linkStarted(t.Words, started, f.Pages)
	if user.ID == 0 { // the two ways in were in the message that this one replaces
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: t.Words.Say("button.back"), Tap: tapWelcome}))
	}
	return t.Redraw(ctx, r)
}

// offer names the account behind a code and asks before anything is bound.
func (f Feature) offer(ctx context.Context, t *telegram.Turn, code string) error {
	behind, err := f.API.LinkingUser(ctx, api.LinkChat{Chat: chatOf(t), Code: code})
	if err != nil {
		return err
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askLink, map[string]string{"code": code, "account": behind.Account})
	return t.Say(ctx, linkQuestion(t.Words, behind, q.ID))
}

func (f Feature) linkYes(ctx context.Context, t *telegram.Turn) error {
	q, open := f.Dialogs.Open(ctx, dialog.Who(t))
	if !open || q.Kind != askLink || q.ID != t.With {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	account := q.Data["account"]
	linked, err := f.API.LinkChat(ctx, api.LinkChat{Chat: chatOf(t), Code: q.Data["code"], Merge: api.MergeJoin})
	f.Users.Forget(t.Chat)
	switch {
	case err == nil:
		f.Tokens.Keep(ctx, t.Chat, linked.JWTToken)
	case final(err) && f.belongs(ctx, t, account):
		// The bot was stopped between binding and saying so; the tap came a second time.
	case final(err):
		f.Dialogs.Close(ctx, dialog.Who(t))
		return t.Say(ctx, refusal(t.Words, err))
	default:
		return err
	}
	f.Dialogs.Close(ctx, dialog.Who(t))
	defer f.Photos.Fresh(t.Chat)
	if err := t.Say(ctx, linkDone(t.Words, account, f.Place(ctx, t.Chat))); err != nil {
		return err
	}
	return f.bookEarly(ctx, t)
}

// belongs reports whether the chat's user is the account already.
func (f Feature) belongs(ctx context.Context, t *telegram.Turn, account string) bool {
	user, err := f.Users.User(ctx, t.Chat)
	return err == nil && user.Email != nil && masked(*user.Email) == account
}

// final reports that asking the same again would be refused again.
func final(err error) bool {
	return errs.Is(err, errs.Refused) || errs.Is(err, errs.Conflict) ||
		errs.Is(err, errs.Forbidden) || errs.Is(err, errs.NotFound) || errs.Is(err, errs.Invalid)
}

func (f Feature) linkNo(ctx context.Context, t *telegram.Turn) error {
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), t.With)
	return t.Say(ctx, linkKept(t.Words))
}

func (f Feature) unlink(ctx context.Context, t *telegram.Turn) error {
	user, err := f.Users.User(ctx, t.Chat)
	if err != nil {
		return err
	}
	if user.Email == nil {
		return t.Say(ctx, lastWayIn(t.Words))
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askUnlink, nil)
	return t.Say(ctx, unlinkQuestion(t.Words, user, q.ID))
}

func (f Feature) unlinkYes(ctx context.Context, t *telegram.Turn) error {
	q, open := f.Dialogs.Open(ctx, dialog.Who(t))
	if !open || q.Kind != askUnlink || q.ID != t.With {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.UnlinkChat(ctx)
		return err
	})
	gone := token.Stranger(err) || errors.Is(err, errs.New(errs.Refused, api.CodeNotLinked, ""))
	if err != nil && !gone {
		if !final(err) {
			return err
		}
		f.Dialogs.Close(ctx, dialog.Who(t))
		return t.Say(ctx, refusal(t.Words, err))
	}
	f.Tokens.Drop(ctx, t.Chat)
	f.Users.Forget(t.Chat)
	f.Dialogs.Close(ctx, dialog.Who(t))
	return t.Say(ctx, unlinked(t.Words))
}

func (f Feature) unlinkNo(ctx context.Context, t *telegram.Turn) error {
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), t.With)
	return t.Say(ctx, unlinkKept(t.Words))
}
