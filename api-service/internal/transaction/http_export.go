package transaction

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"financebot/api-service/internal/statement"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// exportPatience is how long a reader may take for a million entries.
const exportPatience = 10 * time.Minute

func mountExport(r *web.Router, h handler) {
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/transactions/export", Access: web.Family, Timeout: exportPatience,
		PartlyStepUp: true,
		Produces:     []web.Produces{{Media: "text/csv"}, {Media: "application/json", Body: api.TransactionExport{}}},
		Summary:      "Entries as a file; a chat's session exports up to a year at a time"}, h.export)
}

func (h handler) export(ctx context.Context, in api.ExportTransactions) (web.Stream, error) {
	e, err := h.transactions.Export(ctx, in)
	if err != nil {
		return web.Stream{}, err
	}
	name := "transactions-" + e.At.Format(api.DateForm)
	if in.Format == "json" {
		return web.Stream{Media: "application/json", Name: name + ".json", Write: e.writeJSON}, nil
	}
	return web.Stream{Media: "text/csv; charset=utf-8", Name: name + ".csv", Write: func(ctx context.Context, w io.Writer) error {
		if in.BOM {
			if _, err := io.WriteString(w, "\ufeff"); err != nil {
				return err
			}
		}
		return e.writeCSV(ctx, w)
	}}, nil
}

// writeCSV writes a table that an import reads back as the same entries. Texts that a
// spreadsheet would run are guarded; amounts have a sign, so that they can be added up.
func (e Export) writeCSV(ctx context.Context, w io.Writer) error {
	_, err := io.WriteString(w, statement.Line("id", "date", "kind", "account", "amount", "currency", "to_account", "to_amount", "to_currency",
		"category", "payee", "note", "tags", "splits", "created_at"))
	if err != nil {
		return err
	}
	return e.each(ctx, e.filter, func(t Transaction) error {
		_, err := io.WriteString(w, e.line(t))
		return err
	})
}

func (e Export) line(t Transaction) string {
	amount, toAmount := t.Amount, ""
	if t.Kind != api.Income {
		amount = amount.Neg()
	}
	if t.Kind == api.Transfer {
		toAmount = t.ToAmount.Decimal()
	}
	var parts []statement.Split
	for _, p := range t.Splits {
		parts = append(parts, statement.Split{Category: e.category(p.CategoryID), Amount: money.Of(p.Minor, amount.Currency).Decimal(), Note: p.Note})
	}
	return statement.Line(strconv.FormatInt(t.ID, 10), t.Date.Format(api.DateForm), t.Kind, statement.Guard(e.names[t.AccountID]),
		amount.Decimal(), amount.Currency, statement.Guard(e.names[t.ToAccountID]), toAmount, t.ToAmount.Currency,
		statement.Guard(e.category(t.CategoryID)), statement.Guard(t.Payee), statement.Guard(t.Note), statement.Tags(t.Tags),
		statement.Splits(parts), t.CreatedAt.Format(time.RFC3339))
}

func (e Export) category(id *int64) string {
	if id == nil {
		return ""
	}
	return e.index.paths[*id]
}

// writeJSON writes an api.TransactionExport, entry by entry.
func (e Export) writeJSON(ctx context.Context, w io.Writer) error {
	o := web.WriteObject(w)
	o.Field("exported_at", e.At)
	o.Field("accounts", e.Accounts)
	o.Field("categories", e.Categories)
	o.List("items", func(add func(any) error) error {
		return e.each(ctx, e.filter, func(t Transaction) error { return add(toAPI(t)) })
	})
	return o.End()
}
