// Package key names what a bot keeps in Redis.
package key

import (
	"fmt"
	"strings"

	"financebot/pkg/secret"
)

// Bot is the bot whose keys are meant, by the id that Telegram gave it. Several bots may share a
// Redis: Telegram counts the updates of each from a number of its own, and chats have the same id
// for all of them.
type Bot string

// Of is the bot that a token belongs to.
func Of(token secret.Text) Bot {
	id, _, _ := strings.Cut(token.Reveal(), ":")
	return Bot(id)
}

// Name is the name of what is kept of something.
func (b Bot) Name(what string, of ...any) string {
	name := "bot:" + string(b) + ":" + what
	for _, part := range of {
		name += ":" + fmt.Sprint(part)
	}
	return name
}
