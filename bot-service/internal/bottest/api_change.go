package bottest

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

var errChanged = errs.New(errs.Conflict, api.CodeTransactionChanged, "The entry was changed meanwhile")

// mention is what entries name.
func (a *API) mention(entries ...api.QuickEntry) *api.Mentioned {
	out := &api.Mentioned{}
	for _, account := range a.accounts {
		if slices.ContainsFunc(entries, func(e api.QuickEntry) bool {
			return e.AccountID == account.ID || e.ToAccountID != nil && *e.ToAccountID == account.ID
		}) {
			out.Accounts = append(out.Accounts, account)
		}
	}
	for _, c := range a.book.categories {
		if slices.ContainsFunc(entries, func(e api.QuickEntry) bool { return e.CategoryID != nil && *e.CategoryID == c.ID }) {
			out.Categories = append(out.Categories, c)
		}
	}
	return out
}

// told are entries as mention takes them.
func told(all ...api.Transaction) []api.QuickEntry {
	var out []api.QuickEntry
	for _, e := range all {
		out = append(out, api.QuickEntry{Transaction: e})
	}
	return out
}

func (a *API) readEdit(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.ReadEdit](r)
	if err != nil {
		return nil, err
	}
	var out api.EditRead
	if asked.Text != "" {
		now, err := a.read(api.QuickAdd{Text: asked.Text, Language: asked.Language, Literal: true})
		if err != nil {
			return nil, err
		}
		out.Items = now.Items
		if before, err := a.read(api.QuickAdd{Text: asked.Before, Language: asked.Language, Literal: true}); err == nil {
			out.Before = before.Items
		}
	}
	for _, id := range asked.Entries {
		if e, known := a.book.entries[id]; known {
			e.OperationID = "" // only the answer to a change has one
			out.Entries = append(out.Entries, e)
		}
	}
	out.Mentioned = a.mention(told(out.Entries...)...)
	return out, nil
}

// matches gives errChanged where a call means another version of an entry.
func matches(r *http.Request, e api.Transaction) error {
	if meant := r.Header.Get("If-Match"); meant != "" && meant != e.ETag() {
		return errChanged
	}
	return nil
}

func (a *API) updateTransaction(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		e, err := a.entry(r)
		if err != nil {
			return nil, err
		}
		if err := matches(r, e); err != nil {
			return nil, err
		}
		asked, err := in[api.UpdateTransaction](r)
		if err != nil {
			return nil, err
		}
		a.apply(&e, asked)
		a.put(a.operation(), e.ID, &e)
		changed := a.book.entries[e.ID]
		changed.Mentioned = a.mention(told(changed)...)
		return changed, nil
	})
}

func (a *API) apply(e *api.Transaction, asked api.UpdateTransaction) {
	if asked.Kind != nil && *asked.Kind != e.Kind {
		e.Kind, e.CategoryID = *asked.Kind, nil
	}
	if asked.CategoryID != nil {
		e.CategoryID = asked.CategoryID
	}
	if e.CategoryID != nil && *e.CategoryID == 0 {
		e.CategoryID = nil
	}
	if asked.AccountID != nil {
		at := slices.IndexFunc(a.accounts, func(a api.Account) bool { return a.ID == *asked.AccountID })
		e.AccountID, e.Currency = *asked.AccountID, a.accounts[at].Currency
	}
	if asked.Amount != nil {
		e.Amount = string(*asked.Amount)
	}
	e.Date, e.Note = *cmp.Or(asked.Date, &e.Date), *cmp.Or(asked.Note, &e.Note)
	e.Payee, e.Tags = *cmp.Or(asked.Payee, &e.Payee), *cmp.Or(asked.Tags, &e.Tags)
	if asked.CategoryID != nil && e.CategoryID != nil {
		a.book.learned[e.Note] = *e.CategoryID
	}
}

func (a *API) deleteTransaction(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		e, err := a.entry(r)
		if err != nil {
			return nil, err
		}
		if err := matches(r, e); err != nil {
			return nil, err
		}
		operation := a.operation()
		a.put(operation, e.ID, nil)
		return api.Undone{Success: true, OperationID: operation}, nil
	})
}

// addAttachment counts the files beside entries.
func (a *API) addAttachment(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		e, err := a.entry(r)
		if err != nil {
			return nil, err
		}
		a.book.files[e.ID]++
		return api.Attachment{ID: a.next()}, nil
	})
}

// Files counts what is kept beside an entry.
func (a *API) Files(entry int64) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.book.files[entry]
}

func (a *API) undoTransaction(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		e, err := a.entry(r)
		if err != nil {
			return nil, err
		}
		if err := matches(r, e); err != nil {
			return nil, err
		}
		return a.takeBack(a.alone(e))
	})
}

// alone makes an operation of its own for an entry that was booked beside others.
func (a *API) alone(e api.Transaction) (operation string) {
	all := a.book.before[e.OperationID]
	if len(all) < 2 || slices.ContainsFunc(all, func(c change) bool { return c.before != nil }) {
		return e.OperationID
	}
	operation = a.operation()
	a.book.before[operation] = []change{{id: e.ID}}
	a.book.before[e.OperationID] = slices.DeleteFunc(slices.Clone(all), func(c change) bool { return c.id == e.ID })
	return operation
}

func (a *API) undoOperation(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) { return a.takeBack(named(r)) })
}

// undoLast takes back what was done last and stands, by whomever: all have one book.
func (a *API) undoLast(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		last := int64(0)
		for operation := range a.book.before {
			var n int64
			if _, err := fmt.Sscanf(operation, "op-%d", &n); err == nil {
				last = max(last, n)
			}
		}
		if last == 0 {
			return nil, errs.New(errs.NotFound, api.CodeOperationUnknown, "There is nothing to undo")
		}
		return a.takeBack(fmt.Sprintf("op-%d", last))
	})
}

func (a *API) takeBack(operation string) (any, error) {
	changes, known := a.book.before[operation]
	if !known {
		return nil, errs.New(errs.Conflict, api.CodeOperationUndone, "This was undone before")
	}
	delete(a.book.before, operation)

	done := api.Undone{Success: true, OperationID: operation}
	for _, c := range changes {
		if was, there := a.book.entries[c.id]; there && c.before == nil {
			done.Gone = append(done.Gone, was)
		}
		delete(a.book.entries, c.id)
		if c.before != nil {
			again := *c.before
			again.Version = a.next()
			a.book.entries[c.id] = again
			done.Restored = append(done.Restored, again)
		}
	}
	done.Mentioned = a.mention(told(slices.Concat(done.Restored, done.Gone)...)...)
	return done, nil
}
