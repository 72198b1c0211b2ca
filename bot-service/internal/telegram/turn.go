package telegram

import (
	"context"
	"fmt"

	"financebot/bot-service/internal/text"
)

// Person is who wrote or tapped, as Telegram names him.
type Person struct {
	ID        int64
	Username  string
	FirstName string
	LastName  string
	Language  string // IETF tag of his app; often empty
}

// Location is a place on earth, in degrees.
type Location struct{ Latitude, Longitude float64 }

// Turn is one command, text or tap in a private chat, waiting for its answer.
type Turn struct {
	Chat   int64 // in a private chat the same as Sender.ID
	Sender Person
	Words  text.Words // in the chat's language

	Command string // its name without the slash, or in lower case what nobody registered; empty where none was given
	Text    string // what was written; of a command, what stands after it
	With    string // of a tap: what its button carries

	Document *Document // a file that was sent; nil where none was
	Location *Location // a place that was shared; nil where none was
	Reply    Replied   // the message of the bot's that it answers

	bot      *Bot
	job      *job
	message  int    // the written or tapped one
	edition  int    // the update that told of its change; zero where it was not changed
	tap      string // the name of the tapped button
	callback string // of a tap
	reads    bool   // it changes nothing
	spoke    bool   // it has shown something; see job.saying

	found map[any]any // what was found out for it
}

// Find gives what find finds out about the turn, and asks once: what several features want to
// know, under a key of their own, is fetched by the first of them. A turn is answered by one
// goroutine.
func Find[V any](t *Turn, key any, find func() V) V {
	if known, ok := t.found[key].(V); ok {
		return known
	}
	if t.found == nil {
		t.found = map[any]any{}
	}
	fresh := find()
	t.found[key] = fresh
	return fresh
}

// Keep is Find over all tries of an update: what a change is made from is the same when the change
// is asked for again, and so is the change, whose first answer comes then. What could not be found
// is looked for again.
func Keep[V any](t *Turn, key any, find func() (V, error)) (V, error) {
	if known, ok := t.job.kept[key].(V); ok {
		return known, nil
	}
	fresh, err := find()
	if err != nil {
		return fresh, err
	}
	if t.job.kept == nil {
		t.job.kept = map[any]any{}
	}
	t.job.kept[key] = fresh
	return fresh, nil
}

// Tapped reports whether a button was tapped.
func (t *Turn) Tapped() bool { return t.callback != "" }

// Key names what the person did, the same at every delivery, for calls that must count once.
func (t *Turn) Key() string {
	if t.Tapped() {
		return "tg-tap-" + t.callback
	}
	if t.edition != 0 {
		return fmt.Sprintf("%s-e%d", t.KeyOf(t.message), t.edition)
	}
	return t.KeyOf(t.message)
}

// KeyOf is what Key was when a message of the chat was new. The bot is part of it: a person's chat
// with another bot has the same id, and messages of the same numbers.
func (t *Turn) KeyOf(message int) string {
	return fmt.Sprintf("tg-%s-%d-%d", t.bot.id, t.Chat, message)
}

// Message is the id of what was written or tapped.
func (t *Turn) Message() int { return t.message }

// Edition tells an edited message from what it was before, and is zero where it was not edited.
// Of two editions the later one is greater.
func (t *Turn) Edition() int { return t.edition }

// Replied is a message of the bot's with its buttons, each a tap and what it carries.
type Replied struct {
	Message int
	Buttons []Button
}

// Say answers: in place of the message whose button was tapped, which settles that button, else
// in a new one.
func (t *Turn) Say(ctx context.Context, r Reply) error {
	if err := t.Redraw(ctx, r); err != nil {
		return err
	}
	if t.Tapped() && t.message != 0 {
		t.bot.replaced.add(place{t.Chat, t.message, t.tap})
	}
	return nil
}

// Redraw answers like Say and settles nothing: the tapped button may come back and be tapped again.
func (t *Turn) Redraw(ctx context.Context, r Reply) error {
	if !t.Tapped() || t.message == 0 {
		return t.Send(ctx, r)
	}
	t.speak()
	return t.bot.sender.edit(ctx, t.Chat, t.message, r)
}

// Send answers in a new message.
func (t *Turn) Send(ctx context.Context, r Reply) error {
	_, err := t.Post(ctx, r)
	return err
}

// Post is Send and gives the id of the message, so that it can be revised.
func (t *Turn) Post(ctx context.Context, r Reply) (message int, err error) {
	t.speak()
	return t.bot.sender.send(ctx, t.Chat, r)
}

// Revise puts a reply in place of an earlier one.
func (t *Turn) Revise(ctx context.Context, message int, r Reply) error {
	t.speak()
	return t.bot.sender.edit(ctx, t.Chat, message, r)
}

// Toast answers a tap with a short note that leaves nothing in the chat. Where that is not
// possible it is said in a message.
func (t *Turn) Toast(ctx context.Context, note string) error {
	if answered, err := t.answer(ctx, note); !answered || err != nil {
		return t.Send(ctx, Reply{Text: note})
	}
	return nil
}

// answer ends the waiting of a tapped button, once; it reports whether it was the one to do so.
func (t *Turn) answer(ctx context.Context, note string) (answered bool, err error) {
	t.speak()
	if !t.Tapped() || t.job.answered {
		return false, nil
	}
	t.job.answered = true
	return true, t.bot.sender.toast(ctx, t.callback, text.Plain(note), note != "")
}

// place is one button of one message.
type place struct {
	chat    int64
	message int
	tap     string
}
