package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// choice is the mapping that a preview offers for a value of a field, about a text of the file.
func choice(t *testing.T, seen api.Import, field, value, text string) *api.ImportMapping {
	t.Helper()
	for _, c := range seen.Choices {
		if c.Field == field && c.Value == value && c.Text == text {
			return c.Mapping
		}
	}
	t.Fatalf("there is no choice %s %s %q among %+v", field, value, text, seen.Choices)
	return nil
}

// offered are the choices of a preview in one line each, with the first row as it would be read.
func offered(seen api.Import) string {
	var all []string
	for _, c := range seen.Choices {
		line := strings.TrimSpace(fmt.Sprint(c.Field, " ", c.Value, " ", c.Text))
		if c.Supposed {
			line += " (supposed)"
		}
		if len(c.Rows) > 0 {
			r := c.Rows[0]
			line += fmt.Sprint(": ", r.Date, " ", r.Kind, " ", r.Amount, " ", r.Words)
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

// choosing has one doubt after the other answered, each by the mapping that the preview before
// offers, and gives what is seen at last.
func choosing(t *testing.T, c *client.Client, seen api.Import, answers ...[3]string) (api.Import, api.ImportPlan) {
	t.Helper()
	plan := api.ImportPlan{ID: seen.ID}
	for _, a := range answers {
		plan.Mapping = choice(t, seen, a[0], a[1], a[2])
		var err error
		if seen, err = c.PreviewImport(context.Background(), plan); err != nil {
			t.Fatal(err)
		}
	}
	return seen, plan
}

func TestWhatIsUnsureIsOfferedAndObeyed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for name, test := range map[string]struct {
		file, unsure, offered string
		answers               [][3]string
		want                  string
	}{
		"days and months": {"Date,Text,Amount\n01/02/2026,Oak,-1.00\n02/03/2026,Elm,-2.00\n", "date_order",
			"date_order dmy (supposed): 2026-02-01 expense 1.00 Oak\ndate_order mdy: 2026-01-02 expense 1.00 Oak",
			[][3]string{{"date_order", "mdy", ""}}, "2026-01-02 expense 1.00 Oak\n2026-02-03 expense 2.00 Elm"},
		"the mark": {"Date;Text;Amount\n2026-01-13;Oak;-1.234\n", "decimal",
			"decimal .: 2026-01-13 expense 1.234 Oak\ndecimal , (supposed): 2026-01-13 expense 1234 Oak",
			[][3]string{{"decimal", ",", ""}}, "2026-01-13 expense 1234.00 Oak"},
		"amounts without a sign": {"Date,Text,Amount\n2026-01-13,Oak,1.00\n2026-01-14,Elm,2.00\n2026-01-15,Ash,3.00\n", "direction",
			"direction in (supposed): 2026-01-13 income 1.00 Oak\ndirection out: 2026-01-13 expense 1.00 Oak",
			[][3]string{{"direction", "out", ""}}, "2026-01-13 expense 1.00 Oak\n2026-01-14 expense 2.00 Elm\n2026-01-15 expense 3.00 Ash"},
		"a doubt at a time": {"Date,Text,Amount\n01/02/2026,Oak,1.00\n02/03/2026,Elm,2.00\n02/03/2026,Ash,3.00\n", "date_order direction",
			"date_order dmy (supposed): 2026-02-01 income 1.00 Oak\ndate_order mdy: 2026-01-02 income 1.00 Oak\n" +
				"direction in (supposed): 2026-02-01 income 1.00 Oak\ndirection out: 2026-02-01 expense 1.00 Oak",
			[][3]string{{"date_order", "mdy", ""}, {"direction", "out", ""}}, "2026-01-02 expense 1.00 Oak\n2026-02-03 expense 2.00 Elm\n2026-02-03 expense 3.00 Ash"},
		"two columns of which nothing is known": {"Date,Text,Xx,Yy\n2026-01-13,Oak,1.00,\n2026-01-14,Pay,,9.00\n", "direction",
			"direction column Xx: 2026-01-13 expense 1.00 Oak\ndirection column Yy: 2026-01-13 income 1.00 Oak",
			[][3]string{{"direction", "column", "Xx"}}, "2026-01-13 expense 1.00 Oak\n2026-01-14 income 9.00 Pay"},
		"two words of which nothing is known": {"Date,Text,Amount,Type\n2026-01-13,Oak,1.00,xup\n2026-01-14,Pay,9.00,yod\n2026-01-15,Elm,2.00,xup\n", "direction",
			"direction in: 2026-01-13 income 1.00 Oak\ndirection out: 2026-01-13 expense 1.00 Oak\n" +
				"direction word xup: 2026-01-13 expense 1.00 Oak\ndirection word yod: 2026-01-13 income 1.00 Oak",
			[][3]string{{"direction", "word", "xup"}}, "2026-01-13 expense 1.00 Oak\n2026-01-14 income 9.00 Pay\n2026-01-15 expense 2.00 Elm"},
		"two columns that may be the amount": {"Date,Text,Xx,Yy\n2026-01-13,Oak,-1.00,-7.00\n2026-01-14,Elm,-2.00,-20.00\n", "columns",
			"columns column Xx (supposed): 2026-01-13 expense 1.00 Oak\ncolumns column Yy: 2026-01-13 expense 7.00 Oak",
			[][3]string{{"columns", "column", "Yy"}}, "2026-01-13 expense 7.00 Oak\n2026-01-14 expense 20.00 Elm"},
		"a fee": {"Date,Text,Amount,Fee\n2026-01-13,Oak,-10.00,1.00\n2026-01-14,Elm,-2.00,0.00\n", "fee",
			"fee added Fee (supposed): 2026-01-13 expense 11.00 Oak\nfee within Fee: 2026-01-13 expense 10.00 Oak",
			[][3]string{{"fee", "within", "Fee"}}, "2026-01-13 expense 10.00 Oak\n2026-01-14 expense 2.00 Elm"},
		"a state": {"Date,Text,Amount,State\n2026-01-13,Oak,-10.00,completed\n2026-01-14,Elm,-2.00,xyzzy\n", "state",
			"state book xyzzy (supposed): 2026-01-13 expense 10.00 Oak\nstate word xyzzy: 2026-01-13 expense 10.00 Oak",
			[][3]string{{"state", "word", "xyzzy"}}, "2026-01-13 expense 10.00 Oak\nheld: 2026-01-14 expense 2.00 xyzzy"},
		"letters": {"Date;Text;Amount\n2026-01-13;Plat\xe3;-1,00\n", "encoding",
			"encoding windows-1250 (supposed): 2026-01-13 expense 1.00 Plată\nencoding windows-1252: 2026-01-13 expense 1.00 Platã",
			[][3]string{{"encoding", "windows-1252", ""}}, "2026-01-13 expense 1.00 Platã"},
	} {
		c, _ := a.Register(t, strings.ReplaceAll(name, " ", "-")+"@example.com")
		seen, err := c.Import(context.Background(), csvFile(test.file))
		if err != nil || strings.Join(seen.Unsure, " ") != test.unsure || offered(seen) != test.offered {
			t.Errorf("%s: %v, unsure %q, offered\n%s", name, err, seen.Unsure, offered(seen))
			continue
		}
		seen, plan := choosing(t, c, seen, test.answers...)
		if looked(seen) != test.want || len(seen.Unsure)+len(seen.Missing) != 0 {
			t.Errorf("%s is then\n%s\nunsure %q, missing %q", name, looked(seen), seen.Unsure, seen.Missing)
		}
		if _, err := c.ApplyImport(context.Background(), plan); err != nil {
			t.Errorf("%s is not booked: %v", name, err)
		}
		again, err := c.Import(context.Background(), csvFile(test.file))
		if err != nil || !again.Remembered || len(again.Unsure)+len(again.Missing) != 0 || again.New != 0 {
			t.Errorf("%s comes again: %v, remembered %v, unsure %q, missing %q, new %d\n%s", name, err, again.Remembered, again.Unsure, again.Missing, again.New, looked(again))
		}
	}
	sound(t, a)
}

// Where nothing tells which of two columns went out, nothing is booked before that is said.
func TestNothingIsSupposedOfTwoUnknownColumns(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	seen, err := c.Import(ctx, csvFile("Date,Text,Xx,Yy\n2026-01-13,Oak,1.00,\n2026-01-14,Pay,,9.00\n"))
	if err != nil || strings.Join(seen.Missing, " ") != "direction" || len(seen.Rows) != 0 {
		t.Fatalf("seen: %v, %+v", err, seen)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); err == nil || errs.As(err).Code != "import.unmapped" {
		t.Errorf("it was booked: %v", err)
	}
}

// A statement of a card lists what was charged without a sign: a mapping can say so.
func TestPositiveMayBeWhatWentOut(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	home := accounts(t, c, map[string]string{"Card GBP": "GBP"})["Card GBP"]
	seen, err := c.Import(ctx, bankFile(t, "charges-positive.csv", home.ID))
	if err != nil {
		t.Fatal(err)
	}
	one := 1
	for _, m := range []api.ImportMapping{
		{Positive: api.PositiveOut},
		{HeaderLine: &one, Columns: []string{api.ColumnDate, api.ColumnNote, api.ColumnDebit}},
	} {
		turned, err := c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID, Mapping: &m})
		want := "2026-01-13 expense 12.50 Oak Bakery\n2026-01-14 expense 40.00 Oak Shop\n2026-01-20 income 52.50 PAYMENT RECEIVED - THANK YOU"
		if err != nil || looked(turned) != want {
			t.Errorf("by %+v: %v\n%s", m, err, looked(turned))
		}
	}
}

// Rows that the bank holds back stay out, unless the plan wants them.
func TestHeldRowsAreBookedOnlyWhereAsked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	home := accounts(t, c, map[string]string{"Bank": "EUR"})["Bank"]
	seen, err := c.Import(ctx, bankFile(t, "state-pending.csv", home.ID))
	want := "2026-01-13 income 100.00 Client Oak\nheld: 2026-01-14 expense 20.00 Pending\nheld: 2026-01-15 expense 21.00 Denied"
	if err != nil || looked(seen) != want || seen.Held != 2 || seen.New != 1 || seen.Total != 3 {
		t.Fatalf("seen: %v, held %d, new %d\n%s", err, seen.Held, seen.New, looked(seen))
	}
	plan := api.ImportPlan{ID: seen.ID, Held: api.HeldBook, SkipLines: []int{4}}
	all, err := c.PreviewImport(ctx, plan)
	if err != nil || looked(all) != "2026-01-13 income 100.00 Client Oak\n2026-01-14 expense 20.00 Shop Elm" || all.New != 2 || all.Held != 1 {
		t.Errorf("asked for: %v, held %d, new %d\n%s", err, all.Held, all.New, looked(all))
	}
	if done, err := c.ApplyImport(ctx, plan); err != nil || done.New != 2 || balance(t, c, home.ID) != "80.00" {
		t.Errorf("booked: %v, %d, balance %s", err, done.New, balance(t, c, home.ID))
	}
	undated, err := c.Import(ctx, bankFile(t, "state-no-day.csv", home.ID))
	if err != nil || undated.Held != 1 || undated.HeldRows[0].Date != "" {
		t.Fatalf("without a day: %v, %+v", err, undated.HeldRows)
	}
	undated, err = c.PreviewImport(ctx, api.ImportPlan{ID: undated.ID, Held: api.HeldBook})
	if err != nil || undated.Faults != 1 || undated.Problems[0].Code != "date" {
		t.Errorf("a row without a day was to be booked: %v, %+v", err, undated.Problems)
	}
}
