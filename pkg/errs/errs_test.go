package errs

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestKindAndStatusAreOneTable(t *testing.T) {
	t.Parallel()
	for k := range kinds {
		kind := Kind(k)
		if got := KindOf(kind.Status()); got != kind {
			t.Errorf("KindOf(%d) = %v, want %v", kind.Status(), got, kind)
		}
		if kind.Title() == "" {
			t.Errorf("kind %v has no title", kind)
		}
	}
}

func TestForeignStatusIsReadByItsClass(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]Kind{
		http.StatusTeapot: Refused, http.StatusBadGateway: Unavailable, http.StatusMovedPermanently: Internal,
	} {
		if got := KindOf(status); got != want {
			t.Errorf("KindOf(%d) = %v, want %v", status, got, want)
		}
	}
}

func TestErrorsAreTheSameByCode(t *testing.T) {
	t.Parallel()
	taken := New(Refused, "auth.email_taken", "Email already registered")
	other := New(Refused, "auth.other", "Email already registered")
	wrapped := fmt.Errorf("register: %w", taken.After(time.Second).Saying("else"))
	if !errors.Is(wrapped, taken) {
		t.Error("the same code must be the same error")
	}
	if errors.Is(wrapped, other) {
		t.Error("another code must be another error")
	}
	if !Is(wrapped, Refused) || Is(wrapped, Invalid) || Is(errors.New("x"), Internal) {
		t.Error("Is must compare the kind of an Error and of nothing else")
	}
	if taken.RetryAfter != 0 {
		t.Error("After must leave the declared error alone")
	}
}

func TestCheckNamesEveryFault(t *testing.T) {
	t.Parallel()
	var none Check
	none.Required("x", "a")
	if err := none.Err(); err != nil {
		t.Fatalf("no fault, got %v", err)
	}
	var two Check
	two.Required("", "email")
	two.Max("яяя", "name", 2)
	two.Max("яя", "last_name", 2)
	e := As(two.Err())
	if e == nil || e.Kind != Invalid || len(e.Fields) != 2 {
		t.Fatalf("got %+v, want two faults", e)
	}
	if e.Fields[0].Field != "email" || e.Fields[1].Code != "too_long" {
		t.Errorf("got %+v", e.Fields)
	}
}
