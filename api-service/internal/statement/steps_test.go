package statement

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestReadingEndsWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	file := []byte("Date,Amount,Note\n" + strings.Repeat("2026-01-05,-1.50,Coffee\n", 10_000))
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := Read(gone, file, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the reading went on: %v", err)
	}
}

func TestCostlyReadingIsRefused(t *testing.T) {
	t.Parallel()
	s := newSteps(func() error { return nil }, 100)
	if err := s.take(stepsAtLeast); err != nil {
		t.Errorf("what any file may cost: %v", err)
	}
	if err := s.take(100*stepsPerByte + 1); !errors.Is(err, ErrCostly) {
		t.Errorf("one step more than the file may cost: %v", err)
	}
}
