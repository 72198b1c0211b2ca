package telegram

import (
	"sync"
	"time"
)

// What Telegram lets a bot send (Bots FAQ, "My bot is hitting limits").
var (
	paceAll   = rate{every: time.Second / 30, burst: 30}
	paceChat  = rate{every: time.Second, burst: 5}
	paceGroup = rate{every: 3 * time.Second, burst: 3}
)

// maxPaced bounds how many chats' paces are remembered before the idle ones are dropped.
const maxPaced = 10_000

// rate allows burst sends at once and then one every so often.
type rate struct {
	every time.Duration
	burst int
}

// pacer tells each send when its turn is (the generic cell rate algorithm).
type pacer struct {
	now func() time.Time

	mu    sync.Mutex
	all   time.Time
	chats map[int64]time.Time // when each chat will be even with its rate
}

func newPacer(now func() time.Time) *pacer {
	return &pacer{now: now, chats: map[int64]time.Time{}}
}

// turn books the next place for a message to the chat and tells how long to wait for it.
func (p *pacer) turn(chat int64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	p.dropIdle(now)
	own := paceChat
	if chat < 0 { // groups have negative ids
		own = paceGroup
	}
	var waitOwn, waitAll time.Duration
	p.chats[chat], waitOwn = own.book(p.chats[chat], now)
	p.all, waitAll = paceAll.book(p.all, now)
	return max(waitOwn, waitAll)
}

// hold keeps the chat quiet for d, as Telegram asked for.
func (p *pacer) hold(chat int64, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := paceChat
	if chat < 0 {
		own = paceGroup
	}
	until := p.now().Add(d + time.Duration(own.burst-1)*own.every)
	if until.After(p.chats[chat]) {
		p.chats[chat] = until
	}
}

// book moves even, the time when all sends so far fit the rate, by one send.
func (r rate) book(even, now time.Time) (time.Time, time.Duration) {
	if even.Before(now) {
		even = now
	}
	wait := max(even.Sub(now)-time.Duration(r.burst-1)*r.every, 0)
	return even.Add(r.every), wait
}

func (p *pacer) dropIdle(now time.Time) {
	if len(p.chats) < maxPaced {
		return
	}
	for chat, even := range p.chats {
		if even.Before(now) {
			delete(p.chats, chat)
		}
	}
}
