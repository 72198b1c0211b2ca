package web

import (
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What a caller is told where no slice has a word for it.
var (
	ErrInternal    = errs.New(errs.Internal, api.CodeInternal, "Internal server error")
	ErrUnavailable = errs.New(errs.Unavailable, api.CodeUnavailable, "The service is not available right now; please try again")
	ErrNoRoute     = errs.New(errs.NotFound, api.CodeRouteUnknown, "There is nothing at this address")
	errMethod      = errs.New(errs.Refused, api.CodeMethodNotAllowed, "This address does not take that method")
)

// problems is the one place where errors become answers.
type problems struct {
	log    *slog.Logger
	outage func(error) bool // whether an unforeseen error means that a dependency is down
}

func (p problems) handle(err error, c echo.Context) {
	if c.Response().Committed {
		if errors.Is(err, errCutOff) {
			p.log.Warn("answer cut off", "request_id", requestID(c), "route", c.Path(), "error", err)
		}
		return
	}
	e, status := p.explain(err, c)
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, api.ProblemType)
	header.Set(echo.HeaderCacheControl, "no-store")
	if e.RetryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
	if e.Kind == errs.Unauthenticated {
		header.Set("WWW-Authenticate", "Bearer")
	}
	title := e.Kind.Title()
	if status != e.Kind.Status() {
		title = http.StatusText(status)
	}
	if writeErr := c.JSON(status, api.Problem{
		Type: api.ProblemURN(e.Code), Title: title, Status: status, Detail: e.Message, Code: e.Code,
		RequestID: requestID(c), Errors: e.Faults(), Choices: e.Choices,
	}); writeErr != nil {
		p.log.Debug("answer not written", "request_id", requestID(c), "error", writeErr)
	}
}

// explain finds the error to tell. Whatever is not an errs.Error stays in the log.
func (p problems) explain(err error, c echo.Context) (*errs.Error, int) {
	var fromEcho *echo.HTTPError
	switch e := errs.As(err); {
	case e != nil:
		return e, e.Kind.Status()
	case errors.As(err, &fromEcho):
		return explainEcho(fromEcho)
	case p.outage(err):
		p.log.Warn("dependency down", "request_id", requestID(c), "route", c.Path(), "error", err)
		return ErrUnavailable.After(time.Second), ErrUnavailable.Kind.Status()
	}
	p.log.Error("request failed", "request_id", requestID(c), "route", c.Path(), "error", err)
	return ErrInternal, ErrInternal.Kind.Status()
}

func explainEcho(err *echo.HTTPError) (*errs.Error, int) {
	switch err.Code {
	case http.StatusNotFound:
		return ErrNoRoute, err.Code
	case http.StatusMethodNotAllowed:
		return errMethod, err.Code
	case http.StatusRequestEntityTooLarge:
		return ErrTooLarge, err.Code
	}
	return errs.New(errs.KindOf(err.Code), "http."+strconv.Itoa(err.Code), http.StatusText(err.Code)), err.Code
}
