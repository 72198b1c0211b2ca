// Package web speaks HTTP for every slice: it binds inputs, knows who calls and how often,
// and turns errors into problem documents. A slice gives it routes and plain functions.
package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Access says who may call a route, and what the calls are counted by.
type Access uint8

// The ways in, with what each is counted by.
const (
	Public    Access = iota // anybody, to get in; counted by address, and strictly
	Open                    // anybody, to look; counted by address
	Bot                     // a signed client; counted by chat
	User                    // a bearer; counted by user
	Family                  // a bearer at work in one of his workspaces; counted by user
	UserOrBot               // a bearer, or a signed client without one
)

// base is where the contract's paths begin.
const base = "/api/v1"

// patience is how long a request may take where its route does not say.
const patience = 3 * time.Second

// Route is one line of the API.
type Route struct {
	Method  string
	Path    string // below /api/v1, parameters as {name}
	Access  Access
	Summary string

	Least        actor.Role    // the least role in the workspace; viewer where empty
	Creates      bool          // asked again with the same Idempotency-Key, it gives the first answer again
	StepUp       bool          // not from a chat's session
	PartlyStepUp bool          // some of it not from every session, which the route itself refuses
	ETag         bool          // the answer is named by its content, and what is read is not sent twice
	Status       int           // of success; 200 where zero
	Timeout      time.Duration // where the usual patience is too short

	Files    []string   // the body is a file of one of these media types, or a form with one
	Reads    bool       // it reads a kept file, which takes a place as a new one does
	Finishes bool       // what was begun goes on, in its place, though the caller hangs up
	Produces []Produces // the answer is a Stream in one of these forms

	draw func(ctx context.Context, in any) ([]byte, error) // set by HandleDrawn
}

// Operation is a route with the types that travel on it, for the OpenAPI document.
type Operation struct {
	Route
	In, Out reflect.Type
}

// Router takes routes in and remembers them.
type Router struct {
	echo       *echo.Echo
	guard      *Guard
	patience   time.Duration
	operations []Operation
	arrivals   *arrivals // files on their way
	places     *places   // for files that are read
	works      *works    // that go on without their callers
	secure     bool      // whether people open the pages over TLS

	linePatience time.Duration // for a file on its way
}

// Operations are all routes mounted so far.
func (r *Router) Operations() []Operation { return r.operations }

// Handle mounts a use case: the input is bound and checked, the caller known and counted
// before h runs; what h returns is the answer.
func Handle[In, Out any](r *Router, route Route, h func(context.Context, In) (Out, error)) {
	if route.Status == 0 {
		route.Status = http.StatusOK
	}
	if route.Access == Family && (route.Method == http.MethodPatch || route.Method == http.MethodDelete) {
		route.Creates = true // the answer to a change may get lost as well
	}
	route.Timeout = max(cmp.Or(route.Timeout, patience), r.patience)
	r.operations = append(r.operations, Operation{
		Route: route, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](),
	})
	r.echo.Match(methods(route), base+echoPath(route.Path), within(route, func(c echo.Context) error {
		if route.Files != nil {
			release, err := r.takeFile(c)
			if err != nil {
				return err
			}
			defer release()
		}
		if err := r.guard.admit(c, route); err != nil {
			return err
		}
		in, err := read[In](c, route)
		if err != nil {
			return err
		}
		if err := r.guard.count(c, route, in); err != nil {
			return err
		}
		if key := c.Request().Header.Get("Idempotency-Key"); key != "" && route.Creates {
			return r.once(c, route, key, tagOf[Out], func(ctx context.Context) (any, error) { return h(ctx, in) })
		}
		done, err := r.work(c, route)
		if err != nil {
			return err
		}
		defer done()
		if drawn, err := picture(c, route, in); drawn {
			return err
		}
		ctx := c.Request().Context()
		if route.Finishes {
			longer, cancel := undisturbed(ctx, route.Timeout)
			defer cancel()
			ctx = longer
		}
		out, err := h(ctx, in)
		if err != nil {
			return err
		}
		r.remember(c, out)
		return answer(c, route, out)
	}))
}

// methods are those that a route takes: what can be read can be asked about with HEAD.
func methods(route Route) []string {
	if route.Method == http.MethodGet {
		return toRead
	}
	return []string{route.Method}
}

// read reads the input of a route from where it travels.
func read[In any](c echo.Context, route Route) (In, error) {
	if route.Files != nil {
		return bindFile[In](c, route.Files)
	}
	return Bind[In](c)
}

// within bounds how long a request may take.
func within(route Route, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		caller := c.Request().Context()
		ctx, cancel := context.WithTimeout(caller, route.Timeout)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		writeUntil(c, route.Timeout+slowest)
		err := next(c)
		ended := !route.Finishes || errors.Is(err, context.Canceled)
		if err != nil && caller.Err() != nil && ended && errs.As(err) == nil {
			return errGone // whatever broke, broke because of that
		}
		return err
	}
}

// Simple adapts a use case without input.
func Simple[Out any](h func(context.Context) (Out, error)) func(context.Context, api.None) (Out, error) {
	return func(ctx context.Context, _ api.None) (Out, error) { return h(ctx) }
}

// Silent adapts a use case whose only answer is that it succeeded.
func Silent[In any](h func(context.Context, In) error) func(context.Context, In) (api.Success, error) {
	return func(ctx context.Context, in In) (api.Success, error) {
		return api.Done, h(ctx, in)
	}
}

// Command adapts a use case without input whose only answer is that it succeeded.
func Command(h func(context.Context) error) func(context.Context, api.None) (api.Success, error) {
	return func(ctx context.Context, _ api.None) (api.Success, error) { return api.Done, h(ctx) }
}

func echoPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
