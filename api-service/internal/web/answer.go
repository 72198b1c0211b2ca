package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// ErrChanged says that If-Match names content that is not there any more.
var ErrChanged = errs.New(errs.Conflict, api.CodeRequestChanged, "This was changed meanwhile; please look at it again")

// answer writes what a use case returned. Nothing of the API may be kept by a cache unasked.
func answer(c echo.Context, route Route, out any) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if s, ok := out.(Stream); ok {
		return stream(c, route, s)
	}
	if t, ok := out.(tagged); ok {
		c.Response().Header().Set("ETag", t.ETag())
	}
	if !route.ETag {
		return c.JSON(route.Status, out)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	tag := etag(body)
	c.Response().Header().Set("ETag", tag)
	if route.Method != http.MethodGet {
		return c.JSONBlob(route.Status, body)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	if matches(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(route.Status, body)
}

// tagged is an answer that names its own content.
type tagged interface{ ETag() string }

// tagOf is the name that an answer of a type gives its content; empty where it gives none.
func tagOf[Out any](body []byte) string {
	var out Out
	if _, ok := any(out).(tagged); !ok || json.Unmarshal(body, &out) != nil {
		return ""
	}
	return any(out).(tagged).ETag()
}

// once answers a request that carries an Idempotency-Key.
func (r *Router) once(
	c echo.Context, route Route, key string, tag func(body []byte) string, f func(context.Context) (any, error),
) error {
	sent, isFile := c.Get(fingerprintKey).(string) // a form is written anew for each try, its file is the same
	if !isFile {
		body, err := readBody(c)
		if err != nil {
			return err
		}
		sent = string(body)
	}
	// The path is part of it with its parameters: the same body elsewhere is another request.
	sum := sha256.Sum256([]byte(route.Method + " " + c.Request().URL.Path + "\n" + sent))
	status, first, err := r.first(c, route, key, sum[:], func(ctx context.Context) ([]byte, error) {
		out, err := f(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if route.ETag {
		c.Response().Header().Set("ETag", etag(first))
	} else if tag := tag(first); tag != "" {
		c.Response().Header().Set("ETag", tag)
	}
	return c.JSONBlob(status, first)
}

// first gives the first answer to a request: that of f, or the one that is kept.
func (r *Router) first(c echo.Context, route Route, key string, fingerprint []byte, f answering) (int, []byte, error) {
	if route.Finishes {
		return r.finish(c, route, key, fingerprint, f)
	}
	done, err := r.work(c, route)
	if err != nil {
		return 0, nil, err
	}
	defer done()
	return r.guard.Answers.Once(c.Request().Context(), key, fingerprint, route.Status, f)
}

func etag(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// MustMatch gives ErrChanged where an If-Match header means other content than there is.
func MustMatch(header string, content any) error {
	if header == "" {
		return nil
	}
	body, err := json.Marshal(content)
	if err != nil {
		return err
	}
	if !matches(header, etag(body)) {
		return ErrChanged
	}
	return nil
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
