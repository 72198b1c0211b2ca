package report

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
	"financebot/pkg/money"
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

// flows adds up income, expense and transfers from day to day, apart by periods that begin on
// starts, the first of which is the first day.
func (s store) flows(ctx context.Context, who actor.Actor, starts []time.Time, to time.Time) (facts, error) {
	var sums []byte
	f, days, err := s.ask(ctx, flowSums, arguments(who, starts, to), &sums)
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
	f, days, err := s.ask(ctx, categorySums, args, &sums, &names)
	if err != nil {
		return f, err
	}
	if f.sums, err = readSums(sums, days); err != nil {
		return f, err
	}
	f.names, err = readNames(names)
	return f, err
}

func arguments(who actor.Actor, starts []time.Time, to time.Time) map[string]any {
	days := make([]string, len(starts))
	for i, day := range starts {
		days[i] = day.Format(api.DateForm)
	}
	return map[string]any{
		"family": who.FamilyID, "user": who.UserID,
		"starts": "{" + strings.Join(days, ",") + "}", "from": starts[0], "to": to,
	}
}

// ask reads the one row of a report.
func (s store) ask(ctx context.Context, columns string, args map[string]any, more ...any) (facts, []time.Time, error) {
	var (
		f            facts
		days, quotes []byte
	)
	into := append([]any{&f.base, &f.language, &days, &quotes}, more...)
	row := s.db.From(ctx).Raw(segments+known+columns+ofWhom, args).Row()
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

func readDays(raw []byte) ([]time.Time, error) {
	var texts []string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil, err
	}
	days := make([]time.Time, len(texts))
	for i, text := range texts {
		var err error
		if days[i], err = time.Parse(api.DateForm, text); err != nil {
			return nil, err
		}
	}
	return days, nil
}

func readQuotes(raw []byte) ([]money.Quote, error) {
	var rows []struct{ Date, Base, Quote, Rate string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	out := make([]money.Quote, len(rows))
	for i, r := range rows {
		date, err := time.Parse(api.DateForm, r.Date)
		if err != nil {
			return nil, err
		}
		rate, err := money.ParseRate(r.Rate)
		if err != nil {
			return nil, err
		}
		out[i] = money.Quote{Date: date, Base: r.Base, Quote: r.Quote, Rate: rate}
	}
	return out, nil
}

func readSums(raw []byte, days []time.Time) ([]sum, error) {
	var rows []struct {
		Segment        int
		Kind, Currency string
		CategoryID     *int64 `json:"category_id"`
		Minor, Entries int64
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	out := make([]sum, len(rows))
	for i, r := range rows {
		out[i] = sum{days[r.Segment-1], r.Kind, r.Currency, r.CategoryID, r.Minor, r.Entries}
	}
	return out, nil
}

func readNames(raw []byte) ([]category, error) {
	var rows []struct {
		ID          int64
		ParentID    *int64 `json:"parent_id"`
		Name, Emoji string
	}
	err := json.Unmarshal(raw, &rows)
	out := make([]category, len(rows))
	for i, r := range rows {
		out[i] = category(r)
	}
	return out, err
}
