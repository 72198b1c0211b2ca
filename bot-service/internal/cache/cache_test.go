package cache_test

import (
	"runtime"
	"testing"
	"time"

	"financebot/bot-service/internal/cache"
)

func TestMapKeepsWhatWasSetLast(t *testing.T) {
	t.Parallel()
	m := cache.New[int64, string](10, 0)
	m.Set(1, "first")
	m.Set(1, "second")
	if got, ok := m.Get(1); !ok || got != "second" {
		t.Errorf("got %q, %v", got, ok)
	}
	if got, ok := m.Drop(1); !ok || got != "second" {
		t.Errorf("dropped %q, %v", got, ok)
	}
	if got, ok := m.Get(1); ok {
		t.Errorf("after it was dropped there is %q", got)
	}
	if _, ok := m.Drop(1); ok {
		t.Error("it was dropped twice")
	}
}

func TestMapForgetsInTime(t *testing.T) {
	t.Parallel()
	short, long := cache.New[int64, string](10, time.Millisecond), cache.New[int64, string](10, time.Hour)
	short.Set(1, "x")
	long.Set(1, "x")
	for there := true; there; _, there = short.Get(1) {
		runtime.Gosched()
	}
	if _, ok := long.Get(1); !ok {
		t.Error("what lives an hour is gone as well")
	}
}

func TestMapIsBounded(t *testing.T) {
	t.Parallel()
	const most = 100
	m := cache.New[int64, string](most, 0)
	for key := range int64(10 * most) {
		m.Set(key, "x")
	}
	for there := most + 1; there > most; runtime.Gosched() { // room is made in the background
		there = 0
		for key := range int64(10 * most) {
			if _, ok := m.Get(key); ok {
				there++
			}
		}
	}
}
