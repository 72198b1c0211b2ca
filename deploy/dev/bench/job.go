package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"financebot/deploy/dev/bench/load"
	"financebot/pkg/api"
)

// job is a kind of call.
type job struct {
	name, title string
	callers     func(people, int) []load.Caller
	few         bool // called by few at once
	paced       bool // also measured at a steady rate
}

// jobs are all kinds of calls that are measured.
var jobs = []job{
	{name: "profile", title: "own profile", paced: true, callers: readers(usual, func(p person) []string { return []string{"/users/me"} })},
	{name: "balance", title: "balances of four accounts", callers: readers(usual, func(p person) []string { return []string{"/accounts"} })},
	{name: "list-10k", title: "list of 50, first page and any other, of 10,000 entries", paced: true, callers: readers(usual, pages)},
	{name: "list-1m", title: "the same of 1,000,000 entries", paced: true, callers: readers(many, pages)},
	{name: "month-10k", title: "a month's summary of 10,000 entries", callers: readers(usual, summary)},
	{name: "month-1m", title: "the same of 1,000,000 entries", callers: readers(many, summary)},
	{name: "create", title: "book an entry", paced: true, callers: bookers},
	{name: "refresh", title: "refresh of tokens", callers: refreshers},
	{name: "login", title: "login", few: true, callers: logins},
}

func usual(p people) []person { return p.usual }
func many(p people) []person  { return p.many }

func pages(p person) []string {
	var paths []string
	for _, cursor := range p.cursors {
		if cursor != "" {
			paths = append(paths, "/transactions?limit=50", "/transactions?limit=50&cursor="+cursor)
		}
	}
	if paths == nil {
		return []string{"/transactions?limit=50"}
	}
	return paths
}

func summary(p person) []string { return []string{"/reports/summary?month=" + p.month} }

// get is a call as it goes over the wire.
func get(path, token string) []byte {
	return []byte("GET /api/v1" + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n")
}

func post(path, token string, in any) []byte {
	body, err := json.Marshal(in)
	if err != nil {
		panic(err) // a type of the contract
	}
	var head strings.Builder
	fmt.Fprintf(&head, "POST /api/v1%s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", path, len(body))
	if token != "" {
		head.WriteString("Authorization: Bearer " + token + "\r\n")
	}
	return append([]byte(head.String()+"\r\n"), body...)
}

// rota repeats its calls one after the other.
type rota struct {
	calls [][]byte
	next  int
	want  int
}

func (r *rota) Request() []byte {
	call := r.calls[r.next%len(r.calls)]
	r.next++
	return call
}

func (r *rota) Answer(status int, body []byte) error { return load.Want(r.want, status, body) }

// readers read some paths of some people, each caller beginning elsewhere.
func readers(of func(people) []person, paths func(person) []string) func(people, int) []load.Caller {
	return func(all people, n int) []load.Caller {
		var calls [][]byte
		for _, p := range of(all) {
			for _, path := range paths(p) {
				calls = append(calls, get(path, p.token))
			}
		}
		callers := make([]load.Caller, n)
		for i := range callers {
			callers[i] = &rota{calls: calls, next: i * len(calls) / n, want: http.StatusOK}
		}
		return callers
	}
}

// bookers each book on an account of their own, as people do.
func bookers(all people, n int) []load.Caller {
	callers := make([]load.Caller, n)
	for i := range callers {
		p := all.usual[i%len(all.usual)]
		a := p.accounts[i/len(all.usual)%len(p.accounts)]
		callers[i] = &rota{want: http.StatusCreated, calls: [][]byte{post("/transactions", p.token, api.CreateTransaction{
			Kind: api.Expense, Amount: "12.50", Currency: a.currency, AccountID: a.id, CategoryID: &p.category,
			Date: time.Now().UTC().AddDate(0, 0, -1).Format(api.DateForm), Note: "coffee", Payee: "Tucano Coffee", Tags: []string{"work"},
		})}}
	}
	return callers
}

func logins(all people, n int) []load.Caller {
	callers := make([]load.Caller, n)
	for i := range callers {
		callers[i] = &rota{want: http.StatusOK, calls: [][]byte{post("/auth/login", "", api.Login{
			Email: all.usual[i%len(all.usual)].email, Password: password,
		})}}
	}
	return callers
}

// refresher signs in once and then spends one refresh token after the other.
type refresher struct {
	email, token string
}

func refreshers(all people, n int) []load.Caller {
	callers := make([]load.Caller, n)
	for i := range callers {
		callers[i] = &refresher{email: all.usual[i%len(all.usual)].email}
	}
	return callers
}

func (r *refresher) Request() []byte {
	if r.token == "" {
		return post("/auth/login", "", api.Login{Email: r.email, Password: password})
	}
	return post("/auth/refresh", "", api.Refresh{RefreshToken: r.token})
}

func (r *refresher) Answer(status int, body []byte) error {
	r.token = ""
	if err := load.Want(http.StatusOK, status, body); err != nil {
		return err
	}
	var pair api.Refreshed
	if err := json.Unmarshal(body, &pair); err != nil {
		return err
	}
	r.token = pair.RefreshToken
	return nil
}
