// Package file takes files of entries in, after showing what is in them, and gives entries as a file.
package file

import (
	"context"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
	Users  *token.Users
	Did    func(ctx context.Context, chat int64, operation string) // notes what /undo takes back
}

// Register takes its commands, taps and the files that people send.
func (f Feature) Register(b *telegram.Bot) {
	b.Document(f.received)
	b.Tap(tapApply, on(f.apply))
	b.Tap(tapAccounts, telegram.Reads(on(f.accounts)))
	b.Tap(tapAccount, telegram.Reads(on(f.preview)))
	b.Tap(tapDrop, on(f.drop))
	b.Tap(tapUndo, on(f.undo))

	b.Command("export", telegram.Reads(f.export))
	b.Tap(tapExport, telegram.Reads(f.exportPeriod))
}

// on is the handler of a button that carries an import and an account.
func on(do func(context.Context, *telegram.Turn, api.ImportPlan) error) telegram.Handler {
	return func(ctx context.Context, t *telegram.Turn) error {
		id, account, _ := strings.Cut(t.With, ".")
		number, err := strconv.ParseInt(account, 10, 64)
		if err != nil {
			return t.Toast(ctx, t.Words.Say("tap.old"))
		}
		return do(ctx, t, api.ImportPlan{ID: id, AccountID: number})
	}
}

// endings are those of files that may hold entries.
var endings = []string{
	".csv", ".tsv", ".txt", ".ofx", ".qfx", ".qif", ".xml", ".camt", ".sta", ".mt940", ".940", ".mt942", ".942", ".swi",
}

// media is how files travel to the API, which looks at what is in them: what the sender's device
// takes a file of a bank for is often nothing, or wrong.
const media = "application/octet-stream"

// received looks at a file that was sent; nothing is booked.
func (f Feature) received(ctx context.Context, t *telegram.Turn) error {
	if _, err := f.Users.User(ctx, t.Chat); err != nil {
		return err
	}
	d := t.Document
	if !slices.Contains(endings, strings.ToLower(path.Ext(d.Name))) {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.kind")})
	}
	content, err := t.Download(ctx, api.MaxFile)
	if errors.Is(err, telegram.ErrFileTooLarge) {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.too_large")})
	}
	if err != nil {
		return err
	}
	if len(content) == 0 {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("error.import.empty")})
	}
	upload := api.Upload{Name: text.Clipped(d.Name, api.MaxName-1), Media: media, Content: content}
	return f.look(ctx, t, func(c *client.Client) (api.Import, error) {
		return c.Once(t.Key()).Import(ctx, api.ImportFile{File: upload})
	})
}

// preview looks at the file again, with another account.
func (f Feature) preview(ctx context.Context, t *telegram.Turn, plan api.ImportPlan) error {
	return f.look(ctx, t, func(c *client.Client) (api.Import, error) { return c.PreviewImport(ctx, plan) })
}

// look shows what a call found in a file.
func (f Feature) look(ctx context.Context, t *telegram.Turn, do func(*client.Client) (api.Import, error)) error {
	var found api.Import
	var accounts []api.Account
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		if found, err = do(c); err != nil {
			return err
		}
		accounts, err = open(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	shown, err := preview(t.Words, found, accounts)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// open are the accounts in use.
func open(ctx context.Context, c *client.Client) ([]api.Account, error) {
	page, err := c.Accounts(ctx)
	return slices.DeleteFunc(page.Items, func(a api.Account) bool { return a.Archived }), err
}

func (f Feature) accounts(ctx context.Context, t *telegram.Turn, plan api.ImportPlan) error {
	var all []api.Account
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		all, err = open(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	return t.Redraw(ctx, accountChoice(t.Words, plan, all))
}

// apply books the file. The key is the import's, so that two taps are one import.
func (f Feature) apply(ctx context.Context, t *telegram.Turn, plan api.ImportPlan) error {
	var done api.Import
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.Once("tg-import-"+plan.ID).ApplyImport(ctx, plan)
		return err
	})
	if err != nil {
		return err
	}
	if done.OperationID != "" {
		f.Did(ctx, t.Chat, done.OperationID)
	}
	return t.Redraw(ctx, applied(t.Words, done))
}

func (f Feature) drop(ctx context.Context, t *telegram.Turn, _ api.ImportPlan) error {
	return t.Say(ctx, telegram.Reply{Text: t.Words.Say("file.dropped")})
}

// undo takes a whole import back, but for what was changed since.
func (f Feature) undo(ctx context.Context, t *telegram.Turn, plan api.ImportPlan) error {
	var done api.Import
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.UndoImport(ctx, api.UndoImport{ID: plan.ID, Changed: api.ChangedKeep})
		return err
	})
	if e := errs.As(err); e != nil && e.Code == "import.undone" {
		return t.Toast(ctx, t.Words.Say("tap.settled"))
	}
	if err != nil {
		return err
	}
	return t.Say(ctx, undone(t.Words, done))
}
