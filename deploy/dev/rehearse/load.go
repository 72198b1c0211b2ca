package rehearse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"sync"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

const (
	callers = 6
	think   = 20 * time.Millisecond // between two calls of one caller
	warm    = 100                   // calls before and behind what happens
)

func patientClient() *http.Client { return &http.Client{Timeout: time.Minute} }

// load is people who book and look, one call after the other.
type load struct {
	person *client.Client
	over   chan struct{}

	mu       sync.Mutex
	calls    int
	booked   int
	repeated int // calls that were cut and asked again under the same key
	failed   int
	first    error
	longest  time.Duration
}

// underLoad does something amid calls, none of which may fail. Where a part is killed, those that
// it had begun are cut; they may be asked again, as clients do that send a key along.
func (s *stage) underLoad(ctx context.Context, what string, mayRepeat bool, do func() error) error {
	began := time.Now()
	session, err := s.api().Login(ctx, api.Login{Email: "seed-1@example.com", Password: "sow four seeds in spring"})
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	l := &load{person: s.api().As(session.AccessToken), over: make(chan struct{})}
	account, before, err := l.balance(ctx)
	if err != nil {
		return err
	}

	var calling sync.WaitGroup
	for n := range callers {
		calling.Go(func() { l.call(ctx, account, fmt.Sprintf("%d-%d", began.UnixNano(), n)) })
	}
	l.until(ctx, warm)
	err = do()
	l.until(ctx, l.count()+warm)
	close(l.over)
	calling.Wait()
	if err != nil {
		return err
	}

	if l.failed > 0 || l.repeated > 0 && !mayRepeat {
		return fmt.Errorf("%s: of %d calls %d failed and %d were cut; the first: %w", what, l.calls, l.failed, l.repeated, l.first)
	}
	_, after, err := l.balance(ctx)
	if err != nil {
		return err
	}
	if spent := new(big.Rat).Sub(before, after); spent.Cmp(big.NewRat(int64(l.booked), 1)) != 0 {
		return fmt.Errorf("%s: %d entries of 1.00 were booked, and %s is gone", what, l.booked, spent.FloatString(2))
	}
	s.say(began, "%s: %d calls, none failed, %d asked again; %d entries booked once each; the longest call took %v",
		what, l.calls, l.repeated, l.booked, l.longest.Round(10*time.Millisecond))
	return nil
}

func (l *load) balance(ctx context.Context) (account int64, balance *big.Rat, err error) {
	all, err := l.person.Accounts(ctx)
	if err != nil {
		return 0, nil, fmt.Errorf("its accounts: %w", err)
	}
	if len(all.Items) == 0 {
		return 0, nil, errors.New("there is no account")
	}
	balance, ok := new(big.Rat).SetString(all.Items[0].Balance)
	if !ok {
		return 0, nil, fmt.Errorf("a balance of %q", all.Items[0].Balance)
	}
	return all.Items[0].ID, balance, nil
}

func (l *load) call(ctx context.Context, account int64, name string) {
	for n := 0; ; n++ {
		select {
		case <-l.over:
			return
		case <-time.After(think):
		}
		l.book(ctx, account, fmt.Sprintf("%s-%d", name, n))

		began := time.Now()
		_, err := l.person.Accounts(ctx)
		l.note(began, err)
	}
}

// book books an entry; where the answer is cut off it asks again after a while, under the same key.
func (l *load) book(ctx context.Context, account int64, key string) {
	began := time.Now()
	entry := api.CreateTransaction{Kind: api.Expense, Amount: "1.00", AccountID: account}
	_, err := l.person.Once(key).CreateTransaction(ctx, entry)
	for tries := 0; tries < 3 && errs.Is(err, errs.Unavailable); tries++ {
		l.mu.Lock()
		l.repeated++
		l.first = cmp.Or(l.first, err)
		l.mu.Unlock()
		time.Sleep(time.Second)
		_, err = l.person.Once(key).CreateTransaction(ctx, entry)
	}
	l.note(began, err)
	if err == nil {
		l.mu.Lock()
		l.booked++
		l.mu.Unlock()
	}
}

func (l *load) note(began time.Time, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	l.longest = max(l.longest, time.Since(began))
	if err != nil {
		l.failed++
		l.first = cmp.Or(l.first, err)
	}
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.calls
}

// until returns when so many calls are answered.
func (l *load) until(ctx context.Context, calls int) {
	for l.count() < calls && ctx.Err() == nil {
		time.Sleep(think)
	}
}
