package web

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"financebot/pkg/api"
	"github.com/prometheus/client_golang/prometheus"
)

func TestScratch(t *testing.T) {
	r := &Router{}
	_ = r
	ops := []Operation{}
	_ = ops
	e, router := New(Options{Guard: &Guard{}, Metrics: prometheus.NewRegistry()})
	_ = e
	Handle(router, Route{Method: "POST", Path: "/auth/register", Summary: "Register", Access: Public}, func(context.Context, api.Register) (api.Registered, error) { return api.Registered{}, nil })
	Handle(router, Route{Method: "POST", Path: "/auth/telegram/register", Access: Bot}, func(context.Context, api.RegisterChat) (api.RegisteredChat, error) { return api.RegisteredChat{}, nil })
	Handle(router, Route{Method: "PATCH", Path: "/users/me", Access: User, ETag: true}, func(context.Context, api.UpdateUser) (api.User, error) { return api.User{}, nil })
	Handle(router, Route{Method: "DELETE", Path: "/users/me", Access: User, StepUp: true}, func(context.Context, api.DeleteUser) (api.Success, error) { return api.Success{}, nil })
	Handle(router, Route{Method: "GET", Path: "/accounts", Access: Family, Status: 200}, func(context.Context, api.None) (api.Page[api.Account], error) { return api.Page[api.Account]{}, nil })
	Handle(router, Route{Method: "GET", Path: "/events", Access: UserOrBot}, func(context.Context, api.EventsAfter) (api.Page[api.Event], error) { return api.Page[api.Event]{}, nil })
	Handle(router, Route{Method: http.MethodDelete, Path: "/auth/sessions/{id}", Access: User}, func(context.Context, api.SessionID) (api.Success, error) { return api.Success{}, nil })
	doc, err := Document(router.Operations(), "1", "http://x")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	json.Unmarshal(doc, &v)
	b, _ := json.MarshalIndent(v, "", " ")
	os.WriteFile("/tmp/openapi.json", b, 0o644)
}
