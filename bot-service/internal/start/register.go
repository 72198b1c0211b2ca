package start

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
)

func (f Feature) register(ctx context.Context, t *telegram.Turn) error {
	done, err := f.API.RegisterChat(ctx, api.RegisterChat{Chat: chatOf(t), Language: t.Words.Language})
	if err != nil {
		return err
	}
	f.Tokens.Keep(ctx, t.Chat, done.JWTToken)
	f.Users.Forget(t.Chat)
	f.Known(ctx, t.Chat)
	return t.Say(ctx, registered(t.Words, done))
}

func chatOf(t *telegram.Turn) api.Chat {
	return api.Chat{
		ChatID:    t.Chat,
		Username:  short(t.Sender.Username),
		FirstName: short(t.Sender.FirstName),
		LastName:  short(t.Sender.LastName),
	}
}

// short keeps a name within what the API takes; a long name is no reason to turn somebody away.
func short(name string) string {
	if runes := []rune(name); len(runes) > api.MaxName {
		return string(runes[:api.MaxName])
	}
	return name
}
