package start

import (
	"context"
	"slices"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// tapSpeak answers in which language a chat without a user is spoken to.
const tapSpeak = "start.speak"

// First asks a newcomer whose app speaks a language that the bot does not in which one to speak,
// before anything else is said. What the newcomer wrote is kept.
func (f Feature) First(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	if !f.Users.Undecided(ctx, t.Chat, t.Sender.Language) {
		return false, nil
	}

	carried := ""
	if t.Command == "start" {
		carried = carries(t.Text)
	}
	f.early(ctx, t)
	return true, t.Say(ctx, languageQuestion(t.Words, carried))
}

// carries is the code or the invitation behind /start, as a button can carry it.
func carries(behind string) string {
	if invitation, ok := parseInvitation(behind); ok {
		return invitation
	}
	code, _ := parseCode(behind)
	return code
}

func languageQuestion(w text.Words, carried string) telegram.Reply {
	r := telegram.Reply{Text: w.Say("language.first")}
	for _, lang := range api.Languages {
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{
			Text: w.Say("language.own." + lang), Tap: tapSpeak, With: lang + "." + carried,
		}))
	}
	return r
}

// speak keeps the language that was chosen, and goes on from where it was asked.
func (f Feature) speak(ctx context.Context, t *telegram.Turn) error {
	lang, carried, _ := strings.Cut(t.With, ".")
	if !slices.Contains(api.Languages, lang) {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	f.Users.Choose(ctx, t.Chat, lang)
	t.Words = f.Users.Catalog().In(lang)
	if carried == "" && len(f.Early.all(ctx, t.Chat)) > 0 {
		return t.Say(ctx, hint(t.Words, false, true))
	}
	t.Text = carried
	return f.start(ctx, t)
}

// early keeps what a chat without a user wrote where it is an entry, and reports whether it did.
func (f Feature) early(ctx context.Context, t *telegram.Turn) bool {
	if t.Command != "" || !f.Entry(t) {
		return false
	}
	return f.Early.keep(ctx, t.Chat, early{ID: t.Message(), Text: t.Text})
}

// bookEarly books what was written before the chat had a user, each message once.
func (f Feature) bookEarly(ctx context.Context, t *telegram.Turn) error {
	kept := f.Early.all(ctx, t.Chat)
	for _, m := range kept {
		if err := f.Book(ctx, t, m.ID, m.Text); err != nil {
			return err
		}
	}
	if len(kept) > 0 {
		f.Early.settle(ctx, t.Chat, kept)
	}
	return nil
}
