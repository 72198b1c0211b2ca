package profile

import (
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

const tapLanguage = "language"

// own is how each language calls itself.
var own = map[string]string{"en": "🇬🇧 English", "ro": "🇷🇴 Română", "ru": "🇷🇺 Русский"}

func languages(w text.Words) telegram.Reply {
	r := telegram.Reply{Text: w.Say("language.ask")}
	for _, lang := range api.Languages {
		r.Buttons = append(r.Buttons, telegram.Row(telegram.Button{Text: own[lang], Tap: tapLanguage, With: lang}))
	}
	return r
}

func chosen(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("language.done")}
}
