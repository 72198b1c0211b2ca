package telegram

import (
	"regexp"
	"strconv"
	"strings"
)

// botID is the number before the colon of a token.
func botID(token string) int64 {
	before, _, _ := strings.Cut(token, ":")
	id, err := strconv.ParseInt(before, 10, 64)
	if err != nil {
		return 123456
	}
	return id
}

// aboutBot is what getMe says.
type aboutBot struct {
	User
	JoinGroups bool `json:"can_join_groups"`
	ReadsAll   bool `json:"can_read_all_group_messages"`
	Inline     bool `json:"supports_inline_queries"`
	Business   bool `json:"can_connect_to_business"`
	MainApp    bool `json:"has_main_web_app"`
}

func (s *Server) me() aboutBot {
	return aboutBot{User: s.bot, JoinGroups: true, ReadsAll: !s.opt.Privacy}
}

const maxCommands = 100

var commandForm = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// commandScope is the Bot API's BotCommandScope.
type commandScope struct {
	Type   string `json:"type"`
	ChatID json64 `json:"chat_id"`
	UserID json64 `json:"user_id"`
}

// json64 is an id that clients send as a number or as text.
type json64 int64

// UnmarshalJSON reads both forms.
func (n *json64) UnmarshalJSON(data []byte) error {
	id, err := strconv.ParseInt(strings.Trim(string(data), `"`), 10, 64)
	*n = json64(id)
	return err
}

// key is where the commands of a scope and language are kept.
func (c commandScope) key(language string) string {
	kind := c.Type
	if kind == "" {
		kind = "default"
	}
	return kind + "/" + strconv.FormatInt(int64(c.ChatID), 10) + "/" + strconv.FormatInt(int64(c.UserID), 10) + "/" + language
}

func (p params) commandKey() (string, error) {
	var scope commandScope
	if err := p.decode("scope", &scope); err != nil {
		return "", err
	}
	switch scope.Type {
	case "", "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		if scope.ChatID == 0 {
			return "", errChatNotFound
		}
	default:
		return "", bad("unsupported type specified")
	}
	language := p.str("language_code")
	if language != "" && len(language) != 2 {
		return "", bad("invalid language code specified")
	}
	return scope.key(language), nil
}

func (s *Server) setMyCommands(p params) (any, error) {
	key, err := p.commandKey()
	if err != nil {
		return nil, err
	}
	var commands []Command
	if err := p.decode("commands", &commands); err != nil {
		return nil, err
	}
	if len(commands) > maxCommands {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for i, c := range commands {
		commands[i].Command = strings.TrimPrefix(c.Command, "/")
		if !commandForm.MatchString(commands[i].Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := units(c.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.state.Commands[key] = commands
	s.tell(s.commandsEvent())
	return true, nil
}

func (s *Server) getMyCommands(p params) (any, error) {
	key, err := p.commandKey()
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.state.Commands[key]...), nil
}

func (s *Server) deleteMyCommands(p params) (any, error) {
	key, err := p.commandKey()
	if err != nil {
		return nil, err
	}
	delete(s.state.Commands, key)
	s.tell(s.commandsEvent())
	return true, nil
}

// Menu is the list of commands a person sees in a chat: of the narrowest
// scope, in their language if the bot gave it.
func (s *Server) Menu(person *Person, in *Chat) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.menu(person.ID, in.ID)
}

func (s *Server) menu(person, in int64) []Command {
	c, u := s.state.Chats[in], s.state.People[person]
	if c == nil || u == nil {
		return nil
	}
	all := "all_private_chats"
	scopes := []commandScope{{Type: "chat_member", ChatID: json64(in), UserID: json64(person)}}
	if !c.Info.Private() {
		all = "all_group_chats"
		if status := c.Members[person]; status != "member" {
			scopes = append(scopes, commandScope{Type: "chat_administrators", ChatID: json64(in)},
				commandScope{Type: "all_chat_administrators"})
		}
	}
	scopes = append(scopes, commandScope{Type: "chat", ChatID: json64(in)}, commandScope{Type: all}, commandScope{})
	for _, scope := range scopes {
		for _, language := range []string{u.LanguageCode, ""} {
			if commands := s.state.Commands[scope.key(language)]; len(commands) > 0 {
				return commands
			}
		}
	}
	return nil
}

// setAbout makes the method that sets the bot's name or a description.
func setAbout(what string, limit int) method {
	return func(s *Server, p params) (any, error) {
		if units(p.str(what)) > limit {
			return nil, bad("%s is too long", strings.ReplaceAll(what, "_", " "))
		}
		s.state.About[what+"/"+p.str("language_code")] = p.str(what)
		s.tell(s.botEvent())
		return true, nil
	}
}

func getAbout(what string) method {
	return func(s *Server, p params) (any, error) {
		text, ok := s.state.About[what+"/"+p.str("language_code")]
		if !ok {
			text = s.state.About[what+"/"]
		}
		if text == "" && what == "name" {
			text = s.bot.FirstName
		}
		return map[string]string{what: text}, nil
	}
}

func getChatMenuButton(*Server, params) (any, error) {
	return map[string]string{"type": "commands"}, nil
}
