package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// The cookie of a device that has signed in. It opens nothing.
const (
	deviceCookie = "device"
	deviceLife   = 60 * 24 * time.Hour
)

// device is an answer after which the caller's device is a known one.
type device interface{ DeviceToken() string }

// remember hands a cookie to a device that signed in. Scripts cannot read it, and other sites
// cannot have it sent along.
func (r *Router) remember(c echo.Context, out any) {
	known, ok := out.(device)
	if !ok || known.DeviceToken() == "" {
		return
	}

	c.SetCookie(&http.Cookie{ // #nosec G124 -- Secure wherever the pages are opened over TLS
		Name: deviceCookie, Value: known.DeviceToken(), Path: "/api", MaxAge: int(deviceLife.Seconds()),
		HttpOnly: true, Secure: r.secure, SameSite: http.SameSiteStrictMode,
	})
}
