package telegram

import (
	"encoding/json"
)

const (
	maxCallbackData = 64 // bytes
	maxCopyText     = 256
	maxButtons      = 100
)

// markup is a call's reply_markup, read and checked.
type markup struct {
	inline   *InlineKeyboard
	keyboard *Keyboard
}

func (p params) markup() (markup, error) {
	if !p.has("reply_markup") {
		return markup{}, nil
	}
	var seen map[string]json.RawMessage
	if err := p.decode("reply_markup", &seen); err != nil {
		return markup{}, bad("object expected as reply markup")
	}
	if _, ok := seen["inline_keyboard"]; ok {
		return p.inlineMarkup()
	}
	k := &Keyboard{}
	if err := p.decode("reply_markup", k); err != nil {
		return markup{}, bad("can't parse reply keyboard markup JSON object")
	}
	for _, row := range k.Rows {
		for _, key := range row {
			if key.Text == "" {
				return markup{}, bad("keyboard button text must be non-empty")
			}
		}
	}
	if len(k.Rows) == 0 && !k.Remove && !k.ForceReply {
		return markup{}, nil
	}
	return markup{keyboard: k}, nil
}

func (p params) inlineMarkup() (markup, error) {
	k := &InlineKeyboard{}
	if err := p.decode("reply_markup", k); err != nil {
		return markup{}, bad("can't parse inline keyboard button")
	}
	count := 0
	rows := k.Rows
	k.Rows = nil
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		for i := range row {
			if err := row[i].settle(); err != nil {
				return markup{}, err
			}
			count++
		}
		k.Rows = append(k.Rows, row)
	}
	if count > maxButtons {
		return markup{}, bad("REPLY_MARKUP_TOO_LONG")
	}
	if count == 0 {
		return markup{}, nil
	}
	return markup{inline: k}, nil
}

// settle checks a button and leaves it the one purpose Telegram would read:
// clients send several, some of them empty.
func (b *Button) settle() error {
	if b.Text == "" {
		return bad("inline keyboard button text must be non-empty")
	}
	only := Button{Text: b.Text}
	switch {
	case b.URL != "":
		if !isLink(b.URL) {
			return bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
		only.URL = b.URL
	case b.CallbackData != "":
		if len(b.CallbackData) > maxCallbackData {
			return bad("BUTTON_DATA_INVALID")
		}
		only.CallbackData = b.CallbackData
	case b.Pay:
		only.Pay = true
	case len(b.LoginURL) > 0:
		only.LoginURL = b.LoginURL
	case b.SwitchInline != nil:
		only.SwitchInline = b.SwitchInline
	case b.CopyText != nil:
		if n := units(b.CopyText.Text); n == 0 || n > maxCopyText {
			return bad("BUTTON_COPY_TEXT_INVALID")
		}
		only.CopyText = b.CopyText
	case len(b.WebApp) > 0:
		only.WebApp = b.WebApp
	case len(b.SwitchInlineThere) > 0:
		only.SwitchInlineThere = b.SwitchInlineThere
	case b.SwitchInlineHere != nil:
		only.SwitchInlineHere = b.SwitchInlineHere
	default:
		return bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	*b = only
	return nil
}
