package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// MountDocs serves the OpenAPI document and the page that shows it.
func MountDocs(e *echo.Echo, document []byte) {
	tag := etag(document)
	e.GET("/openapi.json", func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("ETag", tag)
		h.Set(echo.HeaderCacheControl, "no-cache")
		if matches(c.Request().Header.Get("If-None-Match"), tag) {
			return c.NoContent(http.StatusNotModified)
		}
		return c.JSONBlob(http.StatusOK, document)
	})
	e.Match(toRead, "/docs", page("docs.html"))
}
