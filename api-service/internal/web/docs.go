package web

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	frontend "financebot/api-service/web"
)

// MountDocs serves the OpenAPI document, written when it is first asked for, and the page that
// shows it.
func MountDocs(e *echo.Echo, write func() ([]byte, error)) {
	written := sync.OnceValues(write)
	e.Match(toRead, "/openapi.json", func(c echo.Context) error {
		document, err := written()
		if err != nil {
			return err
		}
		tag, h := etag(document), c.Response().Header()
		h.Set("ETag", tag)
		h.Set(echo.HeaderCacheControl, "no-cache")
		if matches(c.Request().Header.Get("If-None-Match"), tag) {
			return c.NoContent(http.StatusNotModified)
		}
		return c.JSONBlob(http.StatusOK, document)
	})
	e.Match(toRead, "/docs", page("docs", frontend.Pages("")["docs"]))
}
