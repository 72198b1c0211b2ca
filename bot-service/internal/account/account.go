// Package account shows the chat its money, and opens, renames and archives accounts.
package account

import (
	"context"
	"strconv"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Dialogs *dialog.Store
	Entries dialog.Entries

	// Wanted is the account, by its name or its currency, that a refused message of the chat wants.
	Wanted func(ctx context.Context, chat int64, message int) (name, currency string)
	// Again books a refused message, now that its account is there.
	Again func(ctx context.Context, t *telegram.Turn, message int) error
	// Place is the name of the workspace where the chat's user has several, else empty.
	Place func(ctx context.Context, chat int64) string
}

// Register takes its commands, taps and the texts that answer its questions. Those may look like
// entries ("Card 2"), so it comes before those who book them, and asks which they are.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("balance", telegram.Reads(f.shows(balance)))
	b.Command("accounts", telegram.Reads(f.shows(list)))
	// What a button asks for comes as a new message, so that the one above it stays.
	b.Tap(tapBalance, telegram.Reads(f.shows(balance)))
	b.Tap(tapAccounts, telegram.Reads(f.shows(list)))

	b.Tap(tapList, telegram.Reads(f.turn))
	b.Tap(tapOpen, telegram.Reads(f.open))
	b.Tap(tapArchive, f.archive)
	b.Tap(tapDefault, f.prefer)
	b.Tap(tapSet, telegram.Reads(f.askBalance))
	b.Tap(tapRename, telegram.Reads(f.askRename))
	b.Tap(tapNew, telegram.Reads(f.begin))
	b.Tap(tapAnswer, f.tapped)
	b.Text(f.typed)
}

// shows is the handler that answers with a view of the accounts.
func (f Feature) shows(as func(text.Words, []api.Account) (telegram.Reply, error)) telegram.Handler {
	return func(ctx context.Context, t *telegram.Turn) error {
		accounts, err := f.all(ctx, t)
		if err != nil {
			return err
		}
		shown, err := as(t.Words, accounts)
		if err != nil {
			return err
		}
		if place := f.Place(ctx, t.Chat); place != "" {
			shown.Text = text.Lines(t.Words.Say("workspace.here", text.Data{"Name": place}), "", shown.Text)
		}
		return t.Send(ctx, shown)
	}
}

// all are the workspace's accounts, archived ones too.
func (f Feature) all(ctx context.Context, t *telegram.Turn) ([]api.Account, error) {
	var page api.Page[api.Account]
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		page, err = c.Accounts(ctx)
		return err
	})
	return page.Items, err
}

// turn shows a page of the accounts in use or of the archived ones.
func (f Feature) turn(ctx context.Context, t *telegram.Turn) error {
	which, number, _ := strings.Cut(t.With, ".")
	page, err := strconv.Atoi(number)
	if err != nil || which != pageUsed && which != pageOld {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	accounts, err := f.all(ctx, t)
	if err != nil {
		return err
	}
	shown, err := listed(t.Words, accounts, which, page)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// errGone says what the API would say of an account that is not there.
var errGone = errs.New(errs.NotFound, api.CodeAccountUnknown, "There is no such account")

// found is the account that a button names.
func (f Feature) found(ctx context.Context, t *telegram.Turn, name string) (api.Account, error) {
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return api.Account{}, errGone
	}
	var a api.Account
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		a, err = c.Account(ctx, id)
		return err
	})
	return a, err
}

func (f Feature) open(ctx context.Context, t *telegram.Turn) error {
	a, err := f.found(ctx, t, t.With)
	if err != nil {
		return err
	}
	f.Dialogs.Note(ctx, dialog.Who(t), noteOpen, id(a))
	return f.redrawCard(ctx, t, a)
}

func (f Feature) redrawCard(ctx context.Context, t *telegram.Turn, a api.Account) error {
	shown, err := card(t.Words, a)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// archive puts an account away, or takes it back into use.
func (f Feature) archive(ctx context.Context, t *telegram.Turn) error {
	name, to, _ := strings.Cut(t.With, ".")
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return errGone
	}
	if to == putAway {
		if a, err := f.found(ctx, t, name); err != nil || !empty(a) {
			return f.askArchive(ctx, t, a, err)
		}
	}

	archived := to != takeBack
	a, err := f.update(ctx, t, api.UpdateAccount{ID: id, Archived: &archived})
	if err != nil {
		return err
	}
	return f.redrawCard(ctx, t, a)
}

// askArchive asks before money leaves the total.
func (f Feature) askArchive(ctx context.Context, t *telegram.Turn, a api.Account, err error) error {
	if err != nil {
		return err
	}
	shown, err := archiveQuestion(t.Words, a)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// prefer makes an account the one that entries go to which name none.
func (f Feature) prefer(ctx context.Context, t *telegram.Turn) error {
	id, err := strconv.ParseInt(t.With, 10, 64)
	if err != nil {
		return errGone
	}
	chosen := true
	a, err := f.update(ctx, t, api.UpdateAccount{ID: id, Default: &chosen})
	if err != nil {
		return err
	}
	return f.redrawCard(ctx, t, a)
}

func (f Feature) update(ctx context.Context, t *telegram.Turn, in api.UpdateAccount) (a api.Account, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		a, err = c.UpdateAccount(ctx, in)
		return err
	})
	return a, err
}

func (f Feature) askRename(ctx context.Context, t *telegram.Turn) error {
	a, err := f.found(ctx, t, t.With)
	if err != nil {
		return err
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askRename, map[string]string{"id": t.With})
	return t.Send(ctx, nameAnew(t.Words, q, a))
}

// rename gives an account the typed name.
func (f Feature) rename(ctx context.Context, t *telegram.Turn, q dialog.Question, typed string) error {
	name, ok := parseName(typed)
	if !ok {
		return t.Send(ctx, unclear(t.Words, q, "account.name_unclear"))
	}
	id, err := strconv.ParseInt(q.Data["id"], 10, 64)
	if err != nil {
		return errGone
	}
	a, err := f.update(ctx, t, api.UpdateAccount{ID: id, Name: &name})
	if err != nil {
		return err // the question stays open: another name may do
	}
	if err := f.redrawCard(ctx, t, a); err != nil {
		return err
	}
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	return nil
}
