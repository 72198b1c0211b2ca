package telegram

import (
	"strconv"
	"strings"
)

const (
	maxText    = 4096 // units
	maxCaption = 1024 // units
)

// named is the chat a call is about, whether the bot may write there or not.
func (s *Server) named(p params) (*chat, error) {
	given := p.str("chat_id")
	if given == "" {
		return nil, bad("chat_id is empty")
	}
	id, err := strconv.ParseInt(given, 10, 64)
	if err != nil || s.state.Chats[id] == nil {
		return nil, errChatNotFound
	}
	return s.state.Chats[id], nil
}

// writable is the chat a call is about, if the bot may write there.
func (s *Server) writable(p params) (*chat, error) {
	c, err := s.named(p)
	switch {
	case err != nil:
		return nil, err
	case !c.Info.Private() && !present(c.Members[s.bot.ID]):
		return nil, errKicked
	case c.Info.Private() && c.Blocked:
		return nil, errBlocked
	case c.Info.Private() && !c.Started:
		return nil, errNeverWrote
	}
	return c, nil
}

// prepare reads what all messages of a bot have in common.
func (s *Server) prepare(p params) (*chat, Message, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, Message{}, err
	}
	k, err := p.markup()
	if err != nil {
		return nil, Message{}, err
	}
	bot := s.bot
	m := Message{
		From: &bot, Inline: k.inline, Keyboard: k.keyboard,
		Protected: p.flag("protect_content"), Silent: p.flag("disable_notification"),
	}
	if m.ReplyTo, err = s.repliedTo(c, p); err != nil {
		return nil, Message{}, err
	}
	return c, m, nil
}

// repliedTo is the message a call replies to, named the old way or the new.
func (s *Server) repliedTo(c *chat, p params) (*Message, error) {
	var to struct {
		MessageID int  `json:"message_id"`
		Anyway    bool `json:"allow_sending_without_reply"`
	}
	to.MessageID, to.Anyway = int(p.number("reply_to_message_id")), p.flag("allow_sending_without_reply")
	if err := p.decode("reply_parameters", &to); err != nil {
		return nil, err
	}
	if to.MessageID == 0 {
		return nil, nil
	}
	m, ok := c.message(to.MessageID)
	switch {
	case ok:
		return m.quoted(), nil
	case to.Anyway:
		return nil, nil
	default:
		return nil, bad("message to be replied not found")
	}
}

// deliver puts the bot's message into the chat and returns it as answered.
func (s *Server) deliver(c *chat, m Message) (any, error) {
	if err := s.flood(c); err != nil {
		return nil, err
	}
	return s.add(c, m).told(), nil
}

// sendMessage is the Bot API method.
func (s *Server) sendMessage(p params) (any, error) {
	c, m, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	if m.Text, m.Entities, err = p.text(); err != nil {
		return nil, err
	}
	if m.LinkPreview, err = p.linkPreview(); err != nil {
		return nil, err
	}
	return s.deliver(c, m)
}

// text reads and checks a message's text.
func (p params) text() (string, []Entity, error) {
	text, entities, err := p.marked(p.str("text"), p.str("parse_mode"), "entities")
	switch {
	case err != nil:
		return "", nil, err
	case text == "":
		return "", nil, bad("message text is empty")
	case units(text) > maxText:
		return "", nil, bad("message is too long")
	}
	return text, entities, nil
}

// caption reads and checks what is written under a file.
func (p params) caption() (string, []Entity, error) {
	text, entities, err := p.marked(p.str("caption"), p.str("parse_mode"), "caption_entities")
	if err == nil && units(text) > maxCaption {
		err = bad("message caption is too long")
	}
	return text, entities, err
}

func (p params) linkPreview() (*LinkPreview, error) {
	if p.has("link_preview_options") {
		options := &LinkPreview{}
		return options, p.decode("link_preview_options", options)
	}
	if p.flag("disable_web_page_preview") {
		return &LinkPreview{IsDisabled: true}, nil
	}
	return nil, nil
}

// sendPhoto is the Bot API method.
func (s *Server) sendPhoto(p params) (any, error) { return s.sendFile(p, "photo") }

// sendDocument is the Bot API method.
func (s *Server) sendDocument(p params) (any, error) { return s.sendFile(p, "document") }

func (s *Server) sendFile(p params, kind string) (any, error) {
	c, m, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	if m.Caption, m.CaptionEntities, err = p.caption(); err != nil {
		return nil, err
	}
	if err := s.attach(&m, p, kind, p.str(kind)); err != nil {
		return nil, err
	}
	return s.deliver(c, m)
}

// inputMedia is the Bot API's InputMediaPhoto and InputMediaDocument.
type inputMedia struct {
	Type      string `json:"type"`
	Media     string `json:"media"`
	Caption   string `json:"caption"`
	ParseMode string `json:"parse_mode"`
}

// fill makes the input a message's content.
func (s *Server) fill(m *Message, p params, in inputMedia) error {
	if in.Type != "photo" && in.Type != "document" {
		return bad("can't parse InputMedia: type must be one of photo, document")
	}
	one := params{values: map[string]string{"caption": in.Caption, "parse_mode": in.ParseMode}, files: p.files}
	var err error
	if m.Caption, m.CaptionEntities, err = one.caption(); err != nil {
		return err
	}
	m.Text, m.Entities, m.LinkPreview = "", nil, nil
	return s.attach(m, p, in.Type, in.Media)
}

// sendMediaGroup is the Bot API method.
func (s *Server) sendMediaGroup(p params) (any, error) {
	c, base, err := s.prepare(p)
	if err != nil {
		return nil, err
	}
	var inputs []inputMedia
	if err := p.decode("media", &inputs); err != nil {
		return nil, err
	}
	if len(inputs) < 2 || len(inputs) > 10 {
		return nil, bad("expected an Array of 2-10 InputMedia")
	}
	base.MediaGroupID = "1" + strings.Repeat("3", 8) + strconv.Itoa(s.state.NextFile)
	messages := make([]Message, len(inputs))
	for i, in := range inputs {
		messages[i] = base
		if err := s.fill(&messages[i], p, in); err != nil {
			return nil, err
		}
	}
	if err := s.flood(c); err != nil {
		return nil, err
	}
	for i := range messages {
		messages[i] = s.add(c, messages[i]).told()
	}
	return messages, nil
}

// sendChatAction is the Bot API method: the page shows it for a while.
func (s *Server) sendChatAction(p params) (any, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	switch action := p.str("action"); action {
	case "typing", "upload_photo", "upload_document", "record_video", "upload_video", "record_voice",
		"upload_voice", "choose_sticker", "find_location", "record_video_note", "upload_video_note":
		s.tell(actionEvent(c.Info.ID, action))
		return true, nil
	default:
		return nil, bad("wrong parameter action in request")
	}
}
