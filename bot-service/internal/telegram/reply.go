package telegram

import (
	"strings"
	"unicode/utf16"

	"financebot/bot-service/internal/text"
)

// maxText is how much one message holds, in UTF-16 units.
const maxText = 4096

// tapVersion marks the callback data of this bot, so that older buttons are told apart.
const tapVersion = "1:"

// Reply is what the bot shows: a text, perhaps with the marks of text.Rich, and, under it, rows of
// buttons.
type Reply struct {
	Text    string
	Buttons [][]Button
}

// Button either comes back as a tap or opens a link.
type Button struct {
	Text string
	Tap  string // the name under which the tap is handled
	With string // what the handler gets along; Tap and With take up to 60 bytes together
	URL  string
}

// Row puts buttons beside one another.
func Row(buttons ...Button) []Button { return buttons }

// Grid puts buttons into rows of as many columns.
func Grid(buttons []Button, columns int) [][]Button {
	var rows [][]Button
	for len(buttons) > columns {
		rows, buttons = append(rows, buttons[:columns]), buttons[columns:]
	}
	if len(buttons) > 0 {
		rows = append(rows, buttons)
	}
	return rows
}

// Page cuts the page of a number out of all, or the nearest there is, and tells which one comes
// after it, the first behind the last, and whether there is more than one.
func Page[T any](all []T, number, size int) (these []T, next int, more bool) {
	pages := max((len(all)+size-1)/size, 1)
	number = min(max(number, 0), pages-1)
	return all[number*size : min((number+1)*size, len(all))], (number + 1) % pages, pages > 1
}

// keyboard is the Bot API's InlineKeyboardMarkup.
type keyboard struct {
	Rows [][]keyButton `json:"inline_keyboard"`
}

type keyButton struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
	Data string `json:"callback_data,omitempty"`
}

// keyboard is never nil, because an edit without one would leave the old one standing.
func (r Reply) keyboard() keyboard {
	k := keyboard{Rows: [][]keyButton{}}
	for _, row := range r.Buttons {
		keys := make([]keyButton, 0, len(row))
		for _, b := range row {
			keys = append(keys, keyButton{Text: text.Plain(b.Text), URL: b.URL, Data: b.data()})
		}
		k.Rows = append(k.Rows, keys)
	}
	return k
}

func (b Button) data() string {
	if b.Tap == "" {
		return ""
	}
	return tapVersion + b.Tap + ":" + b.With
}

// readTap is the reverse of data; false where the button is not of this version.
func readTap(data string) (name, with string, ok bool) {
	rest, ok := strings.CutPrefix(data, tapVersion)
	if !ok {
		return "", "", false
	}
	name, with, ok = strings.Cut(rest, ":")
	return name, with, ok
}

// plain says the same without links in buttons, which Telegram refuses for addresses that only
// this machine knows: they stand in the text instead.
func (r Reply) plain() (Reply, bool) {
	out := Reply{Text: r.Text}
	for _, row := range r.Buttons {
		var kept []Button
		for _, b := range row {
			if b.URL == "" {
				kept = append(kept, b)
				continue
			}
			out.Text += "\n\n" + b.Text + ": " + b.URL
		}
		if len(kept) > 0 {
			out.Buttons = append(out.Buttons, kept)
		}
	}
	return out, out.Text != r.Text
}

// parts cuts a reply that is too long for one message between lines; the buttons are under the last.
func (r Reply) parts() []Reply {
	var parts []Reply
	rest := r.Text
	for length(rest) > maxText {
		at := cut(rest)
		parts = append(parts, Reply{Text: rest[:at]})
		rest = strings.TrimLeft(rest[at:], "\n")
	}
	return append(parts, Reply{Text: rest, Buttons: r.Buttons})
}

// cut is where the first message ends: after its last whole line, or wherever it is full.
func cut(said string) int {
	units, line := 0, 0
	for i, r := range said {
		units += utf16.RuneLen(r)
		if units > maxText {
			if line > 0 {
				return line
			}
			return i
		}
		if r == '\n' {
			line = i
		}
	}
	return len(said)
}

func length(said string) int {
	units := 0
	for _, r := range said {
		units += utf16.RuneLen(r)
	}
	return units
}
