package transaction

import (
	"bytes"
	"slices"
	"strings"

	"financebot/pkg/api"
)

// checkTable gives ErrImportNoTable for a text in which no two columns can be the days and the amounts
// of entries: to ask which column they are would lead nowhere.
func (p *plan) checkTable(content []byte) error {
	unread := slices.Contains(p.Missing, api.ColumnDate) && slices.Contains(p.Missing, api.ColumnAmount)
	if p.Format != api.FormatCSV || p.in.Mapping != nil || !unread {
		return nil
	}
	text := bytes.TrimLeft(content, "\xef\xbb\xbf \t\r\n")
	isJSON := bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("["))
	if isJSON || numbered(p.Cells) < 2 {
		return ErrImportNoTable
	}
	return nil
}

// numbered is how many columns of a table have numbers in some of its lines, as days and amounts do.
func numbered(lines [][]string) int {
	with := map[int]bool{}
	for _, cells := range lines {
		for column, cell := range cells {
			if len(cells) > 1 && strings.ContainsAny(cell, "0123456789") {
				with[column] = true
			}
		}
	}
	return len(with)
}
