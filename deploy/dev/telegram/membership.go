package telegram

// fullChat is the Bot API's ChatFullInfo.
type fullChat struct {
	ChatInfo
	AccentColor  int      `json:"accent_color_id"`
	MaxReactions int      `json:"max_reaction_count"`
	Pinned       *Message `json:"pinned_message,omitempty"`
}

func (s *Server) getChat(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	if !c.Info.Private() && !present(c.Members[s.bot.ID]) {
		return nil, errKicked
	}
	full := fullChat{ChatInfo: c.Info, MaxReactions: 11}
	if m, ok := c.message(c.Pinned); ok {
		full.Pinned = m.quoted()
	}
	return full, nil
}

// group is the group a call is about, if the bot is in it.
func (s *Server) group(p params) (*chat, error) {
	c, err := s.named(p)
	switch {
	case err != nil:
		return nil, err
	case c.Info.Private():
		return nil, bad("method is available only for supergroup chats")
	case !present(c.Members[s.bot.ID]):
		return nil, errKicked
	}
	return c, nil
}

func (s *Server) getChatMember(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	who := p.number("user_id")
	if who != s.bot.ID && s.state.People[who] == nil {
		return nil, bad("user not found")
	}
	if c.Info.Private() {
		return s.member(who, "member"), nil
	}
	if !present(c.Members[s.bot.ID]) {
		return nil, errKicked
	}
	return s.member(who, c.Members[who]), nil
}

func (s *Server) getChatMemberCount(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	if c.Info.Private() {
		return 2, nil
	}
	count := len(s.membersOf(c))
	if present(c.Members[s.bot.ID]) {
		count++
	}
	return count, nil
}

func (s *Server) getChatAdministrators(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	if c.Info.Private() {
		return nil, bad("there are no administrators in the private chat")
	}
	admins := []ChatMember{}
	for _, id := range s.membersOf(c) {
		if status := c.Members[id]; status != "member" {
			admins = append(admins, s.member(id, status))
		}
	}
	if status := c.Members[s.bot.ID]; status == "administrator" {
		admins = append(admins, s.member(s.bot.ID, status))
	}
	return admins, nil
}

func (s *Server) leaveChat(p params) (any, error) {
	c, err := s.group(p)
	if err != nil {
		return nil, err
	}
	s.exit(c, s.bot.ID, s.bot.ID, "left")
	return true, nil
}

// admin is the group a call is about, if the bot has rights there.
func (s *Server) admin(p params) (*chat, error) {
	c, err := s.group(p)
	if err == nil && c.Members[s.bot.ID] != "administrator" {
		err = bad("not enough rights to restrict/unrestrict chat member")
	}
	return c, err
}

func (s *Server) banChatMember(p params) (any, error) {
	c, err := s.admin(p)
	if err != nil {
		return nil, err
	}
	who := p.number("user_id")
	switch {
	case s.state.People[who] == nil:
		return nil, bad("user not found")
	case c.Members[who] == "creator":
		return nil, bad("can't remove chat owner")
	}
	s.exit(c, s.bot.ID, who, "kicked")
	return true, nil
}

func (s *Server) unbanChatMember(p params) (any, error) {
	c, err := s.admin(p)
	if err != nil {
		return nil, err
	}
	if who := p.number("user_id"); c.Members[who] == "kicked" {
		c.Members[who] = "left"
	}
	return true, nil
}

func (s *Server) pinChatMessage(p params) (any, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	m, ok := c.message(int(p.number("message_id")))
	if !ok {
		return nil, bad("message to pin not found")
	}
	if !c.Info.Private() && c.Members[s.bot.ID] != "administrator" {
		return nil, bad("not enough rights to manage pinned messages in the chat")
	}
	bot := s.bot
	c.Pinned = m.ID
	s.add(c, Message{From: &bot, Pinned: m.quoted()})
	return true, nil
}

func (s *Server) unpinChatMessage(p params) (any, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	c.Pinned = 0
	s.tell()
	return true, nil
}
