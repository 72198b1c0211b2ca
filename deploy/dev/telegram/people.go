package telegram

import (
	"errors"
	"strconv"
	"strings"
)

// Person is somebody with Telegram on their phone.
type Person struct {
	ID        int64 // also of the private chat with the bot
	FirstName string
	LastName  string
	Username  string
	Language  string // of their Telegram: en, ro, ru; "en" if empty

	s *Server
}

var (
	errNoButton  = errors.New("telegram: the message has no such button")
	errNoMessage = errors.New("telegram: there is no such message")
	errNotOwn    = errors.New("telegram: only one's own messages can be edited")
	errNotMember = errors.New("telegram: only members see a group")
	errNoPerson  = errors.New("telegram: there is no such person")
	errNoChat    = errors.New("telegram: there is no such chat")
)

// Person lets somebody join Telegram. They have not talked to the bot yet, so
// it may not write to them. Give an ID to choose it; otherwise it is a new one,
// mostly beyond 32 bits, as in Telegram.
func (s *Server) Person(who Person) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.join(who)
	return s.person(u)
}

// People lists everybody, in no particular order.
func (s *Server) People() []*Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Person
	for _, u := range s.state.People {
		all = append(all, s.person(u))
	}
	return all
}

func (s *Server) person(u *User) *Person {
	return &Person{ID: u.ID, FirstName: u.FirstName, LastName: u.LastName,
		Username: u.Username, Language: u.LanguageCode, s: s}
}

// join adds the person with the private chat. The caller holds the lock.
func (s *Server) join(who Person) *User {
	u := &User{ID: who.ID, FirstName: who.FirstName, LastName: who.LastName,
		Username: strings.TrimPrefix(who.Username, "@"), LanguageCode: who.Language}
	if u.ID == 0 {
		u.ID = s.newPersonID()
	}
	if u.FirstName == "" {
		u.FirstName = "Person " + strconv.Itoa(len(s.state.People)+1)
	}
	if u.LanguageCode == "" {
		u.LanguageCode = "en"
	}
	s.state.People[u.ID] = u
	s.state.Chats[u.ID] = &chat{Info: privateInfo(u)}
	s.tell(s.chatEvent(u.ID), s.peopleEvent())
	return u
}

func privateInfo(u *User) ChatInfo {
	return ChatInfo{ID: u.ID, Type: "private", FirstName: u.FirstName, LastName: u.LastName, Username: u.Username}
}

// newPersonID mixes ids beyond 32 bits, which are the rule today, with old
// small ones.
func (s *Server) newPersonID() int64 {
	n := int64(len(s.state.People) + 1)
	for ; ; n++ {
		id := 5_204_717_300 + n*7_919_113%2_000_000_011
		if n%5 == 0 {
			id = 412_386_500 + n*104_729
		}
		if s.state.People[id] == nil {
			return id
		}
	}
}

// user is the person as the bot is told of them. The caller holds the lock.
func (p *Person) user() User { return *p.s.state.People[p.ID] }

// Chat is the private chat with the bot.
func (p *Person) Chat() *Chat { return &Chat{ID: p.ID, s: p.s} }

// Speak switches the person's Telegram to another language.
func (p *Person) Speak(language string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	u := p.user()
	u.LanguageCode = language
	p.s.state.People[p.ID] = &u
	p.s.tell(p.s.peopleEvent())
}

// Send writes to the bot, unblocking it if need be, as Telegram's Restart
// button does.
func (p *Person) Send(text string) Message { return p.must(p.SendTo(p.Chat(), text)) }

// Start follows the deep link t.me/<bot>?start=payload; without a payload it
// presses Start.
func (p *Person) Start(payload string) Message {
	return p.Send(strings.TrimSpace("/start " + payload))
}

// SendIn writes in a group the person is a member of.
func (p *Person) SendIn(group *Chat, text string) Message { return p.must(p.SendTo(group, text)) }

// Reply answers a message of a chat.
func (p *Person) Reply(to *Chat, messageID int, text string) (Message, error) {
	return p.write(to.ID, Message{Text: text, ReplyTo: &Message{ID: messageID}})
}

// SendTo writes in any chat. It fails where the person is not a member.
func (p *Person) SendTo(to *Chat, text string) (Message, error) {
	return p.write(to.ID, Message{Text: text})
}

// SendDocument sends a file to the bot. An empty name is left out, as some
// clients do.
func (p *Person) SendDocument(name string, content []byte) Message {
	return p.must(p.SendFileTo(p.Chat(), name, "", content, false))
}

// SendPhoto sends a picture (PNG, JPEG or GIF) to the bot. What is no picture
// arrives as a document.
func (p *Person) SendPhoto(caption string, content []byte) Message {
	return p.must(p.SendFileTo(p.Chat(), "", caption, content, true))
}

// SendFileTo sends a file, or a picture if asPhoto, to any chat.
func (p *Person) SendFileTo(to *Chat, name, caption string, content []byte, asPhoto bool) (Message, error) {
	p.s.mu.Lock()
	m := Message{Caption: strings.TrimSpace(caption)}
	m.CaptionEntities = findEntities(m.Caption)
	p.s.attachFile(&m, upload{name: name, content: content}, asPhoto)
	p.s.mu.Unlock()
	return p.write(to.ID, m)
}

// ReplyFile answers a message of the private chat with a file, or a picture if asPhoto.
func (p *Person) ReplyFile(messageID int, name string, content []byte, asPhoto bool) Message {
	p.s.mu.Lock()
	m := Message{ReplyTo: &Message{ID: messageID}}
	p.s.attachFile(&m, upload{name: name, content: content}, asPhoto)
	p.s.mu.Unlock()
	return p.must(p.write(p.ID, m))
}

// must is for what can only fail if a test is wrong.
func (p *Person) must(m Message, err error) Message {
	if err != nil {
		panic(err)
	}
	return m
}

// write puts a person's message into a chat and tells the bot.
func (p *Person) write(to int64, m Message) (Message, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, err := p.s.chatOf(to, p.ID)
	if err != nil {
		return Message{}, err
	}
	if m.ReplyTo != nil {
		quoted, ok := c.message(m.ReplyTo.ID)
		if !ok {
			return Message{}, errNoMessage
		}
		m.ReplyTo = quoted.quoted()
	}
	if c.Info.Private() {
		p.s.setBlocked(c, false)
		c.Started = true
	}
	u := p.user()
	m.From = &u
	m.Text = strings.TrimSpace(m.Text)
	m.Entities = findEntities(m.Text)
	m = p.s.add(c, m)
	if p.s.heard(c, m) {
		told := m.told()
		p.s.post(Update{Message: &told})
		p.s.tell()
	}
	return m, nil
}

// Edit changes a message the person wrote to the bot and tells the bot.
func (p *Person) Edit(messageID int, text string) error { return p.EditIn(p.Chat(), messageID, text) }

// EditIn changes a message the person wrote in any chat: its text, or the
// caption of a file.
func (p *Person) EditIn(in *Chat, messageID int, text string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c, err := p.s.chatOf(in.ID, p.ID)
	if err != nil {
		return err
	}
	m, ok := c.message(messageID)
	if !ok {
		return errNoMessage
	}
	if m.From == nil || m.From.ID != p.ID {
		return errNotOwn
	}
	text = strings.TrimSpace(text)
	if m.fileID() != "" {
		m.Caption, m.CaptionEntities = text, findEntities(text)
	} else {
		m.Text, m.Entities = text, findEntities(text)
	}
	m.EditDate = p.s.now()
	p.s.put(c, m)
	if p.s.heard(c, m) {
		told := m.told()
		p.s.post(Update{EditedMessage: &told})
		p.s.tell()
	}
	return nil
}

// Block stops the bot from writing to the person; the bot is told.
func (p *Person) Block() { p.block(true) }

// Unblock lets the bot write again; the bot is told.
func (p *Person) Unblock() { p.block(false) }

func (p *Person) block(blocked bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.setBlocked(p.s.state.Chats[p.ID], blocked)
}

// setBlocked changes whether the bot may write and tells it if that is news.
func (s *Server) setBlocked(c *chat, blocked bool) {
	if c.Blocked == blocked {
		return
	}
	c.Blocked = blocked
	if blocked {
		s.changeMember(c, c.Info.ID, "member", "kicked")
	} else {
		s.changeMember(c, c.Info.ID, "kicked", "member")
	}
	s.tell(s.chatEvent(c.Info.ID))
}

// ClearHistory empties the person's side of the private chat. Telegram does
// not tell the bot.
func (p *Person) ClearHistory() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.s.state.Chats[p.ID]
	c.Messages = nil
	p.s.tell(p.s.chatEvent(p.ID))
}
