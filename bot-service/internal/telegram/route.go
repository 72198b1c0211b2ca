package telegram

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"strings"

	"gopkg.in/telebot.v3"
)

// Handler answers a turn. Its error is explained to the chat.
type Handler func(context.Context, *Turn) error

// TextHandler answers a turn of plain text, or reports that it is not its to answer.
type TextHandler func(context.Context, *Turn) (mine bool, err error)

// errIgnored says that an update is none that the bot acts on.
var errIgnored = errors.New("telegram: ignored")

// commandForm is how a command is written (Bot API, Commands), also by those who write it in Cyrillic.
var commandForm = regexp.MustCompile(`(?s)^/([\p{L}\p{N}_]+)(?:@(\w+))?(?:\s+(.*))?$`)

// written are the kinds of messages that deserve an answer.
var written = []string{
	telebot.OnText, telebot.OnMedia, telebot.OnContact, telebot.OnLocation, telebot.OnVenue, telebot.OnDice,
}

// message finds the handler of what was written.
func (b *Bot) message(ctx context.Context, j *job, m *telebot.Message) error {
	if !personal(m) || passedOn(m) && m.Chat.Type != telebot.ChatPrivate {
		return errIgnored
	}
	parts := commandForm.FindStringSubmatch(m.Text)
	if m.Chat.Type != telebot.ChatPrivate {
		return b.group(ctx, j, m, parts)
	}
	t := b.turn(ctx, j, m.Chat, m.Sender)
	t.message, t.Reply = m.ID, repliedTo(m)
	if mine, err := b.attach(ctx, j, t, m); mine {
		return err
	}
	// A file may be passed on: it is only shown, and books nothing without a tap.
	if d := m.Document; d != nil && b.document != nil {
		t.Document = &Document{ID: d.FileID, Name: d.FileName, Media: d.MIME, Size: d.FileSize}
		j.asked = "file"
		return b.serve(ctx, t, b.document)
	}
	if passedOn(m) {
		j.asked = "forwarded"
		return b.serve(ctx, t, notBooked)
	}
	if l := m.Location; l != nil && b.location != nil {
		t.Location = &Location{Latitude: float64(l.Lat), Longitude: float64(l.Lng)}
		return b.serve(ctx, t, b.location)
	}
	if m.Photo != nil && m.Caption == "" {
		j.asked = "picture"
		return b.serve(ctx, t, pictureUnread)
	}
	if parts == nil {
		j.asked = "text"
		t.Text = strings.TrimSpace(cmp.Or(m.Text, m.Caption))
		return b.serve(ctx, t, b.afterFirst(b.plainText))
	}
	t.Command, t.Text = commandName(parts[1]), strings.TrimSpace(parts[3])
	if h, ok := b.commands[t.Command]; ok {
		j.asked = "/" + t.Command
		return b.serve(ctx, t, b.afterFirst(h))
	}
	j.asked = "/unknown"
	return b.serve(ctx, t, b.afterFirst(b.unknown))
}

// afterFirst is a handler of what the one who is asked first leaves to others.
func (b *Bot) afterFirst(h Handler) Handler {
	if b.first == nil {
		return h
	}
	return func(ctx context.Context, t *Turn) error {
		if mine, err := b.first(ctx, t); mine || err != nil {
			return err
		}
		return h(ctx, t)
	}
}

// attach hands on a picture or a file that answers a message of the bot's, where that takes one.
func (b *Bot) attach(ctx context.Context, j *job, t *Turn, m *telebot.Message) (mine bool, err error) {
	if b.attached == nil || t.Reply.Message == 0 || passedOn(m) {
		return false, nil
	}
	switch {
	case m.Photo != nil:
		t.Document = &Document{ID: m.Photo.FileID, Name: "picture.jpg", Media: "image/jpeg", Size: m.Photo.FileSize}
	case m.Document != nil:
		d := m.Document
		t.Document = &Document{ID: d.FileID, Name: d.FileName, Media: d.MIME, Size: d.FileSize}
	default:
		return false, nil
	}

	h, takes := b.attached(t)
	if !takes {
		t.Document = nil
		return false, nil
	}
	j.asked = "attachment"
	return true, b.serve(ctx, t, h)
}

// pictureUnread answers a picture that says nothing.
func pictureUnread(ctx context.Context, t *Turn) error {
	return t.Send(ctx, Reply{Text: t.Words.Say("picture.unread")})
}

// edit hands on a text that was changed in a private chat. A command is not given again by it.
func (b *Bot) edit(ctx context.Context, j *job, m *telebot.Message) error {
	if b.edited == nil || !personal(m) || passedOn(m) || m.Chat.Type != telebot.ChatPrivate || m.Text+m.Caption == "" {
		return errIgnored
	}
	t := b.turn(ctx, j, m.Chat, m.Sender)
	j.asked = "edit"
	t.message, t.edition, t.Text = m.ID, j.update.ID, strings.TrimSpace(cmp.Or(m.Text, m.Caption))
	t.Reply = repliedTo(m)
	if parts := commandForm.FindStringSubmatch(m.Text); parts != nil {
		t.Command, t.Text = commandName(parts[1]), strings.TrimSpace(parts[3])
	}
	return b.serve(ctx, t, b.edited)
}

// notBooked answers what was passed on: others may have written it, so it never acts.
func notBooked(ctx context.Context, t *Turn) error {
	return t.Send(ctx, Reply{Text: t.Words.Say("forwarded.not_booked")})
}

// repliedTo is what a message answers, where that is one of the bot's with buttons.
func repliedTo(m *telebot.Message) Replied {
	to := m.ReplyTo
	if to == nil || to.Sender == nil || !to.Sender.IsBot || to.ReplyMarkup == nil {
		return Replied{}
	}
	r := Replied{Message: to.ID}
	for _, row := range to.ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if tap, with, ok := readTap(b.Data); ok {
				r.Buttons = append(r.Buttons, Button{Text: b.Text, Tap: tap, With: with})
			}
		}
	}
	return r
}

// personal tells what a person sent from what was sent in another's name.
func personal(m *telebot.Message) bool {
	if m == nil || m.Chat == nil || m.Sender == nil || m.Sender.IsBot {
		return false
	}
	if m.Chat.Type == telebot.ChatPrivate && m.Chat.ID != m.Sender.ID {
		return false
	}
	return m.Via == nil && m.SenderChat == nil
}

// passedOn tells what was forwarded from what a person wrote himself.
func passedOn(m *telebot.Message) bool {
	return m.Origin != nil || m.OriginalUnixtime != 0 || m.OriginalSender != nil ||
		m.OriginalChat != nil || m.OriginalSenderName != "" || m.AutomaticForward
}

// group answers only what names the bot, and only to ask for a private chat.
func (b *Bot) group(ctx context.Context, j *job, m *telebot.Message, command []string) error {
	me := b.me.Load()
	if command == nil || !strings.EqualFold(command[2], me.Username) {
		return errIgnored
	}
	return b.inPrivate(ctx, b.turn(ctx, j, m.Chat, m.Sender), "group.private")
}

// added greets a group that the bot was added to, once, and says where it works.
func (b *Bot) added(ctx context.Context, j *job, m *telebot.Message) error {
	if m == nil || m.Chat == nil || m.Sender == nil {
		return errIgnored
	}
	return b.inPrivate(ctx, b.turn(ctx, j, m.Chat, m.Sender), "group.hello")
}

// inPrivate says something in a group, with a button to the private chat.
func (b *Bot) inPrivate(ctx context.Context, t *Turn, said string) error {
	link := b.links + "/" + b.me.Load().Username
	return t.Send(ctx, Reply{
		Text:    t.Words.Say(said),
		Buttons: [][]Button{Row(Button{Text: t.Words.Say("button.private"), URL: link})},
	})
}

// plainText asks the features in turn; the last of them takes everything.
func (b *Bot) plainText(ctx context.Context, t *Turn) error {
	if b.replied != nil && t.Reply.Message != 0 {
		if mine, err := b.replied(ctx, t); mine || err != nil {
			return err
		}
	}
	for _, h := range b.texts {
		if mine, err := h(ctx, t); mine || err != nil {
			return err
		}
	}
	return errIgnored
}

// tap finds the handler of a button.
func (b *Bot) tap(ctx context.Context, j *job, c *telebot.Callback) error {
	if c.Sender == nil {
		return errIgnored
	}
	chat := &telebot.Chat{ID: c.Sender.ID, Type: telebot.ChatPrivate}
	private := true
	if c.Message != nil && c.Message.Chat != nil {
		chat = c.Message.Chat
		private = chat.Type == telebot.ChatPrivate && chat.ID == c.Sender.ID
	}
	t := b.turn(ctx, j, chat, c.Sender)
	t.callback = c.ID
	if c.Message != nil {
		t.message = c.Message.ID
	}
	note := func(said string) error {
		_, err := t.answer(ctx, said)
		return err
	}
	name, with, ok := readTap(c.Data)
	h, known := b.taps[name]
	switch {
	case !ok || !known || !private:
		return note(t.Words.Say("tap.old"))
	case b.replaced.has(place{t.Chat, t.message, name}):
		return note(t.Words.Say("tap.settled"))
	}
	j.asked = name
	t.tap, t.With = name, with
	return b.serve(ctx, t, h)
}

func (b *Bot) turn(ctx context.Context, j *job, chat *telebot.Chat, sender *telebot.User) *Turn {
	return &Turn{
		bot:  b,
		job:  j,
		Chat: chat.ID,
		Sender: Person{
			ID: sender.ID, Username: sender.Username, FirstName: sender.FirstName,
			LastName: sender.LastName, Language: sender.LanguageCode,
		},
		Words: b.words(ctx, sender.ID, sender.LanguageCode),
	}
}

// serve runs a handler, tells the chat what went wrong, and leaves no tap without an answer. Where
// it is open what came of it, the handler runs again later, and the answer comes then.
func (b *Bot) serve(ctx context.Context, t *Turn, h Handler) error {
	err := b.attempt(ctx, t, h)
	var open *unclear
	if errors.As(err, &open) {
		return err
	}
	if err != nil && ctx.Err() == nil && deservesWords(err) {
		err = errors.Join(err, b.apologise(ctx, t, err))
	}
	if t.Tapped() {
		if _, err := t.answer(ctx, ""); err != nil {
			b.log.DebugContext(ctx, "a tap could not be answered", "error", err)
		}
	}
	return err
}

// deservesWords tells what a person should know from what concerns or reaches nobody.
func deservesWords(err error) bool {
	var later *unshown
	return !errors.Is(err, errIgnored) && !errors.Is(err, ErrBlocked) && !errors.As(err, &later)
}

// apologise leaves the buttons of a tapped message where they are, so that it can be tried again.
func (b *Bot) apologise(ctx context.Context, t *Turn, err error) error {
	sorry := b.explain(t.Words, err)
	if !t.reads && t.job.task.Unsure() { // it was asked again for long
		sorry = Reply{Text: t.Words.Say("outcome.unknown")}
	}
	if t.Tapped() && len(sorry.Buttons) == 0 {
		return t.Toast(ctx, sorry.Text)
	}
	return t.Send(ctx, sorry)
}
