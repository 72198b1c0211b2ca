package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// answer writes what a use case returned. Nothing of the API may be kept by a cache unasked.
func answer(c echo.Context, route Route, out any) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if !route.ETag {
		return c.JSON(route.Status, out)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	tag := etag(body)
	c.Response().Header().Set("ETag", tag)
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	if matches(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(route.Status, body)
}

func etag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// matches compares weakly, as If-None-Match demands (RFC 9110 §13.1.2).
func matches(header, tag string) bool {
	for given := range strings.SplitSeq(header, ",") {
		given = strings.TrimSpace(given)
		if given == "*" || strings.TrimPrefix(given, "W/") == tag {
			return true
		}
	}
	return false
}
