// Package file takes files of entries in, after showing what is in them, and gives entries as a file.
package file

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"path"
	"slices"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
	Users  *token.Users
	Memory *Memory

	Dialogs *dialog.Store
	Entries dialog.Entries
}

// Register takes its commands, taps and the files that people send.
func (f Feature) Register(b *telegram.Bot) {
	b.Document(f.received)
	b.Tap(tapShow, telegram.Reads(f.again))
	b.Tap(tapRows, telegram.Reads(f.rows))
	b.Tap(tapAccounts, telegram.Reads(f.accounts))
	b.Tap(tapColumns, telegram.Reads(f.columns))
	b.Tap(tapDoubts, telegram.Reads(f.doubts))

	b.Tap(tapPick, f.pick)
	b.Tap(tapChoice, f.changes(choose))
	b.Tap(tapHome, f.changes(settleHome))
	b.Tap(tapName, f.changes(settleName))
	b.Tap(tapColumn, f.changes(settleColumn))
	b.Tap(tapSet, f.changes(set))

	b.Tap(tapBook, f.book)
	b.Tap(tapRest, f.bookRest)
	b.Tap(tapDrop, f.drop)
	b.Tap(tapUndo, f.undo)

	b.Command("export", telegram.Reads(f.export))
	b.Tap(tapExport, telegram.Reads(f.exportPeriod))
	b.Text(f.exportAnswer)
}

// endings are those of files that may hold entries.
var endings = []string{
	".csv", ".tsv", ".txt", ".ofx", ".qfx", ".qif", ".xml", ".camt", ".sta", ".mt940", ".940", ".mt942", ".942", ".swi",
}

// others begin the types of files that hold no text whatever they are called.
var others = []string{"image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/x-", "application/vnd."}

// mayBeText reports whether it is worth a look what is in a file whose name does not say.
func mayBeText(d *telegram.Document) bool {
	named := mime.TypeByExtension(strings.ToLower(path.Ext(d.Name)))
	other := func(kind string) bool { return strings.HasPrefix(d.Media, kind) || strings.HasPrefix(named, kind) }
	return d.Size <= api.MaxFile && !slices.ContainsFunc(others, other)
}

// isText reports whether content is text in some encoding, as far as its beginning tells.
func isText(content []byte) bool {
	start := content[:min(len(content), 4096)]
	wide := bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) // UTF-16
	return wide || !bytes.ContainsRune(start, 0) && !bytes.HasPrefix(start, []byte("%PDF"))
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
	known := slices.Contains(endings, strings.ToLower(path.Ext(d.Name)))
	if !known && !mayBeText(d) {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.kind")})
	}
	t.Looks(t.Words.Say("file.reading", text.Data{"Name": text.Clipped(d.Name, 60)}))
	content, err := t.Download(ctx, api.MaxFile)
	if errors.Is(err, telegram.ErrFileTooLarge) {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.too_large")})
	}
	if err != nil {
		return err
	}
	switch {
	case len(content) == 0:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("error.import.empty")})
	case !known && !isText(content):
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("file.kind")})
	}
	upload := api.Upload{Name: text.Clipped(d.Name, api.MaxName-1), Media: media, Content: content}
	var found api.Import
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		found, err = c.Once(t.Key()).Import(ctx, api.ImportFile{File: upload})
		return err
	})
	if err != nil {
		return err
	}
	a := first(found.ID)
	a.takeHome(found)
	return f.show(ctx, t, a, found, t.Send)
}
