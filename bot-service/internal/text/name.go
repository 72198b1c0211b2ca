package text

import (
	"strings"

	"financebot/pkg/api"
)

// MaxLabel is how long the name of a category may be, so that buttons can show it.
const MaxLabel = 40

// Clipped is a text on one line, cut off behind so many letters.
func Clipped(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// Category is a category as people know it.
func Category(c api.Category) string {
	return strings.TrimSpace(c.Emoji + " " + Clipped(c.Name, MaxLabel))
}
