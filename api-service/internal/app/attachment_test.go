package app_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/transaction"
	"financebot/pkg/api"
)

// picture begins as a PNG does.
var picture = append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte("receipt "), 5_000)...)

func TestReceiptsStayWithTheirEntries(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	stranger, _, _ := ledger(t, a, "bob@example.com")
	entry, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"})
	if err != nil {
		t.Fatal(err)
	}
	in := api.AddAttachment{ID: entry.ID, File: api.Upload{Name: "чек.png", Media: "application/octet-stream", Content: picture}}
	kept, err := c.AddAttachment(ctx, in)
	if err != nil || kept.Media != "image/png" || kept.Name != "чек.png" || kept.Size != len(picture) || kept.TransactionID != entry.ID {
		t.Fatalf("kept: %+v, %v", kept, err)
	}
	one := api.AttachmentID{ID: entry.ID, AttachmentID: kept.ID}
	file, err := c.Attachment(ctx, one)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file.Body)
	_ = file.Body.Close()
	if err != nil || !bytes.Equal(content, picture) || file.Name != "чек.png" || file.Media != "image/png" {
		t.Errorf("file: %v, %d bytes, %+v", err, len(content), file)
	}
	for what, err := range map[string]error{
		"reads":   third(stranger.Attachment(ctx, one)),
		"lists":   third(stranger.Attachments(ctx, entry.ID)),
		"adds":    third(stranger.AddAttachment(ctx, in)),
		"deletes": third(stranger.DeleteAttachment(ctx, one)),
	} {
		if !is(err, "transaction.unknown") {
			t.Errorf("a stranger %s: %v", what, err)
		}
	}
	gone, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entry.ID})
	if err != nil {
		t.Fatal(err)
	}
	sweep := transaction.New(a.DB, nil, nil, a.Now).Sweep
	if err := sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Undo(ctx, gone.OperationID); err != nil {
		t.Fatal(err)
	}
	if list, err := c.Attachments(ctx, entry.ID); err != nil || len(list.Items) != 1 || list.Items[0] != kept {
		t.Errorf("back with the entry: %v %+v", err, list)
	}
	if _, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entry.ID}); err != nil {
		t.Fatal(err)
	}
	a.Advance(25 * time.Hour)
	if err := sweep(ctx); err != nil || number(t, a, "SELECT count(*) FROM attachments") != 0 {
		t.Errorf("a day later it is still there: %v", err)
	}
}

func third[Out any](_ Out, err error) error { return err }

func TestWhatMayBeAttached(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	entry, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ content, media, code string }{
		"a PDF":           {"%PDF-1.7 ...", "application/pdf", ""},
		"a page":          {"<html><script>", "image/png", "attachment.kind"},
		"a drawing":       {"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream", "attachment.kind"},
		"another type":    {string(picture), "text/html", api.CodeMediaType},
		"nothing":         {"", "image/png", "request.invalid"},
		"one byte beyond": {strings.Repeat("x", api.MaxFile+1), "image/png", api.CodeTooLarge},
	} {
		_, err := c.AddAttachment(ctx, api.AddAttachment{ID: entry.ID, File: api.Upload{Media: test.media, Content: []byte(test.content)}})
		if test.code == "" && err != nil || test.code != "" && !is(err, test.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var kept, refused atomic.Int64
	many(14, func(int) { // one is there, and two files of one user are taken at once
		for {
			_, err := c.AddAttachment(ctx, api.AddAttachment{ID: entry.ID, File: api.Upload{Media: "image/png", Content: picture}})
			switch {
			case is(err, api.CodeLimited):
				continue
			case err == nil:
				kept.Add(1)
			case is(err, "attachment.too_many"):
				refused.Add(1)
			default:
				t.Error(err)
			}
			return
		}
	})
	if kept.Load() != 9 || refused.Load() != 5 {
		t.Errorf("%d kept, %d refused", kept.Load(), refused.Load())
	}
	if _, err := a.DB.Pool().Exec(ctx, "UPDATE attachments SET size = $1", api.MaxAttachmentBytes/10); err != nil {
		t.Fatal(err)
	}
	other, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "6"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddAttachment(ctx, api.AddAttachment{ID: other.ID, File: api.Upload{Media: "image/png", Content: picture}}); !is(err, "attachment.quota") {
		t.Errorf("no room: %v", err)
	}
}

// The name of a file is only a name, however it comes in, and goes out in a header of its own.
func TestNamesOfFilesHoldNothingElse(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	entry, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"})
	if err != nil {
		t.Fatal(err)
	}

	for given, want := range map[string]string{
		"../../etc/passwd":       "passwd",
		"a\r\nSet-Cookie: x.png": "a Set-Cookie_ x.png",
		"bill\u202egnp.exe":      "billgnp.exe",
		"..":                     "file.png",
	} {
		kept, err := c.AddAttachment(ctx, api.AddAttachment{ID: entry.ID, Name: given, File: api.Upload{Media: "image/png", Content: picture}})
		if err != nil || kept.Name != want {
			t.Errorf("%q: %v, kept as %q", given, err, kept.Name)
			continue
		}
		file, err := c.Attachment(ctx, api.AttachmentID{ID: entry.ID, AttachmentID: kept.ID})
		if err != nil || file.Name != want {
			t.Errorf("%q: %v, given out as %q", given, err, file.Name)
			continue
		}
		_ = file.Body.Close()
	}

	if _, err := a.DB.Pool().Exec(ctx, "UPDATE attachments SET name = $1", "../a\r\nb: c"); err != nil { // from before this was held
		t.Fatal(err)
	}
	list, err := c.Attachments(ctx, entry.ID)
	if err != nil {
		t.Fatal(err)
	}
	file, err := c.Attachment(ctx, api.AttachmentID{ID: entry.ID, AttachmentID: list.Items[0].ID})
	if err != nil || file.Name != "a b_ c" {
		t.Errorf("an old name: %v, %q", err, file.Name)
	}
	_ = file.Body.Close()

	in := csvFile("Date,Amount\n2026-01-05,-1\n")
	in.Name = "../\u202ebank\n.csv"
	if seen, err := c.Import(ctx, in); err != nil || seen.Name != "bank .csv" {
		t.Errorf("an import: %v, %q", err, seen.Name)
	}
}
