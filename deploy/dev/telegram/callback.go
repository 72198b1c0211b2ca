package telegram

import (
	"context"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// queryPatience is how long a tap may be answered.
const queryPatience = 10 * time.Minute

// query is a tap that awaits the bot's answer.
type query struct {
	person int64
	asked  time.Time
	answer *Answer
}

// Answer is what answerCallbackQuery showed to whoever tapped.
type Answer struct {
	Text  string `json:"text"`
	Alert bool   `json:"show_alert"`
	URL   string `json:"url"`
}

// Tap is a tap on an inline button.
type Tap struct {
	ID string // of the callback query
	s  *Server
}

// Wait waits for the bot's answer, or gives the context's error.
func (t *Tap) Wait(ctx context.Context) (Answer, error) {
	var a Answer
	err := t.s.wait(ctx, func() bool {
		q := t.s.queries[t.ID]
		if q == nil || q.answer == nil {
			return false
		}
		a = *q.answer
		return true
	})
	return a, err
}

// Tap presses an inline button of a message in the private chat, named by its
// label or its callback data. It fails if the message or the button is not
// there (any more).
func (p *Person) Tap(messageID int, button string) (*Tap, error) {
	return p.TapIn(p.Chat(), messageID, button)
}

// TapIn is Tap in any chat.
func (p *Person) TapIn(in *Chat, messageID int, button string) (*Tap, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, err := p.s.chatOf(in.ID, p.ID)
	if err != nil {
		return nil, err
	}
	m, ok := c.message(messageID)
	if !ok {
		return nil, errNoMessage
	}
	b, ok := m.Button(button)
	if !ok || b.CallbackData == "" {
		return nil, errNoButton
	}
	return p.s.tap(p.user(), m, b.CallbackData), nil
}

// Forge sends callback data that no button has, as a tampered client can.
func (p *Person) Forge(in *Chat, messageID int, data string) (*Tap, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, err := p.s.chatOf(in.ID, p.ID)
	if err != nil {
		return nil, err
	}
	m, ok := c.message(messageID)
	if !ok {
		return nil, errNoMessage
	}
	return p.s.tap(p.user(), m, data), nil
}

func (s *Server) tap(by User, m Message, data string) *Tap {
	s.tapped++
	maps.DeleteFunc(s.queries, func(_ string, q *query) bool { return s.opt.Now().Sub(q.asked) > 2*queryPatience })
	// Nineteen digits, as Telegram's: too long for a float64.
	id := strconv.FormatInt(4_810_000_000_000_000_001+s.opt.Now().UnixMicro()%1_000_000_000_000+int64(s.tapped), 10)
	s.queries[id] = &query{person: by.ID, asked: s.opt.Now()}
	s.post(Update{CallbackQuery: &CallbackQuery{
		ID: id, From: by, Message: m.told(), ChatInstance: strconv.FormatInt(m.Chat.ID*31+17, 10), Data: data,
	}})
	s.tell()
	return &Tap{ID: id, s: s}
}

// answerCallbackQuery is the Bot API method. A query is answered once, and in
// good time.
func (s *Server) answerCallbackQuery(p params) (any, error) {
	id := p.str("callback_query_id")
	q := s.queries[id]
	if q == nil || q.answer != nil || s.opt.Now().Sub(q.asked) > queryPatience {
		return nil, errQueryTooOld
	}
	a := Answer{Text: p.str("text"), Alert: p.flag("show_alert"), URL: p.str("url")}
	if units(a.Text) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	if a.URL != "" && !s.opensBot(a.URL) {
		return nil, bad("URL_INVALID")
	}
	q.answer = &a
	s.tell(answerEvent(q.person, id, a))
	return true, nil
}

// opensBot reports whether a link starts this bot: the only link a tap's
// answer may open.
func (s *Server) opensBot(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Host == "t.me" || u.Host == "telegram.me") &&
		strings.EqualFold(strings.Trim(u.Path, "/"), s.bot.Username) && u.Query().Has("start")
}
