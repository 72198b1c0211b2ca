package bottest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

// KeyText is the key that the bot under test signs with.
const KeyText = "test:0123456789abcdef0123456789abcdef"

// API stands in for api-service: it keeps the contract of the calls that the bot makes.
type API struct {
	URL  string
	keys signing.Keys

	mu        sync.Mutex
	changed   *sync.Cond
	users     map[int64]*api.User // by chat
	tokens    map[string]int64    // good ones, with their chats
	codes     map[string]string   // generated on the web, with their accounts
	accounts  []api.Account
	families  []api.Family
	refreshes map[int64]int
	calls     map[string]int // by path
	requests  map[string]bool
	events    []api.Event
	acked     string
	down      bool
	absent    map[string]bool // paths that this API is too old for
	refusals  map[string]*errs.Error
	losses    map[string]int // how many more answers to the calls of each path get lost
	revokeAt  map[string]int // the call of each path before which all tokens end
	life      time.Duration
	lastID    int64
	book      booking
	reports   Reports
	imported  api.Import
	importBy  func(api.ImportPlan) api.Import
	applied   []api.ImportPlan
	uploaded  []byte
	queries   map[string]string
	invited   []api.Referral // who registered by Invitation
	photos    map[int64][]byte
	disowned  []string
}

// NewAPI starts a stand-in that ends with the test.
func NewAPI(t testing.TB) *API {
	t.Helper()
	keys, err := signing.ParseKeys(KeyText)
	if err != nil {
		t.Fatal(err)
	}
	a := &API{
		keys: keys, users: map[int64]*api.User{}, tokens: map[string]int64{}, codes: map[string]string{},
		refreshes: map[int64]int{}, calls: map[string]int{}, requests: map[string]bool{}, absent: map[string]bool{},
		refusals: map[string]*errs.Error{}, revokeAt: map[string]int{}, losses: map[string]int{}, life: time.Hour, book: newBooking(), queries: map[string]string{},
		families: []api.Family{{ID: 1, Kind: "personal", Name: "Personal", Active: true}},
		photos:   map[int64][]byte{},
		accounts: []api.Account{{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "0.00"}},
	}
	a.changed = sync.NewCond(&a.mu)
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

type handle func(a *API, chat int64, r *http.Request) (any, error)

// routes are the calls that the bot makes; those of the first group name their chat themselves.
var routes = map[string]handle{
	"POST /auth/telegram/register":      (*API).register,
	"POST /auth/telegram/start":         (*API).startLink,
	"POST /auth/telegram/link/preview":  (*API).preview,
	"POST /auth/telegram/link":          (*API).link,
	"POST /auth/token/refresh-telegram": (*API).refresh,

	"POST /auth/telegram/unlink":   (*API).unlink,
	"POST /auth/code/generate":     (*API).generateCode,
	"GET /users/me/referrals":      (*API).referrals,
	"GET /users/me":                (*API).user,
	"PATCH /users/me":              (*API).updateUser,
	"PUT /users/me/photo":          (*API).setPhoto,
	"DELETE /users/me/photo":       (*API).deletePhoto,
	"GET /families":                (*API).listFamilies,
	"POST /families/{id}/activate": (*API).activateFamily,
	"PATCH /families/{id}":         (*API).updateFamily,
	"POST /accounts/{id}/balance":  (*API).setBalance,

	"POST /auth/sessions/{id}/disown": (*API).disown,

	"GET /accounts":        (*API).listAccounts,
	"POST /accounts":       (*API).createAccount,
	"GET /accounts/{id}":   (*API).account,
	"PATCH /accounts/{id}": (*API).updateAccount,

	"POST /transactions":            (*API).createTransaction,
	"POST /transactions/transfer":   (*API).createTransfer,
	"POST /transactions/quick":      (*API).quickAdd,
	"POST /transactions/parse":      (*API).parseEntries,
	"POST /transactions/parse/edit": (*API).readEdit,
	"GET /transactions":             (*API).listTransactions,
	"GET /transactions/{id}":        (*API).transaction,
	"PATCH /transactions/{id}":      (*API).updateTransaction,
	"DELETE /transactions/{id}":     (*API).deleteTransaction,

	"POST /transactions/{id}/attachments": (*API).addAttachment,

	"POST /transactions/{id}/undo": (*API).undoTransaction,
	"POST /operations/{id}/undo":   (*API).undoOperation,
	"POST /operations/undo":        (*API).undoLast,
	"GET /reports/summary":         (*API).summary,
	"GET /reports/by-category":     (*API).byCategory,
	"POST /transactions/import":    (*API).importFile,
	"GET /transactions/export":     (*API).export,

	"POST /transactions/import/{id}/preview": (*API).previewImport,
	"POST /transactions/import/{id}/apply":   (*API).applyImport,
	"POST /transactions/import/{id}/undo":    (*API).undoImport,

	"GET /categories":             (*API).listCategories,
	"POST /categories":            (*API).createCategory,
	"PATCH /categories/{id}":      (*API).updateCategory,
	"POST /categories/{id}/merge": (*API).mergeCategory,
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/livez" {
		return
	}
	path := r.Method + " " + ids.ReplaceAllString(strings.TrimPrefix(r.URL.Path, "/api/v1"), "/{id}$2")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		answer(w, nil, err)
		return
	}
	if _, err = signing.Verify(r, body, client.BotClient, a.keys, time.Now()); err != nil {
		answer(w, nil, err)
		return
	}
	r.Body = http.NoBody
	out, err := a.serve(path, body, r)
	if a.loses(path) {
		panic(http.ErrAbortHandler) // the server ends the connection and says no more
	}
	answer(w, out, err)
}

func (a *API) serve(path string, body []byte, r *http.Request) (any, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls[path]++
	a.changed.Broadcast()
	a.requests[r.Header.Get(client.HeaderRequestID)] = true
	if a.calls[path] == a.revokeAt[path] {
		a.tokens = map[string]int64{}
	}
	switch do, known := routes[path]; {
	case a.down:
		return nil, errs.New(errs.Unavailable, api.CodeUnavailable, "Try again")
	case a.absent[path]:
		return nil, errs.New(errs.NotFound, api.CodeRouteUnknown, "There is no such route")
	case a.refusals[path] != nil:
		return nil, a.refusals[path]
	case path == "GET /events":
		return a.listEvents(r)
	case !known:
		return nil, errs.New(errs.NotFound, api.CodeRouteUnknown, "There is no such route")
	default:
		return a.as(do, body, r)
	}
}

// as finds the chat: in the token, else in the body.
func (a *API) as(do handle, body []byte, r *http.Request) (any, error) {
	r = r.WithContext(withBody(r.Context(), body))
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		chat, good := a.tokens[bearer]
		if !good {
			return nil, errs.New(errs.Unauthenticated, api.CodeTokenInvalid, "The token is not valid")
		}
		if r.Method == http.MethodGet || strings.HasPrefix(r.URL.Path, "/api/v1/auth/") {
			return do(a, chat, r)
		}
		return a.once(r, func() (any, error) { return do(a, chat, r) })
	}
	var in struct {
		ChatID int64 `json:"chat_id"`
	}
	if err := json.Unmarshal(body, &in); err != nil || in.ChatID == 0 {
		return nil, errs.New(errs.Unauthenticated, api.CodeTokenMissing, "A token is required")
	}
	return do(a, in.ChatID, r)
}

func answer(w http.ResponseWriter, out any, err error) {
	if file, ok := out.(raw); ok && err == nil {
		w.Header().Set("Content-Type", file.media)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.name}))
		_, _ = w.Write(file.content)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err == nil {
		_ = json.NewEncoder(w).Encode(out)
		return
	}
	e := errs.As(err)
	if e == nil {
		e = errs.New(errs.Internal, api.CodeInternal, err.Error())
	}
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(int(e.RetryAfter.Seconds())))
	}
	w.WriteHeader(e.Kind.Status())
	_ = json.NewEncoder(w).Encode(api.Problem{Status: e.Kind.Status(), Code: e.Code, Detail: e.Message, Errors: e.Fields, Choices: e.Choices})
}

// JWT is a token that ends at a time; its signature is nonsense.
func JWT(end time.Time) string {
	part := func(v any) string {
		b, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(b)
	}
	return part(map[string]string{"alg": "HS256"}) + "." +
		part(map[string]any{"exp": end.Unix(), "jti": rand.Text()}) + ".c2ln"
}

func (a *API) mint(chat int64) string {
	token := JWT(time.Now().Add(a.life))
	a.tokens[token] = chat
	return token
}
