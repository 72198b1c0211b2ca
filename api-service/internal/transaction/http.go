package transaction

import (
	"context"
	"net/http"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/transactions", Access: web.Family,
		Summary: "The entries of the workspace, newest first; a page with a next_cursor may hold fewer than asked, or none"}, h.list)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Summary: "Book money that came in or went out"}, h.post)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/transfer", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Summary: "Move money between two accounts"}, h.transfer)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/parse", Access: web.Family,
		Summary: "Read entries as people type them; book nothing"}, h.parse)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/parse/edit", Access: web.Family,
		Summary: "Read an edited message beside what it was before and booked as; change nothing"}, h.parseEdit)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/quick", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Summary: "Book entries as people type them: all lines or none"}, h.quick)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/transactions/{id}", Access: web.Family,
		Summary: "An entry"}, h.get)
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/transactions/{id}", Access: web.Family, Least: actor.Member, Creates: true,
		Summary: "Change what is given of an entry"}, h.update)
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/transactions/{id}", Access: web.Family, Least: actor.Member,
		Summary: "Take an entry away"}, h.delete)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/{id}/undo", Access: web.Family, Least: actor.Member, Creates: true,
		Summary: "Take back the last change of an entry"}, h.undoEntry)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/operations/{id}/undo", Access: web.Family, Least: actor.Member, Creates: true,
		Timeout: bookPatience, Summary: "Take back all that one request changed"}, h.undo)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/operations/undo", Access: web.Family, Least: actor.Member, Creates: true,
		Timeout: bookPatience, Summary: "Take back the caller's last change that stands; called again, the one before it"}, h.undoLast)
	mountCategories(r, h)
	mountBalance(r, h)
	mountImports(r, h)
	mountExport(r, h)
	mountAttachments(r, h)
}

type handler struct{ transactions *Service }

func (h handler) list(ctx context.Context, in api.TransactionFilter) (api.TransactionPage, error) {
	found, err := h.transactions.List(ctx, in)
	if err != nil {
		return api.TransactionPage{}, err
	}

	page := api.TransactionPage{}
	page.Items, page.NextCursor = allToAPI(found.Entries), found.Next
	if !found.Looked.IsZero() {
		page.LookedTo = found.Looked.Format(api.DateForm)
	}
	return page, nil
}

func (h handler) post(ctx context.Context, in api.CreateTransaction) (api.Transaction, error) {
	done, err := h.transactions.Post(ctx, in)
	return changed(done), err
}

func (h handler) transfer(ctx context.Context, in api.CreateTransfer) (api.Transaction, error) {
	done, err := h.transactions.Transfer(ctx, in)
	return changed(done), err
}

func (h handler) parse(ctx context.Context, in api.QuickAdd) (api.QuickAdded, error) {
	lines, err := h.transactions.Read(ctx, in)
	return api.QuickAdded{Items: linesToAPI(lines, "")}, err
}

func (h handler) parseEdit(ctx context.Context, in api.ReadEdit) (api.EditRead, error) {
	e, err := h.transactions.ReadEdit(ctx, in)
	return api.EditRead{
		Items: linesToAPI(e.Lines, ""), Before: linesToAPI(e.Before, ""), Entries: allToAPI(e.Entries), Mentioned: e.Mentioned,
	}, err
}

func (h handler) quick(ctx context.Context, in api.QuickAdd) (api.QuickAdded, error) {
	added, err := h.transactions.QuickAdd(ctx, in)
	return api.QuickAdded{
		Items: linesToAPI(added.Lines, added.Operation), OperationID: added.Operation, Mentioned: added.Mentioned,
	}, err
}

func (h handler) get(ctx context.Context, in api.ByID) (api.Transaction, error) {
	t, err := h.transactions.Get(ctx, in.ID)
	return toAPI(t), err
}

func (h handler) update(ctx context.Context, in api.UpdateTransaction) (api.Transaction, error) {
	done, err := h.transactions.Update(ctx, in)
	return changed(done), err
}

func (h handler) delete(ctx context.Context, in api.DeleteTransaction) (api.Undone, error) {
	operation, err := h.transactions.Delete(ctx, in.ID, in.IfMatch)
	return api.Undone{Success: true, OperationID: operation}, err
}

func (h handler) undoEntry(ctx context.Context, in api.UndoTransaction) (api.Undone, error) {
	done, err := h.transactions.UndoEntry(ctx, in.ID, in.IfMatch)
	return undone(done), err
}

func (h handler) undo(ctx context.Context, in api.ByUUID) (api.Undone, error) {
	done, err := h.transactions.Undo(ctx, in.ID)
	return undone(done), err
}

func (h handler) undoLast(ctx context.Context, _ api.None) (api.Undone, error) {
	done, err := h.transactions.UndoLast(ctx)
	return undone(done), err
}

// changed is an entry with the operation that can be undone.
func changed(done Changed) api.Transaction {
	out := toAPI(done.Transaction)
	out.OperationID, out.Mentioned = done.Operation, done.Mentioned
	return out
}

func undone(done Undone) api.Undone {
	out := api.Undone{Success: true, OperationID: done.Operation, Mentioned: done.Mentioned}
	if len(done.Restored)+len(done.Gone) <= api.MaxUndone {
		out.Restored, out.Gone = allToAPI(done.Restored), allToAPI(done.Gone)
	}
	return out
}

func linesToAPI(lines []Line, operation string) []api.QuickEntry {
	items := make([]api.QuickEntry, 0, len(lines))
	for _, l := range lines {
		item := api.QuickEntry{
			Transaction:     changed(Changed{Transaction: l.Transaction, Operation: operation}),
			Line:            l.Number,
			UnknownCategory: l.UnknownCategory,
			Named:           l.Named,
			Readings:        []api.Reading{},
		}
		for _, c := range l.Likely {
			item.Likely = append(item.Likely, categoryToAPI(c))
		}
		for _, r := range l.Readings {
			item.Readings = append(item.Readings, api.Reading(r))
		}
		items = append(items, item)
	}
	return items
}

func allToAPI(all []Transaction) []api.Transaction {
	out := make([]api.Transaction, 0, len(all))
	for _, t := range all {
		out = append(out, toAPI(t))
	}
	return out
}

func toAPI(t Transaction) api.Transaction {
	out := api.Transaction{
		ID: t.ID, FamilyID: t.FamilyID, Kind: t.Kind, AccountID: t.AccountID,
		Amount: t.Amount.Decimal(), Currency: t.Amount.Currency, CategoryID: t.CategoryID,
		Date: t.Date.Format(api.DateForm), Note: t.Note, Payee: t.Payee, Tags: t.Tags, Splits: []api.Split{},
		CreatedBy: t.CreatedBy, Version: t.Version, CreatedAt: t.CreatedAt, UpdatedAt: t.UpdatedAt,
	}
	if out.Tags == nil {
		out.Tags = []string{}
	}
	if t.ToAccountID != 0 {
		amount := t.ToAmount.Decimal()
		out.ToAccountID, out.ToAmount, out.ToCurrency = &t.ToAccountID, &amount, &t.ToAmount.Currency
	}
	for _, p := range t.Splits {
		part := money.Of(p.Minor, t.Amount.Currency).Decimal()
		out.Splits = append(out.Splits, api.Split{CategoryID: p.CategoryID, Amount: api.Decimal(part), Note: p.Note})
	}
	return out
}
