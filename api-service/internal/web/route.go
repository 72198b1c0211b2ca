// Package web speaks HTTP for every slice: it binds inputs, knows who calls and how often,
// and turns errors into problem documents. A slice gives it routes and plain functions.
package web

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
)

// Access says who may call a route, and what the calls are counted by.
type Access uint8

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

	StepUp  bool          // not from a chat's session
	ETag    bool          // the answer is named by its content, and not sent twice
	Status  int           // of success; 200 where zero
	Timeout time.Duration // where the usual patience is too short
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
	operations []Operation
}

// Operations are all routes mounted so far.
func (r *Router) Operations() []Operation { return r.operations }

// Handle mounts a use case: the input is bound and checked, the caller known and counted
// before h runs; what h returns is the answer.
func Handle[In, Out any](r *Router, route Route, h func(context.Context, In) (Out, error)) {
	if route.Status == 0 {
		route.Status = http.StatusOK
	}
	if route.Timeout == 0 {
		route.Timeout = patience
	}
	r.operations = append(r.operations, Operation{
		Route: route, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](),
	})
	r.echo.Add(route.Method, base+echoPath(route.Path), func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), route.Timeout)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		if err := r.guard.admit(c, route); err != nil {
			return err
		}
		in, err := Bind[In](c)
		if err != nil {
			return err
		}
		if err := r.guard.count(c, route, in); err != nil {
			return err
		}
		out, err := h(c.Request().Context(), in)
		if err != nil {
			return err
		}
		return answer(c, route, out)
	})
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
