package statement

import (
	"encoding/json"
	"strings"
)

// Line is a line of a table as RFC 4180 has it, so that readCSV gives back the very cells.
func Line(cells ...string) string {
	var line strings.Builder
	for i, cell := range cells {
		if i > 0 {
			line.WriteByte(',')
		}
		if strings.ContainsAny(cell, ",\"\r\n;\t") || strings.TrimSpace(cell) != cell {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		line.WriteString(cell)
	}
	line.WriteString("\r\n")
	return line.String()
}

// Tags are tags in one cell: divided by commas, or as JSON where commas would mislead.
func Tags(tags []string) string {
	for _, tag := range tags {
		if strings.ContainsAny(tag, ",;#[") || strings.TrimSpace(tag) != tag {
			text, _ := json.Marshal(tags) // of strings: it cannot fail
			return string(text)
		}
	}
	return Guard(strings.Join(tags, ", "))
}

// Splits are the parts of an entry in one cell.
func Splits(parts []Split) string {
	if len(parts) == 0 {
		return ""
	}
	text, _ := json.Marshal(parts) // of strings: it cannot fail
	return string(text)
}
