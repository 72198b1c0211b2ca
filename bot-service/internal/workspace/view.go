package workspace

import (
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// Names of taps.
const (
	tapSwitch  = "ws"
	tapBalance = "balance" // answered where accounts are shown
)

// choice names the workspace of the chat and offers the others.
func choice(w text.Words, all []api.Family) telegram.Reply {
	var now string
	var others [][]telegram.Button
	for _, f := range all {
		if f.Active {
			now = f.Name
			continue
		}
		others = append(others, telegram.Row(telegram.Button{
			Text: text.Clipped(f.Name, text.MaxLabel), Tap: tapSwitch, With: strconv.FormatInt(f.ID, 10),
		}))
	}

	key := "workspace.ask"
	if len(others) == 0 {
		key = "workspace.one"
	}
	return telegram.Reply{Text: w.Say(key, text.Data{"Name": now}), Buttons: others}
}

func switched(w text.Words, now api.Family) telegram.Reply {
	return telegram.Reply{
		Text:    w.Say("workspace.now", text.Data{"Name": now.Name}),
		Buttons: [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.balance"), Tap: tapBalance})},
	}
}
