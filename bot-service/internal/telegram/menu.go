package telegram

import (
	"context"
	"errors"
	"time"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// menuTries bounds how often an optional call is repeated.
const menuTries = 6

// menuCommand is the Bot API's BotCommand.
type menuCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

func menu(w text.Words, names []string) []menuCommand {
	commands := make([]menuCommand, 0, len(names))
	for _, name := range names {
		commands = append(commands, menuCommand{Command: name, Description: w.Say("menu." + name)})
	}
	return commands
}

// SetMenus gives private chats the menu of commands, in every language, and groups none: nothing
// works there. It repeats what fails for a while and then lets it be: the menu is a comfort.
func (b *Bot) SetMenus(ctx context.Context, catalog *text.Catalog, names []string) {
	for i, lang := range api.Languages {
		in := map[string]any{
			"commands": menu(catalog.In(lang), names), "scope": map[string]any{"type": "all_private_chats"},
		}
		if i > 0 { // the first is also for those whose language the bot does not speak
			in["language_code"] = lang
		}
		b.try(ctx, "setMyCommands", in)
		b.try(ctx, "deleteMyCommands", everywhere(in)) // of older versions, which groups see too
	}
}

// everywhere is the default scope in the same language as another call.
func everywhere(in map[string]any) map[string]any {
	out := map[string]any{}
	if lang, ok := in["language_code"]; ok {
		out["language_code"] = lang
	}
	return out
}

// SetMenu gives one chat the menu of its chosen language. It is tried once.
func (b *Bot) SetMenu(ctx context.Context, chat int64, w text.Words, names []string) {
	in := map[string]any{
		"commands": menu(w, names),
		"scope":    map[string]any{"type": "chat", "chat_id": chat},
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := b.api.call(ctx, "setMyCommands", in, nil); err != nil {
		b.log.InfoContext(ctx, "the chat's menu stays as it was", "error", err)
	}
}

func (b *Bot) try(ctx context.Context, method string, in any) {
	for failures := 1; failures <= menuTries; failures++ {
		attempt, cancel := context.WithTimeout(ctx, callTimeout)
		err := b.api.call(attempt, method, in, nil)
		cancel()
		if err == nil || ctx.Err() != nil {
			return
		}
		var no *Refusal
		if errors.As(err, &no) && no.Status < 500 && no.Status != 429 {
			b.log.Info("telegram refuses a comfort", "method", method, "error", err)
			return
		}
		delay := b.poller.delay(failures, err)
		b.log.Info("a comfort waits", "method", method, "next_in", delay.Round(time.Millisecond).String(), "error", err)
		if b.poller.pause(ctx, delay) != nil {
			return
		}
	}
}
