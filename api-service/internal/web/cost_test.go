package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"financebot/deploy/dev/devtest"
)

// However a body is built, a byte of a large one costs no more to read than one of a small one.
func TestCostOfABodyGrowsWithItsSize(t *testing.T) {
	t.Parallel()
	e := echo.New()
	for name, body := range map[string]struct{ head, again string }{
		"deep lists":     {`{"text":`, "["},
		"deep objects":   {"", `{"text":`},
		"a long list":    {`{"text":[0`, ",0"},
		"many fields":    {`{"text":""`, `,"text":""`},
		"unknown fields": {`{"text":""`, `,"x":0`},
		"a long text":    {`{"text":"`, "a"},
		"escapes":        {`{"text":"`, `\u0041`},
		"blanks":         {`{`, " "},
		"digits":         {`{"number":1`, "0"},
		"bad letters":    {`{"text":"`, "\xff"},
	} {
		input := func(size int) []byte {
			return append([]byte(body.head), bytes.Repeat([]byte(body.again), size/len(body.again))...)
		}
		devtest.HoldsCost(t, name, 512<<10, input, func(input []byte) {
			req := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(input))
			req.Header.Set("Content-Type", "application/json")
			c := e.NewContext(req, httptest.NewRecorder())
			c.SetParamNames("id")
			c.SetParamValues("x")
			_, _ = Bind[parcel](c) // refused as dearly as read
		})
	}
}
