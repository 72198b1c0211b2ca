package telegram

import (
	"encoding/json"
	"slices"
)

// User is the Bot API's User: a person, or the bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// ChatInfo is the Bot API's Chat: what messages say about where they stand.
type ChatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // private or supergroup
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Private reports whether the chat is between one person and the bot.
func (c ChatInfo) Private() bool { return c.Type == "private" }

// Entity is the Bot API's MessageEntity. Offset and Length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
}

// PhotoSize is the Bot API's PhotoSize.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// Document is the Bot API's Document.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size"`
}

// LinkPreview is the Bot API's LinkPreviewOptions.
type LinkPreview struct {
	IsDisabled       bool   `json:"is_disabled,omitempty"`
	URL              string `json:"url,omitempty"`
	PreferSmallMedia bool   `json:"prefer_small_media,omitempty"`
	PreferLargeMedia bool   `json:"prefer_large_media,omitempty"`
	ShowAboveText    bool   `json:"show_above_text,omitempty"`
}

// Message is the Bot API's Message. What Telegram keeps but never tells a bot
// (Keyboard, Content) is here too, for tests and the chat page.
type Message struct {
	ID              int             `json:"message_id"`
	From            *User           `json:"from,omitempty"`
	Chat            ChatInfo        `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	MediaGroupID    string          `json:"media_group_id,omitempty"`
	ReplyTo         *Message        `json:"reply_to_message,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Photo           []PhotoSize     `json:"photo,omitempty"`
	Document        *Document       `json:"document,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	LinkPreview     *LinkPreview    `json:"link_preview_options,omitempty"`
	Protected       bool            `json:"has_protected_content,omitempty"`
	NewMembers      []User          `json:"new_chat_members,omitempty"`
	LeftMember      *User           `json:"left_chat_member,omitempty"`
	NewTitle        string          `json:"new_chat_title,omitempty"`
	Pinned          *Message        `json:"pinned_message,omitempty"`
	Inline          *InlineKeyboard `json:"reply_markup,omitempty"`

	// Keyboard is what the message does to the keyboard under the text field.
	Keyboard *Keyboard `json:"keyboard,omitempty"`
	// Silent says the message was sent with disable_notification.
	Silent bool `json:"silent,omitempty"`
	// Content is the photo's or document's bytes.
	Content []byte `json:"-"`
}

// Edited reports whether the message was changed after it was sent.
func (m Message) Edited() bool { return m.EditDate != 0 }

// FromBot reports whether the bot wrote the message.
func (m Message) FromBot() bool { return m.From != nil && m.From.IsBot }

// Words is the message's text, or its caption if it carries a file.
func (m Message) Words() string {
	if m.Text != "" {
		return m.Text
	}
	return m.Caption
}

// Buttons lists the labels of the inline keyboard, row after row.
func (m Message) Buttons() []string {
	var labels []string
	if m.Inline != nil {
		for b := range m.Inline.each {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

// Button finds an inline button by its label or its callback data.
func (m Message) Button(labelOrData string) (Button, bool) {
	if m.Inline != nil {
		for b := range m.Inline.each {
			if b.Text == labelOrData || b.CallbackData != "" && b.CallbackData == labelOrData {
				return b, true
			}
		}
	}
	return Button{}, false
}

// fileID is the file the message carries: of several photo sizes the largest.
func (m Message) fileID() string {
	if m.Document != nil {
		return m.Document.FileID
	}
	if n := len(m.Photo); n > 0 {
		return m.Photo[n-1].FileID
	}
	return ""
}

// told is the message as a bot is told it; a quoted message quotes no other.
func (m Message) told() Message {
	m.Keyboard, m.Silent = nil, false
	return m
}

func (m Message) quoted() *Message {
	m = m.told()
	m.ReplyTo, m.Pinned = nil, nil
	return &m
}

// InlineKeyboard is the Bot API's InlineKeyboardMarkup.
type InlineKeyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

func (k *InlineKeyboard) each(yield func(Button) bool) {
	for b := range slices.Values(slices.Concat(k.Rows...)) {
		if !yield(b) {
			return
		}
	}
}

// Button is the Bot API's InlineKeyboardButton.
type Button struct {
	Text              string          `json:"text"`
	URL               string          `json:"url,omitempty"`
	CallbackData      string          `json:"callback_data,omitempty"`
	SwitchInline      *string         `json:"switch_inline_query,omitempty"`
	SwitchInlineHere  *string         `json:"switch_inline_query_current_chat,omitempty"`
	CopyText          *CopyText       `json:"copy_text,omitempty"`
	LoginURL          json.RawMessage `json:"login_url,omitempty"`
	WebApp            json.RawMessage `json:"web_app,omitempty"`
	SwitchInlineThere json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	Pay               bool            `json:"pay,omitempty"`
}

// CopyText is the Bot API's CopyTextButton.
type CopyText struct {
	Text string `json:"text"`
}

// Keyboard is one of the Bot API's ReplyKeyboardMarkup, ReplyKeyboardRemove
// and ForceReply: exactly one of Rows, Remove and ForceReply is set.
type Keyboard struct {
	Rows        [][]Key `json:"keyboard,omitempty"`
	Remove      bool    `json:"remove_keyboard,omitempty"`
	ForceReply  bool    `json:"force_reply,omitempty"`
	Resize      bool    `json:"resize_keyboard,omitempty"`
	OneTime     bool    `json:"one_time_keyboard,omitempty"`
	Persistent  bool    `json:"is_persistent,omitempty"`
	Placeholder string  `json:"input_field_placeholder,omitempty"`
	Selective   bool    `json:"selective,omitempty"`
}

// Key is the Bot API's KeyboardButton, which may also be written as a string.
type Key struct {
	Text string `json:"text"`
}

// UnmarshalJSON reads both of a key's forms.
func (k *Key) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &k.Text)
	}
	type plain Key
	return json.Unmarshal(data, (*plain)(k))
}

// Update is the Bot API's Update: exactly one of the pointers is set.
type Update struct {
	ID            int               `json:"update_id"`
	Message       *Message          `json:"message,omitempty"`
	EditedMessage *Message          `json:"edited_message,omitempty"`
	CallbackQuery *CallbackQuery    `json:"callback_query,omitempty"`
	MyChatMember  *ChatMemberChange `json:"my_chat_member,omitempty"`
}

// kind is the update's name in allowed_updates.
func (u Update) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.EditedMessage != nil:
		return "edited_message"
	case u.CallbackQuery != nil:
		return "callback_query"
	default:
		return "my_chat_member"
	}
}

// chat is where the update happened: updates of one chat are told in order.
func (u Update) chat() int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.EditedMessage != nil:
		return u.EditedMessage.Chat.ID
	case u.CallbackQuery != nil:
		return u.CallbackQuery.Message.Chat.ID
	default:
		return u.MyChatMember.Chat.ID
	}
}

// CallbackQuery is the Bot API's CallbackQuery: a tap on an inline button.
type CallbackQuery struct {
	ID           string  `json:"id"`
	From         User    `json:"from"`
	Message      Message `json:"message"`
	ChatInstance string  `json:"chat_instance"`
	Data         string  `json:"data"`
}

// ChatMember is the Bot API's ChatMember.
type ChatMember struct {
	Status string `json:"status"` // creator, administrator, member, left, kicked
	User   User   `json:"user"`
	Until  *int64 `json:"until_date,omitempty"` // kicked only
}

// ChatMemberChange is the Bot API's ChatMemberUpdated.
type ChatMemberChange struct {
	Chat ChatInfo   `json:"chat"`
	From User       `json:"from"`
	Date int64      `json:"date"`
	Old  ChatMember `json:"old_chat_member"`
	New  ChatMember `json:"new_chat_member"`
}

// Command is the Bot API's BotCommand.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}
