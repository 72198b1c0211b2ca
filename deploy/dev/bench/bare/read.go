package main

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// workspace is where a user works.
const workspace = `(SELECT family_id FROM family_members WHERE user_id = $1 AND is_active)`

func (s server) me(r *http.Request, userID int64) (any, error) {
	var u api.User
	err := s.db.QueryRow(r.Context(), `
		SELECT id, email, email_verified, telegram_id, username, first_name, last_name, is_active, language, timezone,
			referral_code, referred_by, public_profile, photo_file_id, created_at, updated_at
		FROM users WHERE id = $1`, userID).
		Scan(&u.ID, &u.Email, &u.EmailVerified, &u.TelegramID, &u.Username, &u.FirstName, &u.LastName, &u.IsActive, &u.Language,
			&u.Timezone, &u.ReferralCode, &u.ReferredBy, &u.PublicProfile, &u.PhotoFileID, &u.CreatedAt, &u.UpdatedAt)
	return u, err
}

func (s server) accounts(r *http.Request, userID int64) (any, error) {
	rows, err := s.db.Query(r.Context(), `
		SELECT id, family_id, name, kind, currency, opening, balance, archived, created_at
		FROM accounts WHERE family_id = `+workspace+` ORDER BY id`, userID)
	if err != nil {
		return nil, err
	}
	items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a api.Account, err error) {
		var opening, balance int64
		err = row.Scan(&a.ID, &a.FamilyID, &a.Name, &a.Kind, &a.Currency, &opening, &balance, &a.Archived, &a.CreatedAt)
		a.Opening, a.Balance = money.Of(opening, a.Currency).Decimal(), money.Of(balance, a.Currency).Decimal()
		return a, err
	})
	return api.Page[api.Account]{Items: items}, err
}

const page = 50

func (s server) list(r *http.Request, userID int64) (any, error) {
	where, args := "", []any{userID, page + 1}
	if cursor := r.URL.Query().Get("cursor"); cursor != "" {
		day, id, err := after(cursor)
		if err != nil {
			return nil, err
		}
		where, args = " AND (t.date, t.id) < ($3, $4)", append(args, day, id)
	}
	rows, err := s.db.Query(r.Context(), `
		SELECT t.id, t.family_id, t.kind, t.account_id, t.amount, t.currency, t.to_account_id, t.to_amount, t.to_currency,
			t.category_id, t.date, t.note, t.payee, t.tags, t.created_by, t.version, t.created_at, t.updated_at,
			CASE WHEN t.is_split THEN (SELECT json_agg(s ORDER BY s.position) FROM transaction_splits s
				WHERE s.family_id = t.family_id AND s.transaction_id = t.id) END
		FROM transactions t WHERE t.family_id = `+workspace+where+` ORDER BY t.date DESC, t.id DESC LIMIT $2`, args...)
	if err != nil {
		return nil, err
	}
	items, err := pgx.CollectRows(rows, scan)
	if err != nil || len(items) <= page {
		return api.Page[api.Transaction]{Items: items}, err
	}
	last := items[page-1]
	return api.Page[api.Transaction]{Items: items[:page],
		NextCursor: strings.ReplaceAll(last.Date, "-", "") + "." + strconv.FormatInt(last.ID, 36)}, nil
}

// after reads a cursor of the API.
func after(cursor string) (time.Time, int64, error) {
	text, number, _ := strings.Cut(cursor, ".")
	day, err := time.Parse("20060102", text)
	if err != nil {
		return day, 0, err
	}
	id, err := strconv.ParseInt(number, 36, 64)
	return day, id, err
}

func scan(row pgx.CollectableRow) (api.Transaction, error) {
	var (
		t        api.Transaction
		amount   int64
		toAmount *int64
		date     time.Time
		parts    []struct {
			CategoryID *int64 `json:"category_id"`
			Amount     int64  `json:"amount"`
			Note       string `json:"note"`
		}
	)
	err := row.Scan(&t.ID, &t.FamilyID, &t.Kind, &t.AccountID, &amount, &t.Currency, &t.ToAccountID, &toAmount, &t.ToCurrency,
		&t.CategoryID, &date, &t.Note, &t.Payee, &t.Tags, &t.CreatedBy, &t.Version, &t.CreatedAt, &t.UpdatedAt, &parts)
	t.Amount, t.Date, t.Splits = money.Of(amount, t.Currency).Decimal(), date.Format(api.DateForm), []api.Split{}
	if toAmount != nil {
		arrives := money.Of(*toAmount, *t.ToCurrency).Decimal()
		t.ToAmount = &arrives
	}
	for _, p := range parts {
		t.Splits = append(t.Splits, api.Split{CategoryID: p.CategoryID, Amount: api.Decimal(money.Of(p.Amount, t.Currency).Decimal()), Note: p.Note})
	}
	return t, err
}

func (s server) summary(r *http.Request, userID int64) (any, error) {
	month, err := time.Parse(api.MonthForm, r.URL.Query().Get("month"))
	if err != nil {
		return nil, err
	}
	before, end := month.AddDate(0, -1, 0), month.AddDate(0, 1, -1)
	rows, err := s.db.Query(r.Context(), `
		SELECT date >= $2, kind, currency, sum(amount)::bigint, count(*), (SELECT base_currency FROM families WHERE id = family_id)
		FROM transactions WHERE family_id = `+workspace+` AND date BETWEEN $3 AND $4 GROUP BY 1, 2, 3, family_id`,
		userID, month, before, end)
	if err != nil {
		return nil, err
	}
	out := api.Summary{PeriodFlow: period(month, end), Previous: period(before, month.AddDate(0, 0, -1))}
	sums := map[*api.PeriodFlow][2]int64{}
	var (
		current                    bool
		kind, currency, base       string
		amount, entries            int64
		errMixed                   = errors.New("only entries in the workspace's currency are added up here")
		flow, earlier              = &out.PeriodFlow, &out.Previous
		income, expense, positions = 0, 1, map[string]int{api.Income: 0, api.Expense: 1}
	)
	_, err = pgx.ForEachRow(rows, []any{&current, &kind, &currency, &amount, &entries, &base}, func() error {
		of := earlier
		if current {
			of = flow
		}
		of.Total.Currency = base
		if kind == api.Transfer {
			of.Transfers += entries
			return nil
		}
		if currency != base {
			return errMixed
		}
		sum := sums[of]
		sum[positions[kind]] += amount
		sums[of] = sum
		of.Total.Entries += entries
		return nil
	})
	for of, sum := range sums {
		c := of.Total.Currency
		of.Total.Income, of.Total.Expense = money.Of(sum[income], c).Decimal(), money.Of(sum[expense], c).Decimal()
		of.Total.Net = money.Of(sum[income]-sum[expense], c).Decimal()
		of.Currencies = []api.Flow{of.Total}
	}
	a, b := sums[flow], sums[earlier]
	c := flow.Total.Currency
	out.Change = api.Change{
		Income: money.Of(a[income]-b[income], c).Decimal(), Expense: money.Of(a[expense]-b[expense], c).Decimal(),
		Net:           money.Of(a[income]-a[expense]-b[income]+b[expense], c).Decimal(),
		IncomePercent: percent(a[income], b[income]), ExpensePercent: percent(a[expense], b[expense]),
	}
	return out, err
}

func period(from, to time.Time) api.PeriodFlow {
	return api.PeriodFlow{
		Period:     api.Period{From: from.Format(api.DateForm), To: to.Format(api.DateForm)},
		Currencies: []api.Flow{}, NotConverted: []api.Flow{}, Rates: []api.UsedRate{},
	}
}

// percent is how much more or less than before, with one digit; nothing where there was nothing.
func percent(now, before int64) *string {
	if before == 0 {
		return nil
	}
	tenths := (now - before) * 1000 / before
	text := fmt.Sprintf("%d.%d", tenths/10, max(tenths, -tenths)%10)
	return &text
}
