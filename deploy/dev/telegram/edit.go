package telegram

import (
	"bytes"
	"slices"
)

// editable is the message a call is about, if the bot may change it.
func (s *Server) editable(p params) (*chat, Message, error) {
	if p.has("inline_message_id") {
		return nil, Message{}, bad("MESSAGE_ID_INVALID")
	}
	c, err := s.named(p)
	if err != nil {
		return nil, Message{}, err
	}
	if !p.has("message_id") {
		return nil, Message{}, bad("message identifier is not specified")
	}
	m, ok := c.message(int(p.number("message_id")))
	switch {
	case !ok:
		return nil, Message{}, bad("message to edit not found")
	case !m.FromBot(), m.Keyboard != nil && !m.Keyboard.Remove:
		return nil, Message{}, bad("message can't be edited")
	}
	return c, m, nil
}

// edit changes a bot's message, whose inline keyboard goes unless the call
// gives one, and refuses to change nothing. Telegram lets the bot edit where
// it is blocked, too.
func (s *Server) edit(p params, change func(*Message) error) (any, error) {
	c, old, err := s.editable(p)
	if err != nil {
		return nil, err
	}
	k, err := p.markup()
	if err != nil {
		return nil, err
	}
	m := old
	m.Inline = k.inline
	if err := change(&m); err != nil {
		return nil, err
	}
	if bytes.Equal(mustJSON(old), mustJSON(m)) {
		return nil, errNotModified
	}
	if err := s.flood(c); err != nil {
		return nil, err
	}
	m.EditDate = s.now()
	s.put(c, m)
	return m.told(), nil
}

// editMessageText is the Bot API method.
func (s *Server) editMessageText(p params) (any, error) {
	return s.edit(p, func(m *Message) (err error) {
		if m.fileID() != "" {
			return bad("there is no text in the message to edit")
		}
		if m.Text, m.Entities, err = p.text(); err != nil {
			return err
		}
		m.LinkPreview, err = p.linkPreview()
		return err
	})
}

// editMessageCaption is the Bot API method.
func (s *Server) editMessageCaption(p params) (any, error) {
	return s.edit(p, func(m *Message) (err error) {
		if m.fileID() == "" {
			return bad("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities, err = p.caption()
		return err
	})
}

// editMessageMedia is the Bot API method.
func (s *Server) editMessageMedia(p params) (any, error) {
	return s.edit(p, func(m *Message) error {
		var in inputMedia
		if err := p.decode("media", &in); err != nil {
			return err
		}
		return s.fill(m, p, in)
	})
}

// editMessageReplyMarkup is the Bot API method.
func (s *Server) editMessageReplyMarkup(p params) (any, error) {
	return s.edit(p, func(*Message) error { return nil })
}

// deleteMessage is the Bot API method: everything in private chats, in groups
// the bot's own unless it is an administrator.
func (s *Server) deleteMessage(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	m, ok := c.message(int(p.number("message_id")))
	if !ok {
		return nil, bad("message to delete not found")
	}
	if !s.mayDelete(c, m) {
		return nil, bad("message can't be deleted")
	}
	s.remove(c, m.ID)
	return true, nil
}

// deleteMessages is the Bot API method; it passes over what is not there.
func (s *Server) deleteMessages(p params) (any, error) {
	c, err := s.named(p)
	if err != nil {
		return nil, err
	}
	var ids []int
	if err := p.decode("message_ids", &ids); err != nil {
		return nil, err
	}
	if len(ids) == 0 || len(ids) > 100 {
		return nil, bad("message identifiers are not specified")
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if m, ok := c.message(id); ok && s.mayDelete(c, m) {
			s.remove(c, id)
		}
	}
	return true, nil
}

func (s *Server) mayDelete(c *chat, m Message) bool {
	const days = 24 * 60 * 60
	fresh := s.now()-m.Date < 2*days
	return fresh && (c.Info.Private() || m.FromBot() || c.Members[s.bot.ID] == "administrator")
}
