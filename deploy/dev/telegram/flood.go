package telegram

import (
	"slices"
	"time"
)

// Flood is how fast the bot may write; 0 does not limit. Telegram itself is
// said to take one message a second in a chat, twenty a minute in a group, and
// thirty a second in all.
type Flood struct {
	PerChat  int // messages a second in one chat
	PerGroup int // messages a minute in one group
	InAll    int // messages a second in all chats
}

// everywhere is the key under which the writing of all chats is counted.
const everywhere = 0

// flood refuses a message that comes too fast, or counts it.
func (s *Server) flood(c *chat) error {
	now := s.opt.Now()
	limits := []struct {
		chat   int64
		most   int
		window time.Duration
	}{
		{c.Info.ID, s.opt.Flood.PerChat, time.Second},
		{c.Info.ID, s.opt.Flood.PerGroup, time.Minute},
		{everywhere, s.opt.Flood.InAll, time.Second},
	}
	if c.Info.Private() {
		limits[1].most = 0
	}
	for _, l := range limits {
		recent := s.since(l.chat, now.Add(-l.window))
		if l.most > 0 && len(recent) >= l.most {
			free := recent[len(recent)-l.most].Add(l.window)
			return tooMany(max(1, int(free.Sub(now).Round(time.Second).Seconds())))
		}
	}
	if s.opt.Flood != (Flood{}) {
		for _, id := range []int64{c.Info.ID, everywhere} {
			s.sent[id] = append(s.since(id, now.Add(-time.Minute)), now)
		}
	}
	return nil
}

// since lists when the bot wrote in a chat after a moment.
func (s *Server) since(chat int64, start time.Time) []time.Time {
	times := s.sent[chat]
	at := slices.IndexFunc(times, start.Before)
	if at < 0 {
		return nil
	}
	return times[at:]
}
