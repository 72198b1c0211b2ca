package bench

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/pkg/api"
	"financebot/pkg/client"
)

// password is that of everybody whom "api seed" makes.
const password = "sow four seeds in spring"

// person is somebody who calls.
type person struct {
	email    string
	token    string
	accounts []account
	category int64    // of an expense
	cursors  []string // places in the list, the first page among them
	month    string   // the last one that is over, YYYY-MM
}

type account struct {
	id       int64
	currency string
}

// people are those with usual books, and the one with many entries.
type people struct {
	usual []person
	many  []person
	alone person // with usual books, alone in a database
}

// meet signs everybody in.
func (s *servers) meet(ctx context.Context, p plan) (people, error) {
	conn, err := pgx.Connect(ctx, s.postgres.URL)
	if err != nil {
		return people{}, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	rows, err := conn.Query(ctx, "SELECT email FROM users ORDER BY id LIMIT $1", p.families+1) // of the others nobody calls
	if err != nil {
		return people{}, err
	}
	emails, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return people{}, err
	}
	if len(emails) != p.families+1 {
		return people{}, fmt.Errorf("there are %d users", len(emails))
	}
	all := make([]person, len(emails))
	for i, email := range emails {
		if all[i], err = s.signIn(ctx, &s.api, email); err != nil {
			return people{}, fmt.Errorf("sign in as %s: %w", email, err)
		}
	}
	met := people{usual: all[1:], many: all[:1]}
	if p.searching() {
		met.alone, err = s.signIn(ctx, &s.alone, emails[0]) // the first one is the same everywhere
	}
	return met, err
}

// signIn finds out all that a person's calls need to know.
func (s *servers) signIn(ctx context.Context, t *target, email string) (person, error) {
	c := client.New("http://"+t.addr, &http.Client{Timeout: readyWithin})
	session, err := c.Login(ctx, api.Login{Email: email, Password: password})
	if err != nil {
		return person{}, err
	}
	p := person{email: email, token: session.AccessToken, cursors: []string{""}}
	p.month = time.Now().UTC().AddDate(0, 0, -time.Now().UTC().Day()).Format(api.MonthForm)
	c = c.As(p.token)
	accounts, err := c.Accounts(ctx)
	if err != nil {
		return p, err
	}
	for _, a := range accounts.Items {
		p.accounts = append(p.accounts, account{a.ID, a.Currency})
	}
	categories, err := c.Categories(ctx)
	if err != nil {
		return p, err
	}
	for _, category := range categories.Items {
		if category.Kind == api.Expense {
			p.category = category.ID
		}
	}
	for months := 1; months <= 30; months++ { // all over the three years
		day := time.Now().UTC().AddDate(0, -months, 0).Format(api.DateForm)
		page, err := c.Transactions(ctx, api.TransactionFilter{To: day, Limit: 1})
		if err != nil {
			return p, err
		}
		if page.NextCursor != "" {
			p.cursors = append(p.cursors, page.NextCursor)
		}
	}
	return p, nil
}
