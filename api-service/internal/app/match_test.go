package app_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestAccountThatWasChangedMeanwhileStays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	bearer := login(t, a, "ana@example.com").AccessToken
	made := a.Do(t, apptest.Request{Path: "/api/v1/accounts", Bearer: bearer, Body: `{"name":"Box","kind":"cash","currency":"EUR"}`})
	id := int64(made.Body["id"].(float64))
	read := apptest.Request{Method: http.MethodGet, Path: fmt.Sprint("/api/v1/accounts/", id), Bearer: bearer}
	tag := made.Header.Get("ETag")
	if got := a.Do(t, read); tag == "" || got.Header.Get("ETag") != tag {
		t.Fatalf("opened with the tag %q, read with %q", tag, got.Header.Get("ETag"))
	}
	renamed := changeIf(t, a, bearer, read.Path, tag, "Drawer")
	if renamed.Status != http.StatusOK || renamed.String("name") != "Drawer" {
		t.Fatalf("as it was: %d %s", renamed.Status, renamed.Text)
	}
	refused(t, "as it was before", changeIf(t, a, bearer, read.Path, tag, "Shelf"), 409, "request.changed")
	tag = renamed.Header.Get("ETag")
	if got := a.Do(t, read); got.String("name") != "Drawer" || got.Header.Get("ETag") != tag {
		t.Errorf("changed to %q, read %q %s", tag, got.Header.Get("ETag"), got.Text)
	}
	read.Header = []string{"If-None-Match", tag}
	if got := a.Do(t, read); got.Status != http.StatusNotModified {
		t.Errorf("read again: %d", got.Status)
	}
	if _, err := c.CreateTransaction(t.Context(), api.CreateTransaction{Kind: api.Income, Amount: "1", AccountID: id}); err != nil {
		t.Fatal(err)
	}
	refused(t, "with another balance", changeIf(t, a, bearer, read.Path, tag, "Shelf"), 409, "request.changed")
	if got := changeIf(t, a, bearer, read.Path, "*", "Shelf"); got.Status != http.StatusOK {
		t.Errorf("whatever it is: %d %s", got.Status, got.Text)
	}
}

func TestCategoryThatWasChangedMeanwhileStays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	made := a.Do(t, apptest.Request{Path: "/api/v1/categories", Bearer: bearer, Body: `{"name":"Books","kind":"expense"}`,
		Header: []string{"Idempotency-Key", "once"}})
	path, tag := fmt.Sprint("/api/v1/categories/", made.Body["id"]), made.Header.Get("ETag")
	renamed := changeIf(t, a, bearer, path, tag, "Comics")
	if tag == "" || renamed.Status != http.StatusOK || renamed.Header.Get("ETag") == tag {
		t.Fatalf("as it was at %q: %d %s", tag, renamed.Status, renamed.Text)
	}
	refused(t, "as it was before", changeIf(t, a, bearer, path, tag, "Papers"), 409, "request.changed")
	var changed atomic.Int64
	many(10, func(i int) {
		got := changeIf(t, a, bearer, path, renamed.Header.Get("ETag"), fmt.Sprint("Comics ", i))
		if got.Status == http.StatusOK {
			changed.Add(1)
		} else if got.Code() != "request.changed" {
			t.Errorf("the others: %d %s", got.Status, got.Text)
		}
	})
	if changed.Load() != 1 {
		t.Errorf("%d callers changed the same version, want 1", changed.Load())
	}
}

// changeIf renames what is at a path, if it is the one that a tag means.
func changeIf(t *testing.T, a *apptest.API, bearer, path, tag, name string) apptest.Answer {
	return a.Do(t, apptest.Request{Method: http.MethodPatch, Path: path, Bearer: bearer,
		Body: `{"name":"` + name + `"}`, Header: []string{"If-Match", tag}})
}
