package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"financebot/pkg/errs"
)

// parcel has an input of every kind.
type parcel struct {
	Inner
	ID   string `path:"id" json:"-"`
	Text string `json:"text" query:"text"`
	On   bool   `json:"on" query:"on"`
	Only string `query:"only" json:"-"`
}

type Inner struct {
	Number int64 `json:"number" query:"number"`
}

// bindOne sends a request through Echo and gives what Bind made of it.
func bindOne(t *testing.T, target, body, media string) (out parcel, err error) {
	t.Helper()
	e := echo.New()
	e.POST("/things/:id", func(c echo.Context) error {
		out, err = Bind[parcel](c)
		return nil
	})
	req := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, req)
	if rec.Code != http.StatusOK {
		t.Fatalf("%s: %d", target, rec.Code)
	}
	return out, err
}

func TestInputIsReadFromWhereItTravels(t *testing.T) {
	t.Parallel()
	const media = "application/json; charset=utf-8"
	for name, step := range map[string]struct {
		target, body string
		want         parcel
	}{
		"all in the body":    {"/things/a", `{"number":1,"text":"x","on":true}`, parcel{Inner{1}, "a", "x", true, ""}},
		"all in the query":   {"/things/a?number=1&text=x&on=true&only=y", "", parcel{Inner{1}, "a", "x", true, "y"}},
		"some in each":       {"/things/a?number=1", `{"text":"x"}`, parcel{Inner{1}, "a", "x", false, ""}},
		"the same twice":     {"/things/a?number=1&number=1", `{"number":1}`, parcel{Inner{1}, "a", "", false, ""}},
		"zero in the body":   {"/things/a?number=1", `{"number":0}`, parcel{Inner{1}, "a", "", false, ""}},
		"an encoded path":    {"/things/a%2Fb", "", parcel{ID: "a/b"}},
		"encoded only once":  {"/things/a%252Fb", "", parcel{ID: "a%2Fb"}},
		"an encoded query":   {"/things/a?text=%C8%99%20%2B", "", parcel{ID: "a", Text: "ș +"}},
		"the largest number": {"/things/a?number=9223372036854775807", "", parcel{Inner{1<<63 - 1}, "a", "", false, ""}},
		"space around":       {"/things/a", " \n{} \n", parcel{ID: "a"}},
	} {
		if got, err := bindOne(t, step.target, step.body, media); err != nil || got != step.want {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, step.want)
		}
	}
}

func TestInputThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	const media = "application/json"
	for name, step := range map[string]struct {
		target, body, media string
		kind                errs.Kind
		field, code         string // of an Invalid one
	}{
		"query against body":     {"/things/a?number=1", `{"number":2}`, media, errs.Invalid, "number", "contradiction"},
		"query against itself":   {"/things/a?number=1&number=2", "", "", errs.Invalid, "number", "contradiction"},
		"text against text":      {"/things/a?text=x", `{"text":"y"}`, media, errs.Invalid, "text", "contradiction"},
		"no number":              {"/things/a?number=one", "", "", errs.Invalid, "number", "type"},
		"an empty number":        {"/things/a?number=", "", "", errs.Invalid, "number", "type"},
		"a number too large":     {"/things/a?number=9223372036854775808", "", "", errs.Invalid, "number", "type"},
		"a fraction":             {"/things/a", `{"number":1.5}`, media, errs.Invalid, "number", "type"},
		"a text for a number":    {"/things/a", `{"number":"1"}`, media, errs.Invalid, "number", "type"},
		"neither true nor false": {"/things/a?on=maybe", "", "", errs.Invalid, "on", "type"},
		"a NUL in the path":      {"/things/%00", "", "", errs.Invalid, "id", "invalid"},
		"bad UTF-8 in the query": {"/things/a?text=%ff", "", "", errs.Invalid, "text", "invalid"},
		"an unknown field":       {"/things/a", `{"other":1}`, media, errs.Invalid, "other", "unknown"},
		"a path field":           {"/things/a", `{"id":"b"}`, media, errs.Invalid, "id", "unknown"},
		"a query field":          {"/things/a", `{"only":"b"}`, media, errs.Invalid, "only", "unknown"},
		"a list":                 {"/things/a", `[1]`, media, errs.Invalid, "body", "type"},
		"two values":             {"/things/a", `{} {}`, media, errs.Refused, "", ""},
		"half a value":           {"/things/a", `{"text":"x`, media, errs.Refused, "", ""},
		"another media type":     {"/things/a", `{}`, "text/json", errs.Unsupported, "", ""},
		"too much":               {"/things/a", `{"text":"` + strings.Repeat("x", maxBody) + `"}`, media, errs.TooLarge, "", ""},
	} {
		_, err := bindOne(t, step.target, step.body, step.media)
		e := errs.As(err)
		if e == nil || e.Kind != step.kind {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		if step.kind == errs.Invalid && (len(e.Fields) != 1 || e.Fields[0].Field != step.field || e.Fields[0].Code != step.code) {
			t.Errorf("%s: got %+v", name, e.Fields)
		}
	}
}

// A backslash that people write is no escape.
func TestTextMayHaveABackslash(t *testing.T) {
	t.Parallel()
	got, err := bindOne(t, "/things/a", `{"text":"C:\\u0000"}`, "application/json")
	if err != nil || got.Text != `C:\u0000` {
		t.Errorf("got %q, %v", got.Text, err)
	}
}

func FuzzBind(f *testing.F) {
	for _, seed := range []string{`{}`, `{"number":1}`, `[`, "\x00", `{"text":"\ud800"}`, `{"text":"\\u0000"}`} {
		f.Add("number=1", seed)
	}
	f.Fuzz(func(t *testing.T, query, body string) {
		e := echo.New()
		req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		req.URL.RawQuery = query
		req.Header.Set("Content-Type", "application/json")
		c := e.NewContext(req, httptest.NewRecorder())
		c.SetParamNames("id")
		c.SetParamValues("x")
		got, err := Bind[parcel](c)
		if err != nil && errs.As(err) == nil {
			t.Errorf("%q: an unforeseen error: %v", body, err)
		}
		if err == nil && strings.ContainsRune(got.Text, 0) {
			t.Errorf("%q: a NUL came through", body)
		}
	})
}

// quiet is a log for nobody.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
