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
	if short := Cut(s, most); short != s {
		return short + "…"
	}
	return s
}

// Cut is the beginning of a text, of so many letters at most.
func Cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// Category is a category as people know it.
func Category(c api.Category) string {
	return strings.TrimSpace(c.Emoji + " " + Clipped(c.Name, MaxLabel))
}
