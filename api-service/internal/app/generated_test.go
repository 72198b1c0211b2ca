package app_test

import (
	"fmt"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"financebot/api-service/internal/app/apptest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

// operation is one of the document.
type operation struct {
	*openapi3.Operation
	method, path string
	succeeded    bool
}

func (o *operation) String() string { return o.method + " " + o.path }

// generation is a run of made-up requests against one service.
type generation struct {
	*drawer
	t        *testing.T
	api      *apptest.API
	all      []*operation
	web      string // the bearer of somebody with an address
	chat     string // and of the same person's chat
	users    int
	statuses map[int]int
}

// Whatever is asked, rightly or wrongly, is answered as the document says.
func TestAnswersToGeneratedRequestsAreAsTheDocumentSays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	g := &generation{
		drawer: &drawer{Rand: rand.New(rand.NewPCG(16, 2026)), heard: map[string][]any{}},
		t:      t, api: a, all: operations(t, a), statuses: map[int]int{},
	}
	requests := devtest.Sized(2_000, 10_000)
	for n := range requests {
		g.try(g.all[n%len(g.all)])
	}

	var never []string
	for _, o := range g.all {
		if !o.succeeded {
			never = append(never, o.String())
		}
	}
	t.Logf("%d requests of %d operations; answers by status: %v; never with success: %q",
		requests, len(g.all), g.statuses, never)
	if len(never) > len(g.all)/5 {
		t.Errorf("the requests are too wrong: of %d operations %d never succeeded", len(g.all), len(never))
	}
	sound(t, a)
}

func operations(t *testing.T, a *apptest.API) (all []*operation) {
	t.Helper()
	written := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/openapi.json"}).Text
	doc, err := openapi3.NewLoader().LoadFromData([]byte(written))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path).Operations()
		for _, method := range namesOf(item) {
			all = append(all, &operation{Operation: item[method], method: method, path: path})
		}
	}
	return all
}

// try makes one request up, sends it and holds the answer against the document.
func (g *generation) try(o *operation) {
	in := apptest.Request{Method: o.method}
	in.Path, in.Header = g.place(o)
	in.Body, in.Header = g.body(o, in.Header)
	send := g.identify(o, &in)
	got := send(g.t, in)
	g.statuses[got.Status]++
	o.succeeded = o.succeeded || got.Status < 300
	if err := held(o, got); err != nil {
		g.t.Errorf("%s %s %.300q %q: %d %.300s: %v", in.Method, in.Path, in.Body, in.Header, got.Status, got.Text, err)
	}
	if got.Status < http.StatusMultipleChoices {
		g.hear(collection(o.path), got.Body)
	}
	if got.Status == http.StatusUnauthorized && in.Bearer != "" {
		g.signIn() // logged out or deleted by what was made up
	}
}

// place is the path with its parameters, and the headers.
func (g *generation) place(o *operation) (path string, header []string) {
	path = o.path
	query := url.Values{}
	for _, ref := range o.Parameters {
		p := ref.Value
		value := fmt.Sprint(g.value(p.Name, p.Schema, 0))
		if p.In == openapi3.ParameterInPath && p.Name == "id" {
			value = fmt.Sprint(g.value(collection(o.path)+" id", p.Schema, 0))
		}
		if g.oneIn(12) {
			value = fmt.Sprint(pick(g.drawer, odd))
		}
		if p.Name == "wait" {
			value = "0" // a long poll is not waited for
		}
		switch {
		case p.In == openapi3.ParameterInPath:
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case !p.Required && !g.oneIn(4):
		case p.In == openapi3.ParameterInQuery:
			query.Add(p.Name, value)
		case p.In == openapi3.ParameterInHeader && !strings.ContainsAny(value, "\x00\n"):
			header = append(header, p.Name, value)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path, header
}

// body is what a request carries, and its headers with the type of it.
func (g *generation) body(o *operation, header []string) (string, []string) {
	if o.RequestBody == nil {
		return "", header
	}
	content := o.RequestBody.Value.Content
	media := pick(g.drawer, namesOf(content))
	switch {
	case g.oneIn(25):
		return "{}", append(header, "Content-Type", pick(g.drawer, []string{"text/html", "nonsense", "application/json; charset=latin1"}))
	case media == "multipart/form-data":
		const form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n%s\r\n--b--\r\n"
		return fmt.Sprintf(form, g.file()), append(header, "Content-Type", media+"; boundary=b")
	case strings.HasPrefix(media, "image/") && !g.oneIn(4):
		return pixels(g.t), append(header, "Content-Type", media)
	case media != "application/json":
		return g.file(), append(header, "Content-Type", media)
	}
	drawn := g.value("", content[media].Schema, 0)
	if g.oneIn(4) {
		return g.broken(drawn), header
	}
	return encoded(drawn), header
}

// file is one of the sort that people send, whole or not.
func (g *generation) file() string {
	whole := pick(g.drawer, []string{
		"Date,Amount,Currency,Note\n2026-01-31,-12.50,MDL,coffee\n2026-02-01,100,MDL,salary\n",
		"date,base,quote,rate\n2026-01-31,USD,MDL,17.25\n",
		"!Type:Bank\nD1/31/26\nT-12.50\nPcoffee\n^\n",
		"\x89PNG\r\n\x1a\n0000000000",
		"%PDF-1.4\n%%EOF\n",
	})
	if g.oneIn(4) {
		return whole[:1+g.IntN(len(whole)-1)]
	}
	return whole
}

// identify gives a request the identity its operation asks for, now and then none.
func (g *generation) identify(o *operation, in *apptest.Request) func(testing.TB, apptest.Request) apptest.Answer {
	if g.web == "" {
		g.newUsers()
	}
	bearer, bot := false, false
	if o.Security != nil {
		for _, way := range *o.Security {
			_, asksBearer := way["bearer"]
			bearer = bearer || asksBearer
			bot = bot || !asksBearer
		}
	}
	if g.oneIn(40) {
		return g.api.Do
	}
	if bearer && g.oneIn(2) {
		in.Bearer = g.chat
		return g.api.DoSigned
	}
	if bearer {
		in.Bearer = g.web
	}
	if bot {
		return g.api.DoSigned
	}
	return g.api.Do
}

// signIn is a new session of the same person, as long as there is one.
func (g *generation) signIn() {
	email := fmt.Sprintf("drawn%d@example.com", g.users)
	login := g.api.Do(g.t, apptest.Request{Path: "/api/v1/auth/login", Body: `{"email":"` + email + `","password":` + password + `}`})
	if login.Status != http.StatusOK {
		g.newUsers()
		return
	}
	g.web = login.String("access_token")
	g.linkChat()
}

func (g *generation) newUsers() {
	g.users++
	clear(g.heard)
	g.web = signUp(g.t, g.api, fmt.Sprintf("drawn%d@example.com", g.users)).String("access_token")
	g.linkChat()
}

// linkChat gives the person a chat, unless there is one.
func (g *generation) linkChat() {
	chat := fmt.Sprintf(`{"chat_id":%d}`, 1_000+g.users)
	token := g.api.DoSigned(g.t, apptest.Request{Path: "/api/v1/auth/token/get", Body: chat})
	if g.chat = token.String("access_token"); g.chat != "" {
		return
	}
	started := g.api.DoSigned(g.t, apptest.Request{Path: "/api/v1/auth/telegram/start", Body: chat})
	linked := g.api.Do(g.t, apptest.Request{
		Path: "/api/v1/auth/telegram/confirm", Bearer: g.web, Body: `{"code":"` + started.String("code") + `"}`,
	})
	g.chat = linked.String("jwt_token")
}

// heldProblem is what is wrong with a refusal: each has a type, and where fields are wrong each of
// them is named.
func heldProblem(media string, got apptest.Answer) error {
	if media != api.ProblemType {
		return fmt.Errorf("a refusal as %s", media)
	}
	if got.Code() == "" || got.String("type") != api.ProblemURN(got.Code()) {
		return fmt.Errorf("the type is %q", got.String("type"))
	}

	faults, _ := got.Body["errors"].([]any)
	if got.Status == http.StatusUnprocessableEntity && len(faults) == 0 {
		return fmt.Errorf("no field is named")
	}
	for _, f := range faults {
		fault, _ := f.(map[string]any)
		for _, member := range []string{"field", "code", "message"} {
			if text, _ := fault[member].(string); text == "" {
				return fmt.Errorf("a fault without its %s", member)
			}
		}
	}
	return nil
}

// held is what is wrong with an answer in the eyes of the document.
func held(o *operation, got apptest.Answer) error {
	if got.Status >= http.StatusInternalServerError {
		return fmt.Errorf("a fault of the service")
	}
	said := o.Responses.Status(got.Status)
	if said == nil {
		return fmt.Errorf("no such status in the document")
	}
	media, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if got.Status == http.StatusNotModified {
		return nil
	}
	if err != nil {
		return err
	}
	if got.Status >= http.StatusBadRequest {
		if err := heldProblem(media, got); err != nil {
			return err
		}
	}
	content := said.Value.Content.Get(media)
	if content == nil {
		return fmt.Errorf("no content of the type %s in the document", media)
	}
	if got.Body == nil || content.Schema == nil {
		return nil
	}
	return content.Schema.Value.VisitJSON(got.Body, openapi3.MultiErrors(), openapi3.EnableFormatValidation())
}
