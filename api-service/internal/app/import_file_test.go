package app_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

const importPath = "/api/v1/transactions/import"

// form is a multipart body with one file.
func form(t *testing.T, field, media, content string) (body, contentType string) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="` + field + `"; filename="C:\\Users\\ana\\extras de cont.csv"`}, "Content-Type": {media},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	_ = w.Close()
	return out.String(), w.FormDataContentType()
}

func TestFilesComeInFormsOrAsTheyAre(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, who := a.Register(t, "ana@example.com")
	send := func(body, media, key string) apptest.Answer {
		header := []string{"Content-Type", media}
		if key != "" {
			header = append(header, "Idempotency-Key", key)
		}
		return a.Do(t, apptest.Request{Path: importPath, Body: body, Bearer: who.AccessToken, Header: header})
	}
	const table = "Date,Amount\n2026-01-05,-1\n"
	body, media := form(t, "file", "text/csv", table)
	first := send(body, media, "k-1")
	if first.Status != http.StatusCreated || first.String("name") != "extras de cont.csv" {
		t.Errorf("a form: %d %s", first.Status, first.Text)
	}
	body, media = form(t, "file", "text/csv", table) // with another boundary
	if again := send(body, media, "k-1"); again.String("id") != first.String("id") {
		t.Errorf("the same form again: %d %s", again.Status, again.Text)
	}
	if plain := send(table, "text/csv; charset=utf-8", ""); plain.Status != http.StatusCreated {
		t.Errorf("as it is: %d %s", plain.Status, plain.Text)
	}
	wrongPart, wrongMedia := form(t, "data", "text/csv", table)
	picture, pictureMedia := form(t, "file", "image/png", table)
	large, largeMedia := form(t, "file", "text/csv", strings.Repeat("x", api.MaxFile+1))
	for name, step := range map[string]struct {
		body, media string
		status      int
		code        string
	}{
		"JSON":                {`{"a":1}`, "application/json", 415, api.CodeMediaType},
		"no type":             {table, "", 415, api.CodeMediaType},
		"a picture":           {picture, pictureMedia, 415, api.CodeMediaType},
		"a form without it":   {wrongPart, wrongMedia, 422, "request.no_file"},
		"a broken form":       {"--x\r\nbroken", "multipart/form-data; boundary=x", 400, api.CodeBadJSON},
		"nothing":             {"", "text/csv", 422, "request.invalid"},
		"blanks":              {" \n \n", "text/csv", 422, "import.empty"},
		"headings only":       {"Date,Amount\n", "text/csv", 422, "import.empty"},
		"a program":           {"MZ\x90\x00\x03 program, not a table; a,b,c\r\n", "application/octet-stream", 422, "import.format"},
		"too large":           {strings.Repeat("x", api.MaxFile+1), "text/csv", 413, api.CodeTooLarge},
		"too large in a form": {large, largeMedia, 413, api.CodeTooLarge},
	} {
		refused(t, name, send(step.body, step.media, ""), step.status, step.code)
	}
	wrong := a.Do(t, apptest.Request{Path: importPath + "?encoding=utf-8", Body: "Date,Amount,Note\n2026-01-05,1,caf\xe9\n", Bearer: who.AccessToken,
		Header: []string{"Content-Type", "text/csv"}})
	refused(t, "another encoding", wrong, 422, "import.encoding")
	if !strings.Contains(wrong.String("detail"), "Line 2") {
		t.Errorf("the line is not named: %s", wrong.Text)
	}
}

// endless is a body of which it is counted how much was read, also while it is still sent.
type endless struct {
	left int
	read atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	e.left -= n
	e.read.Add(int64(n))
	return n, nil
}

// Fifty megabytes are refused after ten, or at once where their length is said; without a
// token not even ten are read. What fills the buffers between both ends is counted too: some
// four megabytes of the sender's, and up to six of a receiver that reads.
func TestHugeFilesAreNotRead(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, who := a.Register(t, "ana@example.com")
	for name, step := range map[string]struct {
		bearer string
		length int64
		status int
		atMost int64
	}{
		"said":          {who.AccessToken, 50 << 20, 413, api.MaxFile},
		"not said":      {who.AccessToken, -1, 413, api.MaxFile + 14<<20},
		"from stranger": {"nobody", -1, 401, api.MaxFile},
	} {
		body := &endless{left: 50 << 20}
		req := a.Make(t, apptest.Request{Path: importPath, Bearer: step.bearer, Header: []string{"Content-Type", "text/csv"}})
		req.Body, req.ContentLength = io.NopCloser(body), step.length
		got := a.Send(t, req)
		if got.Status != step.status || body.read.Load() > step.atMost {
			t.Errorf("%s: %d after %d bytes: %s", name, got.Status, body.read.Load(), got.Text)
		}
	}
}

func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	stranger, _, _ := ledger(t, a, "bob@example.com")
	seen, err := c.Import(ctx, csvFile("Date,Amount\n2026-01-05,-1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stranger.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); !is(err, "import.unknown") {
		t.Errorf("a stranger books: %v", err)
	}
	if _, err := stranger.PreviewImport(ctx, api.ImportPlan{ID: seen.ID}); !is(err, "import.unknown") {
		t.Errorf("a stranger looks: %v", err)
	}
	if list, err := stranger.Imports(ctx, api.ImportFilter{}); err != nil || len(list.Items) != 0 {
		t.Errorf("a stranger lists: %v %+v", err, list)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := stranger.UndoImport(ctx, api.UndoImport{ID: seen.ID}); !is(err, "import.unknown") {
		t.Errorf("a stranger undoes: %v", err)
	}
	if _, err := a.DB.Pool().Exec(ctx, "UPDATE family_members SET role = 'viewer'"); err != nil {
		t.Fatal(err)
	}
	a.Advance(10 * time.Second) // nobody told that the role changed: passes end by themselves
	for what, err := range map[string]error{
		"uploads": second(c.Import(ctx, csvFile("Date,Amount\n2026-01-05,-1\n"))),
		"books":   second(c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID})),
		"undoes":  second(c.UndoImport(ctx, api.UndoImport{ID: seen.ID})),
	} {
		if !is(err, "family.role") {
			t.Errorf("a viewer %s: %v", what, err)
		}
	}
}

func second(_ api.Import, err error) error { return err }

func TestRowsThatFitNoAccountAreTold(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	stranger, _, _ := ledger(t, a, "bob@example.com")
	theirs, err := stranger.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	yen, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Yen", Kind: "bank", Currency: "JPY"})
	if err != nil {
		t.Fatal(err)
	}
	old, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Old", Kind: "bank", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	closed := true
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: old.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}
	seen, err := c.Import(ctx, csvFile("Date,Amount,Currency,Account,To account,To amount,Kind,Splits\n"+
		"2026-01-05,-1.50,JPY,Yen,,,,\n2026-01-05,-1,USD,Yen,,,,\n2026-01-05,-1,USD,Old,,,,\n2026-01-05,-1,USD,Nowhere,,,,\n"+
		"2999-01-05,-1,USD,Card,,,,\n2026-01-05,-1,USD,Card,Nowhere,,transfer,\n2026-01-05,-1,USD,Card,Yen,,transfer,\n"+
		"2026-01-05,-1,USD,Card,Card,,transfer,\n2026-01-05,-2,USD,Card,,,,\"[{\"\"amount\"\":\"\"1\"\"}]\"\n2026-01-05,99999999999999,USD,Card,,,,\n"+
		"2026-01-05,-1,USD,Card,Yen,150,transfer,\n"))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, p := range seen.Problems {
		codes = append(codes, p.Code)
	}
	if got := strings.Join(codes, " "); got != "precision currency archived account date account to_amount same_account splits range" || seen.New != 1 {
		t.Errorf("got %s, %d new", got, seen.New)
	}
	for name, test := range map[string]struct {
		plan api.ImportPlan
		code string
	}{
		"no account":         {api.ImportPlan{AccountID: 999}, "account.unknown"},
		"another's account":  {api.ImportPlan{AccountID: theirs.Items[0].ID}, "account.unknown"},
		"an archived one":    {api.ImportPlan{AccountID: old.ID}, "account.archived"},
		"a name for another": {api.ImportPlan{Accounts: map[string]int64{"Nowhere": theirs.Items[0].ID}}, "account.unknown"},
		"no category":        {api.ImportPlan{Categories: map[string]int64{"x": 999}}, "category.unknown"},
	} {
		test.plan.ID = seen.ID
		if _, err := c.ApplyImport(ctx, test.plan); !is(err, test.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A file of several currencies goes to several accounts, by their currencies.
	mixed, err := c.Import(ctx, csvFile("Date,Amount,Currency\n2026-01-05,-1,USD\n2026-01-05,-2,JPY\n"))
	if err != nil || mixed.Faults != 1 {
		t.Fatalf("mixed: %v %+v", err, mixed)
	}
	done, err := c.ApplyImport(ctx, api.ImportPlan{ID: mixed.ID, AccountID: card.ID, Accounts: map[string]int64{"JPY": yen.ID}})
	if err != nil || done.New != 2 || balance(t, c, yen.ID) != "-2" || balance(t, c, card.ID) != "99.00" {
		t.Errorf("mixed: %v %+v", err, done)
	}
	if balance(t, c, cash.ID) != "0.00" {
		t.Error("something went elsewhere")
	}
	sound(t, a)
}

// A chat's file is signed as a whole, also where it is larger than any JSON may be.
func TestChatsSendLargeFiles(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	chat, _ := a.Chat(t, 7)
	text := "Date,Amount,Note\n" + strings.Repeat("2026-01-05,-1,"+strings.Repeat("x", 400)+"\n", 6_000)
	seen, err := chat.Import(ctx, csvFile(text))
	if err != nil || seen.Total != 6_000 || seen.Lookalikes != 5_999 {
		t.Fatalf("%d bytes: %v, %d rows", len(text), err, seen.Total)
	}
	done, err := chat.Once("chat-1").ApplyImport(ctx, api.ImportPlan{ID: seen.ID, Duplicates: api.DuplicatesSkipAll})
	if err != nil || done.New != 1 {
		t.Errorf("booked: %v %+v", err, done)
	}
	req := a.Make(t, apptest.Request{Path: importPath, Body: text, Bearer: "nobody", Header: []string{"Content-Type", "text/csv"}})
	apptest.Sign(req, text, a.BotKey, a.Now())
	if got := a.Send(t, req); got.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("signed, without a token: %d %s", got.Status, got.Text)
	}
}

// Where nothing can be a date and an amount it is not asked which column they are.
func TestTextsThatAreNoTableAreToldSo(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	for what, text := range map[string]string{
		"another delimiter": "Date~Amount~Note\n2026-05-02~-4.10~Bread\n2026-05-03~-5.10~Fish\n",
		"blanks":            "Date        Amount    Note\n2026-05-02  -4.10     Bread\n2026-05-03  -5.10     Fish\n",
		"prose":             "Dear Ana,\n\nI bought bread on May 2, and it was good.\nSee you.\n",
		"JSON":              `[{"date":"2026-05-02","amount":-4.10},` + "\n" + `{"date":"2026-05-03","amount":-5.10}]`,
		"JSON in lines":     "{\n  \"items\": [\n    {\n      \"date\": \"2026-05-02\"\n    }\n  ]\n}\n",
	} {
		if _, err := c.Import(ctx, csvFile(text)); !is(err, api.CodeImportNoTable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	seen, err := c.Import(ctx, csvFile("a,b,c\nx1,y2,z\nx3,y4,z\n"))
	if err != nil || len(seen.Missing) == 0 {
		t.Errorf("a table whose columns are to be named: %+v, %v", seen, err)
	}
}
