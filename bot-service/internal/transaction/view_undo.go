package transaction

import (
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// undone says what an undo did: which entries are gone, and which are as they were before.
func undone(w text.Words, b book, done api.Undone) (telegram.Reply, error) {
	switch gone, back := done.Gone, done.Restored; {
	case len(back) == 1 && len(gone) <= 1: // the one that was gone had its place
		return undoneOne(w, b, "undo.restored", back[0])
	case len(back) == 0 && len(gone) == 1:
		return undoneOne(w, b, "undo.entry", gone[0])
	}

	lines := []string{w.Say("undo.done")}
	for _, part := range []struct {
		title   string
		entries []api.Transaction
	}{{"undo.gone", done.Gone}, {"undo.back", done.Restored}} {
		if len(part.entries) == 0 {
			continue
		}
		lines = append(lines, "", w.Say(part.title))
		for _, e := range part.entries {
			line, err := entryLine(w, b, e)
			if err != nil {
				return telegram.Reply{}, err
			}
			lines = append(lines, "• "+line)
		}
	}
	return telegram.Reply{Text: text.Lines(lines...)}, nil
}

func undoneOne(w text.Words, b book, title string, e api.Transaction) (telegram.Reply, error) {
	line, err := entryLine(w, b, e)
	return telegram.Reply{Text: w.Say(title, text.Data{"Entry": line})}, err
}
