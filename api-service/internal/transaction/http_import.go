package transaction

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// bookPatience is how long fifty thousand entries may take.
const bookPatience = time.Minute

// uploadPatience leaves a slow line time to send ten megabytes.
const uploadPatience = 90 * time.Second

// statements are the media types by which browsers, banks and programs send such files.
var statements = []string{
	"text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel", "application/octet-stream",
	"application/x-ofx", "application/ofx", "application/vnd.intu.qfx", "application/x-qif", "application/qif", "text/qif", "application/xml", "text/xml", "application/x-mt940", "application/swift",
}

func mountImports(r *web.Router, h handler) {
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/import", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Files: statements, Finishes: true, Timeout: uploadPatience,
		Summary: "Upload a CSV, OFX, QIF, CAMT or MT940 file and see what it would book"}, h.upload)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/transactions/import", Access: web.Family,
		Summary: "The imports of the workspace, newest first"}, h.imports)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/import/{id}/preview", Access: web.Family, Least: actor.Member,
		Reads: true, Timeout: bookPatience, Summary: "See what an uploaded file would book by another plan"}, h.previewImport)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/import/{id}/apply", Access: web.Family, Least: actor.Member, Creates: true,
		Reads: true, Finishes: true, Timeout: bookPatience, Summary: "Book an uploaded file: all of its new rows or none"}, h.applyImport)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/import/{id}/undo", Access: web.Family, Least: actor.Member, Creates: true,
		Finishes: true, Timeout: bookPatience, Summary: "Take back all that an import booked"}, h.undoImport)
}

func (h handler) upload(ctx context.Context, in api.ImportFile) (api.Import, error) {
	p, err := h.transactions.Import(ctx, in)
	return importToAPI(p), err
}

func (h handler) imports(ctx context.Context, in api.ImportFilter) (api.Page[api.Import], error) {
	all, next, err := h.transactions.Imports(ctx, in)
	page := api.Page[api.Import]{Items: make([]api.Import, 0, len(all)), NextCursor: next}
	for _, p := range all {
		page.Items = append(page.Items, importToAPI(p))
	}
	return page, err
}

func (h handler) previewImport(ctx context.Context, in api.ImportPlan) (api.Import, error) {
	p, err := h.transactions.PreviewImport(ctx, in)
	return importToAPI(p), err
}

func (h handler) applyImport(ctx context.Context, in api.ImportPlan) (api.Import, error) {
	p, err := h.transactions.ApplyImport(ctx, in)
	return importToAPI(p), err
}

func (h handler) undoImport(ctx context.Context, in api.UndoImport) (api.Import, error) {
	p, err := h.transactions.UndoImport(ctx, in)
	return importToAPI(p), err
}

func importToAPI(p Preview) api.Import {
	out := api.Import{
		ID: p.ID, FamilyID: p.FamilyID, Status: p.status(), Name: p.Name, Format: p.Format, AccountID: p.AccountID,
		Total: p.Total, New: p.Booked, Duplicates: p.skipped,
		Kept: p.Kept, CreatedAt: p.CreatedAt, ExpiresAt: p.CreatedAt.Add(importLife), AppliedAt: p.AppliedAt, UndoneAt: p.UndoneAt,
	}
	if p.OperationID != nil {
		out.OperationID = *p.OperationID
	}
	if p.plan != nil {
		planToAPI(p.plan, &out)
	}
	sumsToAPI(p.sums, &out)
	return out
}

// planToAPI tells what a file would become.
func planToAPI(p *plan, out *api.Import) {
	out.Format, out.AccountID, out.Remembered = p.Format, p.home.ID, p.remembered
	out.Mapping, out.Headings, out.Cells, out.Missing, out.Unsure = &p.Mapping, p.Headings, p.Cells, p.Missing, p.Unsure
	out.Choices = p.Choices
	out.AccountKnown, out.AccountChoices, out.Settled = p.moved, p.homes, p.settled
	out.Total, out.Zero, out.Faults = p.total(), p.zero, len(p.problems)
	out.Held = p.heldRows
	for _, d := range p.held[:min(len(p.held), rowsShown)] {
		row := draftToAPI(p, d)
		row.Books = false
		out.HeldRows = append(out.HeldRows, row)
	}
	out.Problems = p.problems[:min(len(p.problems), faultsShown)]
	for key, name := range p.names {
		if key.what == "account" {
			out.Accounts = append(out.Accounts, *name)
		} else {
			out.Categories = append(out.Categories, *name)
		}
	}
	for _, names := range [][]api.ImportName{out.Accounts, out.Categories} {
		slices.SortFunc(names, func(a, b api.ImportName) int {
			return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
		})
	}
	countDrafts(p, out)
}

// countDrafts tells the first rows of a file, those to ask about, and how many there are of each sort.
func countDrafts(p *plan, out *api.Import) {
	doubts := 0
	for i, d := range p.drafts {
		row := draftToAPI(p, d)
		switch d.Duplicate {
		case ofLedger, ofFile:
			out.Duplicates++
		case lookalike:
			out.Lookalikes++
		case maybe:
			out.Maybe++
		case deleted:
			out.Deleted++
		case summary:
			out.Summaries++
		}
		if len(d.others) > 0 {
			out.Transfers++
		}
		if row.Books {
			out.New++
		}
		if row.JoinsID != 0 {
			out.Joined++
		}
		if i >= p.in.RowsAfter && len(out.Rows) < rowsShown {
			out.Rows = append(out.Rows, row)
		}
		if !d.doubtful() {
			continue
		}
		if doubts++; doubts > p.in.DoubtsAfter && len(out.Doubts) < rowsShown {
			out.Doubts = append(out.Doubts, row)
		}
	}
}

func draftToAPI(p *plan, d Draft) api.ImportRow {
	row := api.ImportRow{
		Line: d.Line, Kind: d.Kind, Amount: d.Amount.Decimal(), Currency: d.Amount.Currency,
		AccountID: d.AccountID, Payee: d.Payee, Note: d.Note, Category: d.Category, CategoryID: d.CategoryID, State: d.State,
		Duplicate: d.Duplicate, MatchID: d.match, Books: p.books(d),
	}
	if !d.Date.IsZero() {
		row.Date = d.Date.Format(api.DateForm)
	}
	if d.like != nil {
		like := sideToAPI(d.like)
		row.Match = &like
	}
	for _, e := range d.others {
		row.Transfers = append(row.Transfers, sideToAPI(e))
	}
	if e := p.joins(d); e != nil && row.Books {
		row.JoinsID = e.ID
	}
	return row
}

func sideToAPI(e *candidate) api.ImportSide {
	return api.ImportSide{
		ID: e.ID, AccountID: e.AccountID, Kind: e.Kind, Date: e.Date.Format(api.DateForm), Payee: e.Payee, Note: e.Note,
	}
}
