package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// documented is a server with one route of each sort, and its document.
func documented(t *testing.T) (*echo.Echo, []byte, *openapi3.T) {
	t.Helper()
	e, r := web.New(web.Options{Log: slog.New(slog.DiscardHandler), Guard: &web.Guard{}, Metrics: prometheus.NewRegistry()})
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/login", Access: web.Public, Summary: "Sign in"}, stub[api.Login, api.LoggedIn])
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/register", Access: web.Bot, Summary: "Register a chat"}, stub[api.RegisterChat, api.RegisteredChat])
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/auth/sessions", Access: web.User, Summary: "List sessions"}, stub[api.None, api.Page[api.Session]])
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/auth/sessions/{id}", Access: web.User, Summary: "End a session", StepUp: true}, stub[api.SessionID, api.Success])
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/me", Access: web.User, Summary: "The caller", ETag: true}, stub[api.None, api.User])
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/users/me", Access: web.User, Summary: "Change the caller", ETag: true}, stub[api.UpdateUser, api.User])
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/users/me", Access: web.User, Summary: "Delete the caller", StepUp: true}, stub[api.DeleteUser, api.Success])
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/accounts", Access: web.Family, Summary: "List accounts"}, stub[api.None, api.Page[api.Account]])
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/accounts/{id}", Access: web.Family, Summary: "Change an account", ETag: true}, stub[api.UpdateAccount, api.Account])
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/events", Access: web.UserOrBot, Summary: "What happened"}, stub[api.EventsAfter, api.Page[api.Event]])
	web.Health{}.Mount(e, prometheus.NewRegistry())
	written, err := web.Document(r.Operations(), "1.2.3", "https://money.example")
	if err != nil {
		t.Fatal(err)
	}
	web.MountDocs(e, func() ([]byte, error) { return written, nil })
	read, err := openapi3.NewLoader().LoadFromData(written)
	if err != nil {
		t.Fatal(err)
	}
	return e, written, read
}

func stub[In, Out any](context.Context, In) (out Out, err error) { return out, nil }

func TestDocumentIsValidOpenAPI31(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Error(err)
	}
	if doc.OpenAPI != "3.1.0" || doc.Info.Version != "1.2.3" || doc.Servers[0].URL != "https://money.example" {
		t.Errorf("got OpenAPI %s, version %s, server %s", doc.OpenAPI, doc.Info.Version, doc.Servers[0].URL)
	}
}

func TestServiceDescribesItself(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	served := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/openapi.json"}).Text
	doc, err := openapi3.NewLoader().LoadFromData([]byte(served))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Error(err)
	}
	if doc.Servers[0].URL != a.Config.PublicURL {
		t.Errorf("the server is %s", doc.Servers[0].URL)
	}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			if o.Summary == "" || len(o.Tags) != 1 {
				t.Errorf("%s %s has the summary %q and the tags %v", method, path, o.Summary, o.Tags)
			}
		}
	}
}

func TestEveryMountedRouteIsDocumented(t *testing.T) {
	t.Parallel()
	e, _, doc := documented(t)
	for _, r := range e.Routes() {
		if r.Path == "/docs" || r.Method == http.MethodHead { // the document says once that HEAD answers where GET does
			continue
		}
		path := r.Path
		for part := range strings.SplitSeq(r.Path, "/") {
			if name, is := strings.CutPrefix(part, ":"); is {
				path = strings.Replace(path, part, "{"+name+"}", 1)
			}
		}
		item := doc.Paths.Find(path)
		if item == nil || item.GetOperation(r.Method) == nil {
			t.Errorf("%s %s is not documented", r.Method, path)
		}
	}
}

func TestOperationsHaveTheirTypes(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	for _, c := range []struct{ method, path, id, in, out string }{
		{http.MethodPost, "/api/v1/auth/login", "postAuthLogin", "Login", "LoggedIn"},
		{http.MethodPost, "/api/v1/auth/telegram/register", "postAuthTelegramRegister", "RegisterChat", "RegisteredChat"},
		{http.MethodGet, "/api/v1/auth/sessions", "getAuthSessions", "", "SessionPage"},
		{http.MethodDelete, "/api/v1/auth/sessions/{id}", "deleteAuthSessionsById", "", "Success"},
		{http.MethodPatch, "/api/v1/users/me", "patchUsersMe", "UpdateUser", "User"},
		{http.MethodDelete, "/api/v1/users/me", "deleteUsersMe", "DeleteUser", "Success"},
		{http.MethodGet, "/health", "getHealth", "", "Health"},
	} {
		o := doc.Paths.Find(c.path).GetOperation(c.method)
		in := ""
		if o.RequestBody != nil {
			in = schemaOf(o.RequestBody.Value.Content, echo.MIMEApplicationJSON)
		}
		out := schemaOf(o.Responses.Status(http.StatusOK).Value.Content, echo.MIMEApplicationJSON)
		if o.OperationID != c.id || in != c.in || out != c.out {
			t.Errorf("%s %s: got %s(%s) %s, want %s(%s) %s", c.method, c.path, o.OperationID, in, out, c.id, c.in, c.out)
		}
	}
}

func schemaOf(content openapi3.Content, media string) string {
	return strings.TrimPrefix(content[media].Schema.Ref, "#/components/schemas/")
}

func TestSchemasSayWhatIsRequiredAndWhatMayBeNull(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	schemas := doc.Components.Schemas
	login, change, user := schemas["Login"].Value, schemas["UpdateUser"].Value, schemas["User"].Value
	if !slices.Equal(login.Required, []string{"email", "password"}) || len(change.Required) != 0 {
		t.Errorf("inputs require %v and %v", login.Required, change.Required)
	}
	if len(user.Required) != len(user.Properties) {
		t.Errorf("a user always has all of %d properties, the document says %d", len(user.Properties), len(user.Required))
	}
	for name, want := range map[string]bool{"email": true, "telegram_id": true, "first_name": false} {
		if got := user.Properties[name].Value.Type.Includes("null"); got != want {
			t.Errorf("%s may be null: got %v, want %v", name, got, want)
		}
	}
	if f := user.Properties["created_at"].Value.Format; f != "date-time" {
		t.Errorf("created_at has the format %q", f)
	}
	if schemas["SessionPage"].Value.Properties["items"].Value.Type.Includes("null") {
		t.Error("a list may not be null")
	}
}

func TestEitherPlaceOfAFieldIsEnough(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	o := doc.Paths.Find("/api/v1/auth/telegram/register").Post
	inQuery := o.Parameters.GetByInAndName(openapi3.ParameterInQuery, "chat_id")
	if inQuery == nil || inQuery.Required || o.RequestBody.Value.Required {
		t.Error("chat_id may travel in the query or in the body, and neither is required")
	}
	if !doc.Paths.Find("/api/v1/auth/login").Post.RequestBody.Value.Required {
		t.Error("a login has its fields in the body only")
	}
}

func TestAccessDecidesAboutSecurityAndRefusals(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	for _, c := range []struct {
		method, path string
		schemes      []int // in each of the ways to call
		refusals     []int
		headers      []string
	}{
		{http.MethodPost, "/auth/login", nil, []int{400, 401, 413, 415, 422, 429, 500, 503}, nil},
		{http.MethodPost, "/auth/telegram/register", []int{4}, []int{400, 401, 404, 409, 413, 415, 422, 429, 500, 503}, nil},
		{http.MethodDelete, "/auth/sessions/{id}", []int{1}, []int{400, 401, 403, 404, 409, 422, 429, 500, 503}, nil},
		{http.MethodGet, "/users/me", []int{1}, []int{304, 401, 429, 500, 503}, []string{"If-None-Match"}},
		{http.MethodGet, "/accounts", []int{1}, []int{401, 404, 422, 429, 500, 503}, []string{"X-Family-Id"}},
		{http.MethodPatch, "/accounts/{id}", []int{1}, []int{400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503}, []string{"If-Match"}},
		{http.MethodGet, "/events", []int{1, 4}, []int{401, 422, 429, 500, 503}, nil},
	} {
		o := doc.Paths.Find("/api/v1" + c.path).GetOperation(c.method)
		var schemes []int
		if o.Security != nil {
			for _, s := range *o.Security {
				schemes = append(schemes, len(s))
			}
		}
		if !slices.Equal(schemes, c.schemes) {
			t.Errorf("%s %s: got %v security schemes, want %v", c.method, c.path, schemes, c.schemes)
		}
		for _, status := range c.refusals {
			if o.Responses.Status(status) == nil {
				t.Errorf("%s %s: %d is missing", c.method, c.path, status)
			}
		}
		if got, want := o.Responses.Len(), len(c.refusals)+1; got != want {
			t.Errorf("%s %s: got %d answers, want %d", c.method, c.path, got, want)
		}
		for _, name := range c.headers {
			if o.Parameters.GetByInAndName(openapi3.ParameterInHeader, name) == nil {
				t.Errorf("%s %s: the header %s is missing", c.method, c.path, name)
			}
		}
	}
}

func TestNamedContentIsDocumented(t *testing.T) {
	t.Parallel()
	_, _, doc := documented(t)
	for _, c := range []struct {
		method, path string
		tagged, kept bool // the answer has an ETag; the caller may have kept it
	}{
		{http.MethodGet, "/users/me", true, true},
		{http.MethodPatch, "/users/me", true, false},
		{http.MethodGet, "/accounts", false, false},
		{http.MethodPatch, "/accounts/{id}", true, false},
	} {
		o := doc.Paths.Find("/api/v1" + c.path).GetOperation(c.method)
		if tagged := o.Responses.Status(http.StatusOK).Value.Headers["ETag"] != nil; tagged != c.tagged {
			t.Errorf("%s %s has an ETag: %v", c.method, c.path, tagged)
		}
		if kept := o.Parameters.GetByInAndName(openapi3.ParameterInHeader, "If-None-Match") != nil; kept != c.kept {
			t.Errorf("%s %s takes If-None-Match: %v", c.method, c.path, kept)
		}
	}
}

func TestDocumentIsNotSentTwice(t *testing.T) {
	t.Parallel()
	e, written, _ := documented(t)
	first := get(e, "/openapi.json", "")
	again := get(e, "/openapi.json", first.Header().Get("ETag"))
	if first.Body.String() != string(written) || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("got %d bytes, then %d with %d bytes", first.Body.Len(), again.Code, again.Body.Len())
	}
}

func get(h http.Handler, path, etag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
