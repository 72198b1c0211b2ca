package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
)

const mediaPNG = "image/png"

// HandleDrawn mounts a use case whose answer can also be had as a picture: with format=png in
// the query, or where there is no format and the Accept header likes a picture better.
func HandleDrawn[In, Out any](r *Router, route Route, h func(context.Context, In) (Out, error), draw func(context.Context, In) ([]byte, error)) {
	route.draw = func(ctx context.Context, in any) ([]byte, error) { return draw(ctx, in.(In)) }
	Handle(r, route, h)
}

// picture answers with a picture where the caller asked for one.
func picture(c echo.Context, route Route, in any) (drawn bool, err error) {
	if route.draw == nil {
		return false, nil
	}
	c.Response().Header().Set(echo.HeaderVary, echo.HeaderAccept)
	if !likesPicture(c.QueryParam("format"), c.Request().Header.Get(echo.HeaderAccept)) {
		return false, nil
	}
	body, err := route.draw(c.Request().Context(), in)
	if err != nil {
		return true, err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return true, c.Blob(http.StatusOK, mediaPNG, body)
}

func likesPicture(format, accept string) bool {
	if format != "" {
		return format == api.Drawn
	}
	return liking(accept, mediaPNG) > liking(accept, echo.MIMEApplicationJSON)
}

// liking is the weight in thousandths that an Accept header gives a media type: that of the
// most exact range that has it (RFC 9110 §12.5.1).
func liking(accept, media string) int {
	kind, _, _ := strings.Cut(media, "/")
	weight, exactness := 0, 0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		exact := map[string]int{media: 3, kind + "/*": 2, "*/*": 1}[strings.ToLower(strings.TrimSpace(name))]
		if exact > exactness {
			weight, exactness = weightOf(params), exact
		}
	}
	return weight
}

func weightOf(params string) int {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		if !strings.EqualFold(name, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil || q < 0 || q > 1 {
			return 0
		}
		return int(q * 1000)
	}
	return 1000
}
