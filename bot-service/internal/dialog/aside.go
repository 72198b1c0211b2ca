package dialog

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
)

// Entries are what people write whatever they were asked: an entry beats a question that waits.
type Entries interface {
	// Reads reports whether a text reads as entries: amounts with words beside them.
	Reads(w text.Words, typed string) bool
	// Book books the text of a message of the chat, once, and shows what became of it.
	Book(ctx context.Context, t *telegram.Turn, message int, typed string) error
}

// What a question keeps about texts that were no answer to it.
const (
	keptWaits   = "waits"    // it was said that it waits
	keptDoubt   = "doubt"    // a text that may be the answer, or an entry
	keptDoubtOf = "doubt.of" // the message that the text is of
)

// The two choices of Which, each followed by the message that it is about.
const (
	isAnswer = "is"
	isEntry  = "entry"
)

// Aside books a text that is an entry, and has the question that waits shown again with a word
// before it: once, however many entries follow, or in the place of what was tapped.
func (s *Store) Aside(ctx context.Context, t *telegram.Turn, q Question, e Entries, typed string,
	again func(ctx context.Context, t *telegram.Turn, q Question, first string) error) error {
	if err := e.Book(ctx, t, t.Message(), typed); err != nil || q.Data[keptWaits] != "" {
		return err
	}
	if err := again(ctx, t, q, t.Words.Say("ask.waits")); err != nil {
		return err
	}
	s.keep(ctx, Who(t), q.with(keptWaits, "yes"))
	return nil
}

// Which asks whether a text is the answer to a question or an entry. The buttons come back under a
// tap of the asker's, with the question's id before them.
func (s *Store) Which(ctx context.Context, t *telegram.Turn, q Question, tap, answerLabel string) error {
	of := strconv.Itoa(t.Message())
	s.keep(ctx, Who(t), q.with(keptDoubt, t.Text).with(keptDoubtOf, of))

	button := func(label, choice string) telegram.Button {
		return telegram.Button{Text: t.Words.Say(label), Tap: tap, With: q.ID + "." + choice + of}
	}
	return t.Send(ctx, telegram.Reply{
		Text: t.Words.Say("ask.which", text.Data{"Text": text.Clipped(t.Text, 60)}),
		Buttons: [][]telegram.Button{
			telegram.Row(button(answerLabel, isAnswer)),
			telegram.Row(button("button.is_entry", isEntry)),
		},
	})
}

// Doubt is what was chosen of Which.
type Doubt struct {
	Text    string
	Message int
	Entry   bool
}

// Chosen reads a tapped choice of Which. It is no such choice where of is false; one about a text
// that another came after is stale, and has no text.
func (q Question) Chosen(choice string) (d Doubt, of bool) {
	number, answer := strings.CutPrefix(choice, isAnswer)
	if !answer {
		if number, d.Entry = strings.CutPrefix(choice, isEntry); !d.Entry {
			return d, false
		}
	}
	message, err := strconv.Atoi(number)
	if err != nil {
		return Doubt{}, false
	}

	d.Message = message
	if q.Data[keptDoubtOf] == number {
		d.Text = q.Data[keptDoubt]
	}
	return d, true
}

// Settle books a text that was chosen to be an entry, and shows the question again in the place of
// what was tapped.
func (s *Store) Settle(ctx context.Context, t *telegram.Turn, q Question, e Entries, d Doubt,
	again func(ctx context.Context, t *telegram.Turn, q Question, first string) error) error {
	if err := e.Book(ctx, t, d.Message, d.Text); err != nil {
		return err
	}
	q = q.with(keptDoubt, "").with(keptDoubtOf, "").with(keptWaits, "yes")
	s.keep(ctx, Who(t), q)
	return again(ctx, t, q, t.Words.Say("ask.waits"))
}

// with is the question with one thing more to keep.
func (q Question) with(key, value string) Question {
	data := map[string]string{}
	maps.Copy(data, q.Data)
	data[key] = value
	q.Data = data
	return q
}
