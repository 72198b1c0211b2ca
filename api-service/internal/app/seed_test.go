package app_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/secret"
)

// On volumes just made, seed is the first command of all.
func TestSeedMakesItsSchemaWhereThereIsNone(t *testing.T) {
	t.Setenv("DATABASE_URL", pgtest.Empty(t))
	var told strings.Builder
	err := app.Seed(context.Background(), []string{"--families", "1", "--transactions", "3"}, &told)
	if err != nil || !strings.Contains(told.String(), "applied:") || !strings.Contains(told.String(), "sign in as") {
		t.Fatalf("got %v: %s", err, told.String())
	}

	// A schema that is behind belongs to somebody.
	if err := app.Migrate(context.Background(), []string{"down", "--yes"}, &told); err != nil {
		t.Fatal(err)
	}
	told.Reset()
	err = app.Seed(context.Background(), []string{"--add"}, &told)
	if err == nil || !strings.Contains(err.Error(), "migrate up") || told.Len() > 0 {
		t.Errorf("got %v: %s", err, told.String())
	}
}

// What is printed opens the books that were made, and they bear being worked with.
func TestSeededPeopleSignIn(t *testing.T) {
	url, ctx := pgtest.URL(t), context.Background()
	t.Setenv("DATABASE_URL", url)
	var told strings.Builder
	if err := app.Seed(ctx, []string{"--families", "2", "--transactions", "120", "--seed", "3"}, &told); err != nil {
		t.Fatal(err)
	}
	signIn := regexp.MustCompile(`(\S+) … (\S+) with the password "([^"]+)"`).FindStringSubmatch(told.String())
	if signIn == nil {
		t.Fatalf("nothing tells how to sign in: %s", told.String())
	}
	a := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text(url) })
	for _, email := range signIn[1:3] {
		session, err := a.Client().Login(ctx, api.Login{Email: email, Password: signIn[3]})
		if err != nil {
			t.Fatal(err)
		}
		person := a.Client().As(session.AccessToken)
		page, err := person.Transactions(ctx, api.TransactionFilter{Limit: 200})
		if err != nil || len(page.Items) != 120 {
			t.Fatalf("got %d entries, %v", len(page.Items), err)
		}
		if _, err := person.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "12.50"}); err != nil {
			t.Error(err)
		}
	}
	if err := app.Seed(ctx, nil, &told); err == nil {
		t.Error("a database with users was seeded again")
	}
	if err := app.Seed(ctx, []string{"--families", "many"}, &told); err == nil {
		t.Error("a number was taken that is none")
	}
	if err := app.Check(ctx, &told); err != nil {
		t.Errorf("%v: %s", err, told.String())
	}
}
