package report

import (
	"context"
	"strings"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// store reads what reports are made of, each report in one question. Entries are added up by
// the database while no rate changes and no period begins, and come as few sums: what rates
// do to them is exact and belongs to the rules.
type store struct{ db *postgres.DB }

// segments are the first days of these stretches, ascending; the first is the report's.
// Entries find theirs by a binary search, so that nothing is joined or sorted.
const segments = `
	WITH segments AS MATERIALIZED (
		SELECT array_agg(day ORDER BY day) AS days FROM (
			SELECT unnest(CAST(@starts AS date[])) AS day
			UNION SELECT date FROM exchange_rates WHERE family_id = @family AND date > @from AND date <= @to
		) AS d
	)`

const segment = `width_bucket(t.date, (SELECT days FROM segments))`

// known is what every report needs: the currency and the language to tell it in, the stretches,
// and each rate that holds on one of its days.
const known = `
	SELECT f.base_currency, u.language, (SELECT to_json(days) FROM segments),
		(SELECT coalesce(json_agg(r), '[]') FROM (
			(SELECT DISTINCT ON (base, quote) date, base, quote, CAST(rate AS text) AS rate FROM exchange_rates
			 WHERE family_id = @family AND date <= @from ORDER BY base DESC, quote DESC, date DESC)
			UNION ALL
			SELECT date, base, quote, CAST(rate AS text) FROM exchange_rates
			WHERE family_id = @family AND date > @from AND date <= @to) AS r)`

const ofWhom = `
	FROM families f CROSS JOIN users u WHERE f.id = @family AND u.id = @user`

// flowSums adds up days before stretches of them: a day is cheaper to tell apart.
const flowSums = `,
	(SELECT coalesce(json_agg(s), '[]') FROM (
		SELECT ` + segment + ` AS segment, t.kind, t.currency, CAST(sum(t.minor) AS bigint) AS minor, CAST(sum(t.entries) AS bigint) AS entries
		FROM (SELECT date, kind, currency, sum(amount) AS minor, count(*) AS entries
			FROM transactions WHERE family_id = @family AND date BETWEEN @from AND @to GROUP BY 1, 2, 3) AS t
		GROUP BY 1, 2, 3) AS s)`

// categorySums take split entries out of what has no category and add their parts instead.
const categorySums = `,
	(SELECT coalesce(json_agg(s), '[]') FROM (
		SELECT ` + segment + ` AS segment, t.currency, t.category_id, CAST(sum(t.minor) AS bigint) AS minor, CAST(sum(t.entries) AS bigint) AS entries
		FROM (
			SELECT date, currency, category_id, sum(amount) AS minor, count(*) AS entries
			FROM transactions WHERE family_id = @family AND date BETWEEN @from AND @to AND kind = @kind GROUP BY 1, 2, 3
			UNION ALL
			SELECT date, currency, NULL, -amount, -1
			FROM transactions WHERE family_id = @family AND date BETWEEN @from AND @to AND kind = @kind AND is_split
			UNION ALL
			SELECT e.date, e.currency, p.category_id, p.amount, 1
			FROM transactions e JOIN transaction_splits p ON p.family_id = e.family_id AND p.transaction_id = e.id
			WHERE e.family_id = @family AND e.date BETWEEN @from AND @to AND e.kind = @kind AND e.is_split
		) AS t GROUP BY 1, 2, 3) AS s),
	(SELECT coalesce(json_agg(c), '[]') FROM (
		SELECT id, parent_id, name, emoji FROM categories WHERE family_id = @family AND kind = @kind) AS c)`

// effects are what entries did to each account on each day; trends and balances both read them,
// so that a year of entries is gone through once.
const effects = `, effects AS MATERIALIZED (
	SELECT date, kind, account_id, sum(amount) AS minor, count(*) AS entries
	FROM transactions WHERE family_id = @family AND date >= @since GROUP BY 1, 2, 3)`

// stepSums are flowSums made of effects: an entry is in its account's currency.
const stepSums = `,
	(SELECT coalesce(json_agg(s), '[]') FROM (
		SELECT ` + segment + ` AS segment, t.kind, a.currency, CAST(sum(t.minor) AS bigint) AS minor, CAST(sum(t.entries) AS bigint) AS entries
		FROM effects t JOIN accounts a ON a.family_id = @family AND a.id = t.account_id
		WHERE t.date <= @to GROUP BY 1, 2, 3) AS s)`

// balanceSums are the accounts as they are, and what entries did to them after each of some
// days, which is to be taken back.
const balanceSums = `,
	(SELECT coalesce(json_agg(a), '[]') FROM (SELECT id, kind, currency, balance FROM accounts WHERE family_id = @family ORDER BY id) AS a),
	(SELECT coalesce(json_agg(m), '[]') FROM (
		SELECT width_bucket(t.date, CAST(@afters AS date[])) - 1 AS after, t.account_id, CAST(sum(t.minor) AS bigint) AS minor
		FROM (
			SELECT date, account_id, CASE kind WHEN 'income' THEN minor ELSE -minor END AS minor
			FROM effects WHERE date >= @after
			UNION ALL
			SELECT date, to_account_id, to_amount FROM transactions
			WHERE family_id = @family AND date >= @after AND kind = 'transfer'
		) AS t GROUP BY 1, 2) AS m)`

// flows adds up income, expense and transfers from day to day, apart by periods that begin on
// starts, the first of which is the first day.
func (s store) flows(ctx context.Context, who actor.Actor, starts []time.Time, to time.Time) (facts, error) {
	var sums []byte
	f, days, err := s.ask(ctx, known+flowSums, arguments(who, starts, to), &sums)
	if err != nil {
		return f, err
	}
	f.sums, err = readSums(sums, days)
	return f, err
}

// categories adds up one kind of a period by category.
func (s store) categories(ctx context.Context, who actor.Actor, p period, kind string) (facts, error) {
	var sums, names []byte
	args := arguments(who, []time.Time{p.from}, p.to)
	args["kind"] = kind
	f, days, err := s.ask(ctx, known+categorySums, args, &sums, &names)
	if err != nil {
		return f, err
	}
	if f.sums, err = readSums(sums, days); err != nil {
		return f, err
	}
	f.names, err = readNames(names)
	return f, err
}

// trend adds up each step, and what entries did to accounts after it.
func (s store) trend(ctx context.Context, who actor.Actor, steps []period) (facts, error) {
	starts, ends := make([]time.Time, len(steps)), make([]time.Time, len(steps))
	for i, step := range steps {
		starts[i], ends[i] = step.from, step.to
	}
	var sums, accounts, moves []byte
	args := arguments(who, starts, ends[len(ends)-1])
	addEnds(args, ends)
	args["since"] = starts[0]
	f, days, err := s.ask(ctx, effects+known+stepSums+balanceSums, args, &sums, &accounts, &moves)
	if err != nil {
		return f, err
	}
	if f.sums, err = readSums(sums, days); err != nil {
		return f, err
	}
	return f, readBalances(&f, accounts, moves)
}

// balances gives the accounts and what entries did to them after each of the days.
func (s store) balances(ctx context.Context, who actor.Actor, days []time.Time) (facts, error) {
	var accounts, moves []byte
	args := arguments(who, days[:1], days[len(days)-1])
	addEnds(args, days)
	args["since"] = args["after"]
	f, _, err := s.ask(ctx, effects+known+balanceSums, args, &accounts, &moves)
	if err != nil {
		return f, err
	}
	return f, readBalances(&f, accounts, moves)
}

func arguments(who actor.Actor, starts []time.Time, to time.Time) map[string]any {
	return map[string]any{"family": who.FamilyID, "user": who.UserID, "starts": dates(starts), "from": starts[0], "to": to}
}

// addEnds asks for what happened from the morning after each day.
func addEnds(args map[string]any, days []time.Time) {
	after := make([]time.Time, len(days))
	for i, day := range days {
		after[i] = day.AddDate(0, 0, 1)
	}
	args["afters"], args["after"] = dates(after), after[0]
}

// dates is how days travel to an array: database/sql has no arrays.
func dates(days []time.Time) string {
	texts := make([]string, len(days))
	for i, day := range days {
		texts[i] = day.Format(api.DateForm)
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// ask reads the one row of a report: what is known, and more.
func (s store) ask(ctx context.Context, statement string, args map[string]any, more ...any) (facts, []time.Time, error) {
	var (
		f            facts
		days, quotes []byte
	)
	into := append([]any{&f.base, &f.language, &days, &quotes}, more...)
	row := s.db.From(ctx).Raw(segments+statement+ofWhom, args).Row()
	if err := row.Scan(into...); err != nil {
		if postgres.OutOfRange(err) {
			return f, nil, ErrRange
		}
		return f, nil, err
	}
	starts, err := readDays(days)
	if err != nil {
		return f, nil, err
	}
	f.quotes, err = readQuotes(quotes)
	return f, starts, err
}
