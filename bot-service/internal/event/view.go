package event

import (
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// view says an event in words; false where this bot is older than the event.
func view(w text.Words, e api.Event, timezone string) (telegram.Reply, bool) {
	var said string
	switch e.Kind {
	case api.EventTelegramLinked:
		said = w.Say("event.linked_plain")
		if account := e.Data["account"]; account != "" {
			said = w.Say("event.linked", text.Data{"Account": account})
		}
	case api.EventTelegramUnlinked:
		said = w.Say("event.unlinked")
	case api.EventSignIn:
		return signIn(w, e, timezone), true
	case api.EventRefreshReuse:
		said = w.Say("event.refresh_reuse")
	case api.EventPasswordChanged:
		said = w.Say("event.password_changed")
	case api.EventConfirmDeletion:
		said = w.Say("event.confirm_deletion", text.Data{"Code": e.Data["code"]})
	case api.EventUserDeleted:
		said = w.Say("event.deleted")
	default:
		return telegram.Reply{}, false
	}
	return telegram.Reply{Text: said}, true
}

// placed adds in which workspace the chat works, and how to get to the others.
func placed(w text.Words, r telegram.Reply, place string) telegram.Reply {
	if place != "" {
		r.Text = text.Lines(r.Text, "", w.Say("link.place", text.Data{"Name": place}))
	}
	return r
}

// signIn tells of a sign-in, with a button that ends its session.
func signIn(w text.Words, e api.Event, timezone string) telegram.Reply {
	data := text.Data{"Moment": w.Moment(e.CreatedAt.In(text.Zone(timezone))), "Device": device(w, e.Data["device"])}
	key := "event.sign_in_device"
	if data["Device"] == "" {
		key = "event.sign_in"
	}

	r := telegram.Reply{Text: w.Say(key, data)}
	if session := e.Data["session"]; session != "" {
		r.Buttons = [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.disown"), Tap: tapDisown, With: session})}
	}
	return r
}
