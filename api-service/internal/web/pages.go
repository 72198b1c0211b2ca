package web

import (
	"bytes"
	"errors"
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

// toRead are the methods of what can be read. To HEAD, which link previews and probes ask with,
// net/http sends the same headers and no body.
var toRead = []string{http.MethodGet, http.MethodHead}

// MountPages serves the pages for people, and one that says so where there is none. chat is the
// address that opens the bot.
func MountPages(e *echo.Echo, chat string) {
	pages := frontend.Pages(chat)
	for route, name := range map[string]string{"/": "home", "/link": "link", "/auth/callback": "callback"} {
		e.Match(toRead, route, page(name, pages[name]))
	}
	e.Match(toRead, "/assets/:name", func(c echo.Context) error {
		name := path.Base(c.Param("name"))
		body, err := frontend.Assets.ReadFile("assets/" + name)
		if err != nil {
			return ErrNoRoute
		}
		return serve(c, name, body, "public, max-age=60")
	})
	e.Use(missing(pages["missing"]))
}

func page(name string, body []byte) echo.HandlerFunc {
	return func(c echo.Context) error { return serve(c, name+".html", body, "no-cache") }
}

// missing answers people with a page, where programs get a problem document.
func missing(body []byte) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			wantsPage := strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMETextHTML)
			if !errors.Is(err, echo.ErrNotFound) || !wantsPage || strings.HasPrefix(c.Request().URL.Path, "/api/") {
				return err
			}
			protect(c, "no-store")
			return c.HTMLBlob(http.StatusNotFound, body)
		}
	}
}

// serve sends a file, or only says that the browser has it already.
func serve(c echo.Context, name string, body []byte, cache string) error {
	protect(c, cache)
	c.Response().Header().Set("ETag", etag(body))
	http.ServeContent(c.Response(), c.Request(), name, time.Time{}, bytes.NewReader(body))
	return nil
}

func protect(c echo.Context, cache string) {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, cache)
	h.Set("Content-Security-Policy", pagePolicy)
}
