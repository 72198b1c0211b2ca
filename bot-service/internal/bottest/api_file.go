package bottest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Reports are what the stand-in answers of any period.
type Reports struct {
	Summary    api.Summary
	ByCategory api.ByCategory
	Picture    []byte
}

// Report sets what reports say.
func (a *API) Report(r Reports) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reports = r
}

// Import sets what is found in the next files, and what they become.
func (a *API) Import(found api.Import) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.imported = found
}

// ImportBy sets what is found in the next files by each plan.
func (a *API) ImportBy(find func(api.ImportPlan) api.Import) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.importBy = find
}

// foundBy is what a plan makes of the file: without the problems of lines that it leaves out.
func (a *API) foundBy(plan api.ImportPlan) api.Import {
	found := a.imported
	if a.importBy != nil {
		found = a.importBy(plan)
	}
	faulty := len(found.Problems)
	found.Problems = slices.DeleteFunc(slices.Clone(found.Problems), func(p api.ImportProblem) bool {
		return slices.Contains(plan.SkipLines, p.Line)
	})
	found.Faults -= faulty - len(found.Problems)
	if plan.AccountID != 0 {
		found.AccountID = plan.AccountID
	}
	return found
}

// Uploaded is the last file that came.
func (a *API) Uploaded() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.uploaded
}

// Asked is the query of the last call of a path that has one.
func (a *API) Asked(path string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.queries[path]
}

func (a *API) summary(_ int64, r *http.Request) (any, error) {
	a.queries["summary"] = r.URL.RawQuery
	return a.reports.Summary, nil
}

func (a *API) byCategory(_ int64, r *http.Request) (any, error) {
	if r.URL.Query().Get("format") == "png" {
		return raw{"image/png", "", a.reports.Picture}, nil
	}
	return a.reports.ByCategory, nil
}

// raw is an answer that is no JSON.
type raw struct {
	media, name string
	content     []byte
}

func (a *API) importFile(_ int64, r *http.Request) (any, error) {
	body, _ := r.Context().Value(bodyKey{}).([]byte)
	media, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if strings.HasPrefix(media, "multipart/") {
		part, err := multipart.NewReader(bytes.NewReader(body), options["boundary"]).NextPart()
		if err != nil {
			return nil, err
		}
		if body, err = io.ReadAll(part); err != nil {
			return nil, err
		}
	}
	a.uploaded = body
	found := a.foundBy(api.ImportPlan{})
	found.OperationID = ""
	found.Name = r.URL.Query().Get("name")
	return found, nil
}

func (a *API) previewImport(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.ImportPlan](r)
	if err != nil {
		return nil, err
	}
	return a.foundBy(asked), nil
}

func (a *API) applyImport(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		asked, err := in[api.ImportPlan](r)
		a.applied = append(a.applied, asked)
		a.imported = a.foundBy(asked)
		a.imported.OperationID = a.operation()
		for _, row := range a.imported.Rows {
			if row.Duplicate == "" {
				id := a.next()
				a.put(a.imported.OperationID, id, &api.Transaction{
					ID: id, Kind: row.Kind, AccountID: asked.AccountID, Amount: row.Amount, Currency: row.Currency, Date: row.Date, Note: row.Note,
				})
			}
		}
		done := a.imported
		done.Status = api.ImportApplied
		return done, err
	})
}

// Applied are the plans by which files were booked.
func (a *API) Applied() []api.ImportPlan {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.applied
}

func (a *API) undoImport(int64, *http.Request) (any, error) {
	if a.imported.Status == api.ImportUndone {
		return nil, errs.New(errs.Conflict, api.CodeImportUndone, "This import was taken back before")
	}
	a.imported.Status = api.ImportUndone
	_, err := a.takeBack(a.imported.OperationID)
	return a.imported, err
}

func (a *API) export(_ int64, r *http.Request) (any, error) {
	q := r.URL.Query()
	a.queries["export"] = q.Get("from") + " " + q.Get("to")
	from, err := time.Parse(api.DateForm, q.Get("from"))
	if err != nil {
		return nil, err
	}
	to, err := time.Parse(api.DateForm, q.Get("to"))
	if err != nil || to.Sub(from) > 366*24*time.Hour {
		return nil, errs.New(errs.Forbidden, api.CodeStepUp, "Please sign in on the web")
	}
	lines := "id,amount\n"
	for _, e := range a.book.entries {
		lines += e.Note + "," + e.Amount + "\n"
	}
	return raw{"text/csv; charset=utf-8", "transactions.csv", []byte(lines)}, nil
}
