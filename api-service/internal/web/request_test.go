package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

func TestCallersWhoHangUpAreNoTrouble(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	log := slog.New(slog.NewTextHandler(&lines, nil))
	for want, broken := range map[string]func(cancel func()){
		"level=INFO msg=request request_id=\"\" method=GET route=unknown status=499": func(cancel func()) { cancel() },
		"level=WARN msg=request request_id=\"\" method=GET route=unknown status=500": func(func()) {},
	} {
		lines.Reset()
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		e := echo.New()
		c := e.NewContext(httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx), httptest.NewRecorder())
		waits := within(Route{Timeout: time.Minute}, func(echo.Context) error {
			broken(cancel)
			return context.Canceled // as a database says it
		})
		if err := measured(log, prometheus.NewRegistry())(waits)(c); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(lines.String(), want) {
			t.Errorf("got %s, want %s", lines.String(), want)
		}
	}
}
