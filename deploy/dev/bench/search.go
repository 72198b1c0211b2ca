package bench

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/bench/load"
	"financebot/pkg/api"
)

// searchers call at once: enough to keep both cores at work, few enough that one does not wait for
// the others.
const searchers = 2

// habits are what a person's filters go by: what is frequent in the books.
type habits struct {
	word, tag string
	account   string // its number, as the following
	category  string
	author    string
	currency  string
	large     string // an amount that one entry of a hundred reaches
}

// filter is a kind of list that is measured in the workspace with usual books, alone in its
// database, and in the large one among thousands of others.
type filter struct {
	name  string
	query func(habits) url.Values
}

// filters are all that a list can be asked for, each by itself, and some together.
var filters = []filter{
	{"find-word", func(h habits) url.Values { return url.Values{"q": {h.word}} }},
	{"find-no-word", func(habits) url.Values { return url.Values{"q": {"zzyzx"}} }},
	{"find-near-word", func(h habits) url.Values { return url.Values{"q": {h.word + "x"}} }},
	{"find-two-letters", func(h habits) url.Values { return url.Values{"q": {string([]rune(h.word)[:2])}} }},
	{"find-no-two-letters", func(habits) url.Values { return url.Values{"q": {"qj"}} }},
	{"find-kind", func(habits) url.Values { return url.Values{"kind": {api.Transfer}} }},
	{"find-account", func(h habits) url.Values { return url.Values{"account_id": {h.account}} }},
	{"find-category", func(h habits) url.Values { return url.Values{"category_id": {h.category}} }},
	{"find-tag", func(h habits) url.Values { return url.Values{"tag": {h.tag}} }},
	{"find-no-tag", func(habits) url.Values { return url.Values{"tag": {"zzyzx"}} }},
	{"find-author", func(h habits) url.Values { return url.Values{"author_id": {h.author}} }},
	{"find-currency", func(h habits) url.Values { return url.Values{"currency": {h.currency}} }},
	{"find-amounts", func(h habits) url.Values { return url.Values{"currency": {h.currency}, "min_amount": {h.large}} }},
	{"find-no-amount", func(h habits) url.Values {
		return url.Values{"currency": {h.currency}, "min_amount": {"99999999"}}
	}},
	{"find-period", func(habits) url.Values {
		from := time.Now().UTC().AddDate(-1, 0, 0)
		return url.Values{"from": {from.Format(api.DateForm)}, "to": {from.AddDate(0, 1, 0).Format(api.DateForm)}}
	}},
	{"find-word-account", func(h habits) url.Values { return url.Values{"q": {h.word}, "account_id": {h.account}} }},
	{"find-word-tag", func(h habits) url.Values { return url.Values{"q": {h.word}, "tag": {h.tag}} }},
	{"find-account-kind", func(h habits) url.Values {
		return url.Values{"account_id": {h.account}, "kind": {api.Expense}}
	}},
	{"find-all-together", func(h habits) url.Values {
		return url.Values{"q": {h.word}, "account_id": {h.account}, "category_id": {h.category}, "author_id": {h.author},
			"currency": {h.currency}, "kind": {api.Expense}, "min_amount": {"1"}, "from": {"2000-01-01"}}
	}},
}

// habitsOf looks up what is frequent in the books of a person.
func habitsOf(ctx context.Context, conn *pgx.Conn, p person) (h habits, err error) {
	err = conn.QueryRow(ctx, `
		WITH t AS (
			SELECT t.* FROM transactions t JOIN family_members m ON m.family_id = t.family_id AND m.is_active
			JOIN users u ON u.id = m.user_id WHERE u.email = $1
		)
		SELECT (SELECT note FROM t WHERE note <> '' GROUP BY note ORDER BY count(*) DESC, note LIMIT 1),
			(SELECT tag FROM t, unnest(tags) AS tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 1),
			(SELECT CAST(account_id AS text) FROM t GROUP BY account_id ORDER BY count(*) DESC, account_id LIMIT 1),
			(SELECT CAST(category_id AS text) FROM t WHERE category_id IS NOT NULL GROUP BY category_id ORDER BY count(*) DESC, category_id LIMIT 1),
			(SELECT CAST(min(created_by) AS text) FROM t),
			(SELECT currency FROM t GROUP BY currency ORDER BY count(*) DESC LIMIT 1),
			(SELECT CAST(percentile_disc(0.99) WITHIN GROUP (ORDER BY amount) / 100 AS text) FROM t)`, p.email).
		Scan(&h.word, &h.tag, &h.account, &h.category, &h.author, &h.currency, &h.large)
	return h, err
}

// calls are a filter's first page and one from deep down, by turns.
func (f filter) calls(p person, h habits) []load.Caller {
	query := f.query(h)
	query.Set("limit", "50")
	calls := [][]byte{get("/transactions?"+query.Encode(), p.token)}
	if deep := p.cursors[len(p.cursors)/2]; deep != "" {
		query.Set("cursor", deep)
		calls = append(calls, get("/transactions?"+query.Encode(), p.token))
	}

	callers := make([]load.Caller, searchers)
	for i := range callers {
		callers[i] = &rota{calls: calls, next: i, want: 200}
	}
	return callers
}

// side is one of the two places where filters are measured.
type side struct {
	target *target
	person person
	habits habits
}

// sides are the usual books alone and the large ones among others.
func (m measuring) sides(ctx context.Context) (both [2]side, err error) {
	both[0] = side{target: &m.servers.alone, person: m.people.alone}
	both[1] = side{target: &m.servers.api, person: m.people.many[0]}
	for i, database := range []string{m.servers.aloneURL, m.servers.postgres.URL} {
		conn, err := pgx.Connect(ctx, database)
		if err != nil {
			return both, err
		}
		// As the server does by itself some time after much was written.
		_, err = conn.Exec(ctx, "VACUUM (ANALYZE) transactions, transaction_tags, transaction_splits")
		if err == nil {
			both[i].habits, err = habitsOf(ctx, conn, both[i].person)
		}
		if err := conn.Close(ctx); err != nil {
			return both, err
		}
		if err != nil {
			return both, err
		}
	}
	return both, nil
}

// searches measures every filter at both places by turns.
func (m measuring) searches(ctx context.Context) ([]Search, error) {
	if !m.plan.searching() {
		return nil, nil
	}
	tell(m.out, "filters of lists")
	both, err := m.sides(ctx)
	if err != nil {
		return nil, err
	}

	var all []Search
	for _, f := range filters {
		if !m.plan.only.MatchString(f.name) {
			continue
		}
		s := Search{Name: f.name, Asked: told(f.query(both[1].habits))}
		for round := range m.plan.rounds + 1 {
			for turn := range 2 {
				i := (turn + round) % 2
				measured, err := m.one(ctx, both[i].target, load.Load{Callers: f.calls(both[i].person, both[i].habits), For: m.plan.each / 2})
				if err != nil {
					return nil, err
				}
				if round > 0 { // the first warms up
					s.add(i, measured)
				}
			}
		}
		s.settle()
		all = append(all, s)
	}
	return all, nil
}

// told is a query as people read it.
func told(query url.Values) string {
	text, err := url.QueryUnescape(query.Encode())
	if err != nil {
		return query.Encode()
	}
	return strings.ReplaceAll(text, "&", " ")
}

// searching reports whether any filter is to be measured.
func (p plan) searching() bool {
	for _, f := range filters {
		if p.only.MatchString(f.name) {
			return true
		}
	}
	return false
}
