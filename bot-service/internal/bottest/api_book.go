package bottest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// ids are the parts of a path that name one thing.
var ids = regexp.MustCompile(`/([0-9]+|op-[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27})(/|$)`)

// booking is what a stand-in keeps of the entries; one book for everybody.
type booking struct {
	categories []api.Category
	entries    map[int64]api.Transaction
	before     map[string][]change // of each operation that can be undone
	answers    map[string]kept     // by idempotency key
	learned    map[string]int64    // the category chosen for a note the last time
	last       int64
	files      map[int64]int // beside each entry
	age        time.Duration // how long ago everything is done
	looks      int           // how many entries a page looks at; zero is all
}

type change struct {
	id     int64
	before *api.Transaction
}

func newBooking() booking {
	return booking{
		categories: []api.Category{
			{ID: 1, Kind: api.Expense, Name: "Food", Emoji: "🍔"}, {ID: 2, Kind: api.Expense, Name: "Home", Emoji: "🏠"},
			{ID: 3, Kind: api.Income, Name: "Salary", Emoji: "💼"},
		},
		entries: map[int64]api.Transaction{}, before: map[string][]change{}, answers: map[string]kept{}, learned: map[string]int64{},
		files: map[int64]int{},
	}
}

// Entries are all that is booked, by id.
func (a *API) Entries() []api.Transaction {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []api.Transaction
	for _, e := range a.book.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y api.Transaction) int { return cmp.Compare(x.ID, y.ID) })
	return all
}

func (a *API) next() int64 {
	a.book.last++
	return a.book.last
}

// put replaces an entry, nil meaning that it goes, under an operation.
func (a *API) put(operation string, id int64, after *api.Transaction) {
	var before *api.Transaction
	if e, known := a.book.entries[id]; known {
		before = &e
	}
	a.book.before[operation] = append(a.book.before[operation], change{id, before})
	delete(a.book.entries, id)
	if after != nil {
		after.Version = a.next()
		after.OperationID = operation
		after.UpdatedAt = time.Now().Add(-a.book.age)
		a.book.entries[id] = *after
	}
}

func (a *API) operation() string { return fmt.Sprintf("op-%d", a.next()) }

func (a *API) quickAdd(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) { return a.bookText(r) })
}

func (a *API) bookText(r *http.Request) (any, error) {
	asked, err := in[api.QuickAdd](r)
	if err != nil {
		return nil, err
	}
	out, err := a.read(asked)
	if err != nil {
		return nil, err
	}
	for _, id := range asked.Replaces {
		if _, known := a.book.entries[id]; !known {
			return nil, errEntry
		}
	}
	out.OperationID = a.operation()
	for _, id := range asked.Replaces {
		a.put(out.OperationID, id, nil)
	}
	for i := range out.Items {
		e := &out.Items[i].Transaction
		e.ID = a.next()
		a.put(out.OperationID, e.ID, e)
	}
	out.Mentioned = a.mention(out.Items...)
	return out, nil
}

func (a *API) parseEntries(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.QuickAdd](r)
	if err != nil {
		return nil, err
	}
	return a.read(asked)
}

func (a *API) read(asked api.QuickAdd) (out api.QuickAdded, err error) {
	today := entry.DateOf(time.Now().UTC())
	entries, err := entry.Parse(asked.Text, entry.Options{Language: asked.Language, Today: today, Currency: a.accounts[0].Currency})
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		if fault := a.lacks(e); fault != nil {
			refusal := *entry.ErrUnreadable
			refusal.Fields = []errs.Field{{Field: fmt.Sprint("line ", e.Line), Code: fault.Code, Message: fault.Message}}
			return out, &refusal
		}
		if e.Amount.Scale == 0 && e.Amount.Units >= far && !asked.Sure {
			refusal := *entry.ErrUnreadable
			field := fmt.Sprint("line ", e.Line)
			refusal.Fields = []errs.Field{{Field: field, Code: api.CodeQuickLarge}}
			refusal.Choices = []errs.Choice{{Field: field, Part: asked.Text, Text: asked.Text}}
			return out, &refusal
		}
		q, err := a.quickEntry(e, today)
		if err != nil {
			return out, err
		}
		if id, known := a.book.learned[e.Note]; known && q.CategoryID == nil && e.Category == "" && !asked.Literal {
			q.CategoryID = &id
		}
		if q.CategoryID == nil && q.UnknownCategory == "" && q.Kind != api.Transfer {
			q.Likely = a.likely(q.Kind)
		}
		out.Items = append(out.Items, q)
	}
	return out, nil
}

// far is the least sum that is asked about.
const far = 100_000_000

// likely are the first two categories of a kind.
func (a *API) likely(kind string) (two []api.Category) {
	for _, c := range a.book.categories {
		if c.Kind == kind && len(two) < 2 {
			two = append(two, c)
		}
	}
	return two
}

// lacks says which account an entry wants that is not there.
func (a *API) lacks(e entry.Entry) *errs.Error {
	has := func(is func(api.Account) bool) bool { return slices.ContainsFunc(a.accounts, is) }
	switch {
	case e.Account != "" && !has(func(other api.Account) bool {
		return strings.EqualFold(other.Name, e.Account) || strings.EqualFold(other.Kind, e.Account)
	}):
		return errs.New(errs.Invalid, api.CodeQuickAccount, "There is no such account")
	case e.Account == "" && e.Amount.Currency != "" && !has(func(other api.Account) bool { return other.Currency == e.Amount.Currency }):
		return errs.New(errs.Invalid, api.CodeQuickCurrency, "There is no account in this currency")
	}
	return nil
}

func (a *API) quickEntry(e entry.Entry, today entry.Date) (api.QuickEntry, error) {
	account := a.accounts[0]
	for _, other := range slices.Backward(a.accounts) {
		if strings.EqualFold(other.Name, e.Account) || e.Account == "" && other.Currency == e.Amount.Currency {
			account = other
		}
	}
	amount, err := e.Amount.In(account.Currency)
	if err != nil {
		return api.QuickEntry{}, err
	}
	if e.Date.IsZero() {
		e.Date = today
	}
	q := api.QuickEntry{Line: e.Line, Transaction: api.Transaction{
		Kind: string(e.Kind), AccountID: account.ID, Amount: amount.Decimal(), Currency: amount.Currency,
		Date: e.Date.String(), Note: e.Note, Payee: e.Payee, Tags: e.Tags,
	}}
	if e.Kind == entry.Transfer {
		a.receive(&q.Transaction, e)
	}
	name := cmp.Or(e.Category, e.Note)
	at := slices.IndexFunc(a.book.categories, func(c api.Category) bool {
		return c.Kind == q.Kind && strings.EqualFold(c.Name, name)
	})
	q.Named = at >= 0 || e.Category != ""
	if at >= 0 {
		q.CategoryID = &a.book.categories[at].ID
	} else {
		q.UnknownCategory = e.Category
	}
	for _, read := range e.Readings {
		q.Readings = append(q.Readings, api.Reading(read))
	}
	return q, nil
}

// receive tells where a transfer arrives.
func (a *API) receive(t *api.Transaction, e entry.Entry) {
	for _, to := range a.accounts {
		if strings.EqualFold(to.Name, e.ToAccount) {
			amount := t.Amount
			if received, err := e.ToAmount.In(to.Currency); err == nil && !e.ToAmount.IsZero() {
				amount = received.Decimal()
			}
			t.ToAccountID, t.ToAmount, t.ToCurrency = &to.ID, &amount, &to.Currency
		}
	}
}

var errEntry = errs.New(errs.NotFound, api.CodeTransactionUnknown, "There is no such entry")

// named is the id in the path of a call.
func named(r *http.Request) string {
	found := ids.FindStringSubmatch(r.URL.Path)
	if found == nil {
		return ""
	}
	return found[1]
}

func (a *API) entry(r *http.Request) (api.Transaction, error) {
	id, err := strconv.ParseInt(named(r), 10, 64)
	if err != nil {
		return api.Transaction{}, errEntry
	}
	e, known := a.book.entries[id]
	if !known {
		return e, errEntry
	}
	return e, nil
}

func (a *API) transaction(_ int64, r *http.Request) (any, error) { return a.entry(r) }

// LookAt bounds how many entries a page of a list looks at, as the API does on a larger scale.
func (a *API) LookAt(entries int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.book.looks = entries
}

func (a *API) listTransactions(_ int64, r *http.Request) (any, error) {
	var all []api.Transaction
	for _, e := range a.book.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y api.Transaction) int {
		return cmp.Or(strings.Compare(y.Date, x.Date), cmp.Compare(y.ID, x.ID))
	})

	q := r.URL.Query()
	from, _ := strconv.Atoi(q.Get("cursor"))
	limit, _ := strconv.Atoi(q.Get("limit"))
	page := api.TransactionPage{Page: api.Page[api.Transaction]{Items: []api.Transaction{}}}
	for i := min(from, len(all)); i < len(all); i++ {
		if len(page.Items) == limit {
			page.NextCursor = strconv.Itoa(i)
			break
		}
		if a.book.looks > 0 && i == from+a.book.looks {
			page.NextCursor, page.LookedTo = strconv.Itoa(i), all[i-1].Date
			break
		}
		if wanted(all[i], q) {
			page.Items = append(page.Items, all[i])
		}
	}
	return page, nil
}

// wanted reports whether an entry belongs to a list.
func wanted(e api.Transaction, q url.Values) bool {
	category := q.Get("category_id")
	return strings.Contains(strings.ToLower(e.Note), strings.ToLower(q.Get("q"))) &&
		(category == "" || e.CategoryID != nil && strconv.FormatInt(*e.CategoryID, 10) == category) &&
		(q.Get("from") == "" || q.Get("from") == e.Date)
}
