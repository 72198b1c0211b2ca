package bottest

import (
	"bytes"
	"cmp"
	"net/http"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// kept is an answer that is given again, and what it answered.
type kept struct {
	asked  []byte
	answer any
}

// once gives the first answer of a key again, and refuses another question under it.
func (a *API) once(r *http.Request, do func() (any, error)) (any, error) {
	key := r.Header.Get("Idempotency-Key")
	body, _ := r.Context().Value(bodyKey{}).([]byte)
	asked := append([]byte(r.URL.Path+"\n"), body...)
	if first, again := a.book.answers[key]; again && key != "" {
		if !bytes.Equal(first.asked, asked) {
			return nil, errs.New(errs.Conflict, api.CodeIdempotencyMismatch, "The key was used for another request")
		}
		return first.answer, nil
	}
	out, err := do()
	if err == nil && key != "" {
		a.book.answers[key] = kept{asked, out}
	}
	return out, err
}

func (a *API) createTransaction(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		asked, err := in[api.CreateTransaction](r)
		if err != nil {
			return nil, err
		}
		return a.post(r, api.Transaction{
			Kind: asked.Kind, AccountID: asked.AccountID, Amount: string(asked.Amount), Currency: asked.Currency,
			CategoryID: asked.CategoryID, Date: asked.Date, Note: asked.Note, Payee: asked.Payee, Tags: asked.Tags,
		}), nil
	})
}

func (a *API) createTransfer(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		asked, err := in[api.CreateTransfer](r)
		if err != nil {
			return nil, err
		}
		currencies := map[int64]string{}
		for _, account := range a.accounts {
			currencies[account.ID] = account.Currency
		}
		received, currency := string(cmp.Or(asked.ToAmount, asked.Amount)), currencies[asked.ToAccountID]
		return a.post(r, api.Transaction{
			Kind: api.Transfer, AccountID: asked.FromAccountID, Amount: string(asked.Amount), Currency: currencies[asked.FromAccountID],
			ToAccountID: &asked.ToAccountID, ToAmount: &received, ToCurrency: &currency,
			Date: cmp.Or(asked.Date, time.Now().UTC().Format(api.DateForm)), Note: strings.TrimSpace(asked.Note), Tags: asked.Tags,
		}), nil
	})
}

func (a *API) post(r *http.Request, e api.Transaction) api.Transaction {
	operation := a.operation()
	e.ID = a.next()
	a.put(operation, e.ID, &e)
	booked := a.book.entries[e.ID]
	if r.URL.Query().Get("mentioned") == "true" {
		booked.Mentioned = a.mention(told(booked)...)
	}
	return booked
}
