package transaction

import (
	"context"
	"slices"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/entry"
)

// hedges only say that an amount is not exact: with them alone it is no entry.
var hedges = []string{
	"about", "around", "approx", "approximately", "roughly", "circa", "ca", "~",
	"cam", "vreo", "aproximativ", "aprox",
	"около", "примерно", "приблизительно", "где-то",
}

// Reads reports whether a text reads as entries, each with words beside its amount.
func (Feature) Reads(w text.Words, typed string) bool {
	entries, err := entry.Parse(typed, entry.Options{Language: w.Language})
	return err == nil && len(entries) > 0 && !slices.ContainsFunc(entries, func(e entry.Entry) bool { return !worded(e) })
}

// worded reports whether an entry says what it is for, or moves money.
func worded(e entry.Entry) bool {
	if e.Kind == entry.Transfer || e.Payee != "" || e.Category != "" || len(e.Tags) > 0 {
		return true
	}
	return slices.ContainsFunc(strings.Fields(strings.ToLower(e.Note)), func(word string) bool {
		return !slices.Contains(hedges, strings.Trim(word, ".,"))
	})
}

// isTransfer reports whether a text is one whole transfer.
func isTransfer(typed, lang string) bool {
	entries, err := entry.Parse(typed, entry.Options{Language: lang})
	return err == nil && len(entries) == 1 && entries[0].Kind == entry.Transfer
}

// Book books the text of a message of the chat, once, and shows what became of it.
func (f Feature) Book(ctx context.Context, t *telegram.Turn, message int, typed string) error {
	return f.addOf(ctx, t, message, typed)
}
