package web

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	frontend "financebot/api-service/web"
)

// pagePolicy lets a page use what this host serves, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// toRead are the methods of a page: link previews ask with HEAD.
var toRead = []string{http.MethodGet, http.MethodHead}

// MountPages serves the pages for people, and one that says so where there is none.
func MountPages(e *echo.Echo) {
	for route, name := range map[string]string{
		"/": "home.html", "/link": "link.html", "/auth/callback": "callback.html", "/u/:referral_code": "user.html",
	} {
		e.Match(toRead, route, page(name))
	}
	e.Match(toRead, "/assets/:name", func(c echo.Context) error {
		return serve(c, http.StatusOK, "assets/"+path.Base(c.Param("name")), "public, max-age=60")
	})
	e.Use(missing)
}

func page(name string) echo.HandlerFunc {
	return func(c echo.Context) error { return serve(c, http.StatusOK, "pages/"+name, "no-cache") }
}

// missing answers people with a page, where programs get a problem document.
func missing(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		wantsPage := strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMETextHTML)
		if !errors.Is(err, echo.ErrNotFound) || !wantsPage || strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return err
		}
		return serve(c, http.StatusNotFound, "pages/missing.html", "no-store")
	}
}

// serve sends an embedded file, or only says that the browser has it already.
func serve(c echo.Context, status int, name, cache string) error {
	body, err := fs.ReadFile(frontend.Files, name)
	if err != nil {
		return ErrNoRoute
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, cache)
	h.Set("Content-Security-Policy", pagePolicy)
	if status != http.StatusOK {
		return c.HTMLBlob(status, body)
	}
	h.Set("ETag", etag(body))
	http.ServeContent(c.Response(), c.Request(), name, time.Time{}, bytes.NewReader(body))
	return nil
}
