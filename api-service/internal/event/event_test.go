package event

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntityIsItsTable(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Event](t, "events")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	pgtest.Whole(t, toAPI(pgtest.Filled[Event]()))
}

// as is a context in which a user acts.
func as(userID int64) context.Context {
	return actor.With(context.Background(), actor.Actor{UserID: userID})
}

func publish(t *testing.T, ctx context.Context, s *Service, kind string) {
	t.Helper()
	if err := s.Publish(ctx, Event{Kind: kind, UserID: 1}); err != nil {
		t.Fatal(err)
	}
}

// kinds reads what is new for user 1 and goes on from there.
func kinds(t *testing.T, s *Service, cursor *string) []string {
	t.Helper()
	events, err := s.After(as(1), api.EventsAfter{After: *cursor})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range events {
		all, *cursor = append(all, e.Kind), e.cursor().String()
	}
	return all
}

// read reads on until there are n events, which may take a while: whoever writes anywhere on
// the server, in other tests too, holds back what was written after he began.
func read(t *testing.T, s *Service, cursor *string, n int) []string {
	t.Helper()
	var all []string
	for end := time.Now().Add(30 * time.Second); len(all) < n; {
		all = append(all, kinds(t, s, cursor)...)
		if time.Now().After(end) {
			t.Fatalf("got %v, want %d events", all, n)
		}
	}
	return all
}

// An event that was written first and committed last is read all the same, and nothing that
// was written after it is read before it.
func TestLateCommitIsNotSkipped(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	s := New(db, time.Now)
	ctx, cursor := context.Background(), ""
	publish(t, ctx, s, "first")
	if got := read(t, s, &cursor, 1); !slices.Equal(got, []string{"first"}) {
		t.Fatalf("got %v", got)
	}
	err := db.InTx(ctx, func(slow context.Context) error {
		publish(t, slow, s, "slow")
		publish(t, ctx, s, "quick") // on another connection, committed at once
		if got := kinds(t, s, &cursor); len(got) != 0 {
			t.Errorf("read before what came earlier: %v", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, &cursor, 2); !slices.Equal(got, []string{"slow", "quick"}) {
		t.Errorf("got %v", got)
	}
	if got := kinds(t, s, &cursor); len(got) != 0 {
		t.Errorf("read twice: %v", got)
	}
}

func TestReadersMissNothingOfManyWriters(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	s := New(db, time.Now)
	const writers, each = 8, 25
	var done sync.WaitGroup
	for w := range writers {
		done.Go(func() {
			for i := range each {
				err := db.InTx(context.Background(), func(ctx context.Context) error {
					return s.Publish(ctx, Event{Kind: fmt.Sprintf("%d.%d", w, i), UserID: 1})
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	seen, cursor := map[string]int{}, ""
	for _, kind := range read(t, s, &cursor, writers*each) {
		seen[kind]++
	}
	done.Wait()
	if got := kinds(t, s, &cursor); len(seen) != writers*each || len(got) != 0 {
		t.Errorf("read %d different events of %d, and then %v", len(seen), writers*each, got)
	}
}

func TestRolledBackEventsWereNeverThere(t *testing.T) {
	t.Parallel()
	db, cursor := pgtest.DB(t), ""
	s := New(db, time.Now)
	no := errors.New("no")
	err := db.InTx(context.Background(), func(ctx context.Context) error {
		publish(t, ctx, s, "undone")
		return no
	})
	if got := kinds(t, s, &cursor); !errors.Is(err, no) || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestUsersReadTheirOwnEventsOnly(t *testing.T) {
	t.Parallel()
	s, cursor := New(pgtest.DB(t), time.Now), ""
	publish(t, context.Background(), s, "mine")
	read(t, s, &cursor, 1)
	if events, err := s.After(as(2), api.EventsAfter{}); err != nil || len(events) != 0 {
		t.Errorf("a stranger reads %v, %v", events, err)
	}
}

func TestReadersGetNoMoreThanTheyAskFor(t *testing.T) {
	t.Parallel()
	s, cursor := New(pgtest.DB(t), time.Now), ""
	for range defaultLimit + 1 {
		publish(t, context.Background(), s, "one of many")
	}
	read(t, s, &cursor, defaultLimit+1)
	for limit, want := range map[int]int{0: defaultLimit, 1: 1, 200: defaultLimit + 1} {
		if events, err := s.After(as(1), api.EventsAfter{Limit: limit}); err != nil || len(events) != want {
			t.Errorf("limit %d: %d events, %v, want %d", limit, len(events), err, want)
		}
	}
}

// waiting starts a reader who has nothing to read yet and gives what he gets.
func waiting(s *Service, db *postgres.DB, wait int) <-chan []Event {
	got := make(chan []Event, 1)
	go func() {
		events, _ := s.After(as(1), api.EventsAfter{Wait: wait})
		got <- events
	}()
	return got
}

// A reader who waits hears of an event by the bell, not by looking again: the bell is what
// replicas hear from the database.
func TestCommitWakesReadersEverywhere(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	here, there := New(db, time.Now), New(db, time.Now)
	ctx, cancel := context.WithCancel(context.Background())
	var ears sync.WaitGroup
	ears.Go(func() { _ = there.Listen(ctx) })
	defer ears.Wait()
	defer cancel()
	// The ear is open once a notice rings the bell.
	for heard := false; !heard; {
		rung := there.bell.next()
		if err := db.From(ctx).Exec("SELECT pg_notify(?, '')", channel).Error; err != nil {
			t.Fatal(err)
		}
		select {
		case <-rung:
			heard = true
		case <-time.After(50 * time.Millisecond):
		}
	}
	rung := there.bell.next()
	publish(t, ctx, here, "news")
	select {
	case <-rung:
	case <-time.After(20 * time.Second):
		t.Fatal("the commit rang no bell")
	}
	select {
	case events := <-waiting(there, db, 20):
		if len(events) != 1 || events[0].Kind != "news" {
			t.Errorf("got %v", events)
		}
	case <-time.After(20 * time.Second):
		t.Error("nobody woke up")
	}
}

func TestBellWakesAReader(t *testing.T) {
	t.Parallel()
	b := newBell()
	first := b.next()
	b.ring()
	select {
	case <-first:
	default:
		t.Error("nobody heard")
	}
	select {
	case <-b.next():
		t.Error("who comes later hears what is over")
	default:
	}
	b.close()
	b.close() // twice is no harm
}

func TestWaitingReadersAreLetGoAtTheEnd(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	s := New(db, time.Now)
	readers := []<-chan []Event{waiting(s, db, 50), waiting(s, db, 50), waiting(s, db, 50)}
	s.Close()
	for _, got := range readers {
		select {
		case events := <-got:
			if len(events) != 0 {
				t.Errorf("got %v", events)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("somebody waits on")
		}
	}
}

func TestWaitsAreBounded(t *testing.T) {
	t.Parallel()
	s := New(pgtest.DB(t), time.Now)
	for _, wait := range []int{0, -1, -1 << 60} {
		if events, err := s.After(as(1), api.EventsAfter{Wait: wait}); err != nil || len(events) != 0 {
			t.Errorf("wait %d: %v, %v", wait, events, err)
		}
	}
}

func TestCursorsAreReadBack(t *testing.T) {
	t.Parallel()
	for _, c := range []cursor{{}, {1, 2}, {1<<63 - 1, 1<<63 - 1}} {
		if got, err := parseCursor(c.String()); err != nil || got != c {
			t.Errorf("%v: got %v, %v", c, got, err)
		}
	}
	for _, text := range []string{"x", "1", "1.", ".1", "1.x", "-1.1", "1.-1", "1.1.1", "18446744073709551616.1", "1.9223372036854775808", "' OR 1=1", "1 .1"} {
		if _, err := parseCursor(text); !errors.Is(err, ErrCursor) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
