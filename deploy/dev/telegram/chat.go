package telegram

import (
	"cmp"
	"context"
	"slices"
)

// maxHistory bounds a chat: what is older is gone, as if it were deleted.
const maxHistory = 1000

// chat is a chat as the server keeps it.
type chat struct {
	Info        ChatInfo
	Messages    []Message // by id
	NextMessage int       // groups count for themselves

	Started bool // private: the person has written to the bot
	Blocked bool // private: by the person

	Members map[int64]string // groups: statuses, the bot's among them
	Pinned  int
}

// Chat is a chat to look at, private or a group.
type Chat struct {
	ID int64
	s  *Server
}

// Chat is the chat with that id, which may not exist (yet).
func (s *Server) Chat(id int64) *Chat { return &Chat{ID: id, s: s} }

// Messages is the chat as it looks now, oldest first: edits applied, deleted
// messages gone, files with their content.
func (c *Chat) Messages() []Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.messages()
}

func (c *Chat) messages() []Message {
	kept := c.s.state.Chats[c.ID]
	if kept == nil {
		return nil
	}
	all := slices.Clone(kept.Messages)
	for i := range all {
		if f := c.s.state.Files[all[i].fileID()]; f != nil {
			all[i].Content = f.content
		}
	}
	return all
}

// Last is the newest message, or the zero Message.
func (c *Chat) Last() Message {
	all := c.Messages()
	if len(all) == 0 {
		return Message{}
	}
	return all[len(all)-1]
}

// Wait waits until the chat satisfies done and returns it, or gives the
// context's error together with the chat as it stands.
func (c *Chat) Wait(ctx context.Context, done func([]Message) bool) ([]Message, error) {
	var all []Message
	err := c.s.wait(ctx, func() bool {
		all = c.messages()
		return done(all)
	})
	return all, err
}

// WaitReply waits for the first message of the bot after a message, or gives
// the context's error.
func (c *Chat) WaitReply(ctx context.Context, after int) (Message, error) {
	var reply Message
	_, err := c.Wait(ctx, func(all []Message) bool {
		at := slices.IndexFunc(all, func(m Message) bool { return m.ID > after && m.FromBot() })
		if at >= 0 {
			reply = all[at]
		}
		return at >= 0
	})
	return reply, err
}

// Keyboard is the reply keyboard the person sees under the text field, or nil.
func (c *Chat) Keyboard() *Keyboard {
	for _, m := range slices.Backward(c.Messages()) {
		if m.Keyboard != nil && m.FromBot() {
			if m.Keyboard.Remove || m.Keyboard.ForceReply {
				return nil
			}
			return m.Keyboard
		}
	}
	return nil
}

func (c *chat) find(id int) (int, bool) {
	return slices.BinarySearchFunc(c.Messages, id, func(m Message, id int) int { return cmp.Compare(m.ID, id) })
}

func (c *chat) message(id int) (Message, bool) {
	at, ok := c.find(id)
	if !ok {
		return Message{}, false
	}
	return c.Messages[at], true
}

// chatOf is a chat a person may write in.
func (s *Server) chatOf(id, person int64) (*chat, error) {
	c := s.state.Chats[id]
	switch {
	case s.state.People[person] == nil:
		return nil, errNoPerson
	case c == nil:
		return nil, errNoChat
	case c.Info.Private() && id != person, !c.Info.Private() && !present(c.Members[person]):
		return nil, errNotMember
	}
	return c, nil
}

// add appends a message, giving it id, chat and date. Slices that were handed
// out are never written to again, so readers need no lock.
func (s *Server) add(c *chat, m Message) Message {
	m.Chat, m.Date = c.Info, s.now()
	if c.Info.Private() {
		m.ID = s.state.NextMessage
		s.state.NextMessage++
	} else {
		c.NextMessage++
		m.ID = c.NextMessage
	}
	c.Messages = append(slices.Clip(c.Messages[max(0, len(c.Messages)+1-maxHistory):]), m)
	s.tell(messageEvent(m))
	return m
}

// put replaces a message by its changed self.
func (s *Server) put(c *chat, m Message) {
	if at, ok := c.find(m.ID); ok {
		c.Messages = slices.Clone(c.Messages)
		c.Messages[at] = m
		s.tell(messageEvent(m))
	}
}

// remove deletes a message for everybody.
func (s *Server) remove(c *chat, id int) bool {
	at, ok := c.find(id)
	if ok {
		c.Messages = slices.Delete(slices.Clone(c.Messages), at, at+1)
		s.tell(deletedEvent(c.Info.ID, id))
	}
	return ok
}
