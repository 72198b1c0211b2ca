package redisboot

import (
	"context"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// beat is how often the clock of a server in this process is moved. A shorter
// one costs: every beat looks at all keys that expire.
const beat = 100 * time.Millisecond

// inProcess is a Redis inside this process. Its keys are lost at its end.
type inProcess struct {
	addr   string
	server *miniredis.Miniredis
	quit   chan struct{}
	ended  chan struct{}
}

func (p *inProcess) start(context.Context) error {
	p.server = miniredis.NewMiniRedis()
	if err := p.server.StartAddr(p.addr); err != nil {
		return err
	}
	p.quit, p.ended = make(chan struct{}), make(chan struct{})
	go keepTime(p.server, p.quit, p.ended)
	return nil
}

// keepTime makes keys expire by the real clock, which miniredis leaves alone.
func keepTime(server *miniredis.Miniredis, quit <-chan struct{}, ended chan<- struct{}) {
	defer close(ended)
	defer server.Close()
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-quit:
			return
		case <-ticker.C:
			now := time.Now()
			server.FastForward(now.Sub(last))
			last = now
		}
	}
}

func (p *inProcess) stop() {
	select {
	case <-p.ended:
		return
	default:
	}
	close(p.quit)
	<-p.ended
}

func (p *inProcess) kill()                 { p.stop() }
func (p *inProcess) done() <-chan struct{} { return p.ended }
