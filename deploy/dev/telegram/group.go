package telegram

import (
	"slices"
	"strings"
)

// Group opens a group with the bot and the people; the first one owns it.
func (s *Server) Group(title string, people ...*Person) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := int64(-1_002_140_385_211) - int64(len(s.state.Chats))*7_411
	for s.state.Chats[id] != nil {
		id--
	}
	c := &chat{
		Info:    ChatInfo{ID: id, Type: "supergroup", Title: title},
		Members: map[int64]string{s.bot.ID: "left"},
	}
	for i, p := range people {
		c.Members[p.ID] = "member"
		if i == 0 {
			c.Members[p.ID] = "creator"
		}
	}
	s.state.Chats[id] = c
	if len(people) > 0 {
		s.enter(c, people[0].ID, s.bot.ID)
	}
	s.tell(s.chatEvent(id))
	return &Chat{ID: id, s: s}
}

// Add lets somebody into the group.
func (c *Chat) Add(p *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if g := c.s.state.Chats[c.ID]; !present(g.Members[p.ID]) {
		c.s.enter(g, p.ID, p.ID)
	}
}

// Remove lets somebody leave the group.
func (c *Chat) Remove(p *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.exit(c.s.state.Chats[c.ID], p.ID, p.ID, "left")
}

// Promote makes a member an administrator of the group.
func (c *Chat) Promote(p *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.state.Chats[c.ID].Members[p.ID] = "administrator"
	c.s.tell(c.s.chatEvent(c.ID))
}

// PromoteBot makes the bot an administrator of the group; it is told.
func (c *Chat) PromoteBot() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	g := c.s.state.Chats[c.ID]
	was := g.Members[c.s.bot.ID]
	g.Members[c.s.bot.ID] = "administrator"
	c.s.changeMember(g, c.s.owner(g), was, "administrator")
	c.s.tell()
}

// owner is who owns the group.
func (s *Server) owner(c *chat) int64 {
	for id, status := range c.Members {
		if status == "creator" {
			return id
		}
	}
	return s.bot.ID
}

// AddBot brings the bot (back) into the group; the bot is told.
func (c *Chat) AddBot(by *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if g := c.s.state.Chats[c.ID]; !present(g.Members[c.s.bot.ID]) {
		c.s.enter(g, by.ID, c.s.bot.ID)
	}
}

// KickBot throws the bot out of the group; the bot is told.
func (c *Chat) KickBot(by *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.exit(c.s.state.Chats[c.ID], by.ID, c.s.bot.ID, "kicked")
}

func present(status string) bool {
	return status == "creator" || status == "administrator" || status == "member"
}

// enter makes who a member, added by somebody, with the message that says so.
func (s *Server) enter(c *chat, by, who int64) {
	was := c.Members[who]
	c.Members[who] = "member"
	if who == s.bot.ID {
		s.changeMember(c, by, was, "member")
	}
	from := s.user(by)
	m := s.add(c, Message{From: &from, NewMembers: []User{s.user(who)}}).told()
	s.post(Update{Message: &m})
	s.tell(s.chatEvent(c.Info.ID))
}

// exit takes who out, with the message that says so. A bot that is gone hears
// of its own leaving only as my_chat_member.
func (s *Server) exit(c *chat, by, who int64, status string) {
	was := c.Members[who]
	if !present(was) {
		return
	}
	from, left := s.user(by), s.user(who)
	c.Members[who] = status
	m := s.add(c, Message{From: &from, LeftMember: &left}).told()
	if who == s.bot.ID {
		s.changeMember(c, by, was, status)
	} else {
		s.post(Update{Message: &m})
	}
	s.tell(s.chatEvent(c.Info.ID))
}

// changeMember tells the bot what became of itself in a chat.
func (s *Server) changeMember(c *chat, by int64, was, is string) {
	s.post(Update{MyChatMember: &ChatMemberChange{
		Chat: c.Info, From: s.user(by), Date: s.now(), Old: s.member(s.bot.ID, was), New: s.member(s.bot.ID, is),
	}})
}

func (s *Server) member(who int64, status string) ChatMember {
	if status == "" {
		status = "left"
	}
	m := ChatMember{Status: status, User: s.user(who)}
	if status == "kicked" {
		m.Until = new(int64) // for ever
	}
	return m
}

// user is anybody, the bot included.
func (s *Server) user(id int64) User {
	if u := s.state.People[id]; u != nil {
		return *u
	}
	return s.bot
}

// heard reports whether the bot is told of a message: everything where it is
// in and not blocked, less in groups under privacy mode.
func (s *Server) heard(c *chat, m Message) bool {
	if c.Info.Private() {
		return !c.Blocked
	}
	if !present(c.Members[s.bot.ID]) {
		return false
	}
	if !s.opt.Privacy || c.Members[s.bot.ID] == "administrator" {
		return true
	}
	if m.ReplyTo != nil && m.ReplyTo.FromBot() {
		return true
	}
	if strings.Contains(strings.ToLower(m.Words()), "@"+strings.ToLower(s.bot.Username)) {
		return true
	}
	foreign := strings.Contains(strings.SplitN(m.Text+" ", " ", 2)[0], "@") // /start@another_bot
	return strings.HasPrefix(m.Text, "/") && !foreign
}

// Members lists who is in the group, the bot excepted.
func (c *Chat) Members() []*Person {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var all []*Person
	for _, id := range c.s.membersOf(c.s.state.Chats[c.ID]) {
		all = append(all, c.s.person(c.s.state.People[id]))
	}
	return all
}

// membersOf are the ids of a group's present members, the bot excepted.
func (s *Server) membersOf(c *chat) []int64 {
	var ids []int64
	for id, status := range c.Members {
		if present(status) && id != s.bot.ID {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
