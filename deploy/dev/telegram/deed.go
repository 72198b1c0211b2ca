package telegram

import (
	"errors"
	"strings"
)

// deed is something a person does on the chat page; each action reads the
// fields it needs.
type deed struct {
	Person    int64   `json:"person"`
	Chat      int64   `json:"chat"`
	Message   int     `json:"message"`
	Text      string  `json:"text"`
	Data      string  `json:"data"`
	Name      string  `json:"name"`
	Content   []byte  `json:"content"`
	AsPhoto   bool    `json:"as_photo"`
	People    []int64 `json:"people"`
	FirstName string  `json:"first_name"`
	LastName  string  `json:"last_name"`
	Username  string  `json:"username"`
	Language  string  `json:"language"`
}

var (
	errEmpty    = errors.New("telegram: there is nothing to send")
	errTooLong  = errors.New("telegram: a message has at most 4096 characters")
	errNoFirst  = errors.New("telegram: a person needs a first name")
	errNoTitle  = errors.New("telegram: a group needs a title")
	errNobody   = errors.New("telegram: a group needs people")
	errLanguage = errors.New("telegram: a language is two letters")
)

// actions are what the chat page may post, by the last part of the path.
var actions = map[string]func(*Server, deed) (any, error){
	"person":   (*Server).deedPerson,
	"language": (*Server).deedLanguage,
	"group":    (*Server).deedGroup,
	"send":     (*Server).deedSend,
	"edit":     (*Server).deedEdit,
	"tap":      (*Server).deedTap,
	"upload":   (*Server).deedUpload,
	"photo":    (*Server).deedPhoto,
	"block":    func(s *Server, in deed) (any, error) { return s.withPerson(in, (*Person).Block) },
	"unblock":  func(s *Server, in deed) (any, error) { return s.withPerson(in, (*Person).Unblock) },
	"clear":    func(s *Server, in deed) (any, error) { return s.withPerson(in, (*Person).ClearHistory) },
	"kick":     (*Server).deedKick,
	"invite":   (*Server).deedInvite,
}

// byID is the person who acts.
func (s *Server) byID(id int64) (*Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.state.People[id]
	if u == nil {
		return nil, errNoPerson
	}
	return s.person(u), nil
}

func (s *Server) withPerson(in deed, do func(*Person)) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	do(p)
	return true, nil
}

func (s *Server) deedPerson(in deed) (any, error) {
	in.FirstName = strings.TrimSpace(in.FirstName)
	if in.FirstName == "" {
		return nil, errNoFirst
	}
	if len(in.Language) != 2 {
		return nil, errLanguage
	}
	p := s.Person(Person{FirstName: in.FirstName, LastName: strings.TrimSpace(in.LastName),
		Username: strings.TrimSpace(in.Username), Language: in.Language})
	return map[string]int64{"id": p.ID}, nil
}

func (s *Server) deedLanguage(in deed) (any, error) {
	if len(in.Language) != 2 {
		return nil, errLanguage
	}
	return s.withPerson(in, func(p *Person) { p.Speak(in.Language) })
}

func (s *Server) deedGroup(in deed) (any, error) {
	title := strings.TrimSpace(in.Text)
	if title == "" {
		return nil, errNoTitle
	}
	var people []*Person
	for _, id := range in.People {
		p, err := s.byID(id)
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	if len(people) == 0 {
		return nil, errNobody
	}
	return map[string]int64{"id": s.Group(title, people...).ID}, nil
}

func (s *Server) deedSend(in deed) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	if err := sendable(in.Text); err != nil {
		return nil, err
	}
	to := s.Chat(in.Chat)
	if in.Message != 0 {
		return p.Reply(to, in.Message, in.Text)
	}
	return p.SendTo(to, in.Text)
}

func sendable(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return errEmpty
	case units(text) > maxText:
		return errTooLong
	}
	return nil
}

func (s *Server) deedEdit(in deed) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	if err := sendable(in.Text); err != nil {
		return nil, err
	}
	return true, p.EditIn(s.Chat(in.Chat), in.Message, in.Text)
}

func (s *Server) deedTap(in deed) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	tap, err := p.TapIn(s.Chat(in.Chat), in.Message, in.Data)
	if err != nil {
		return nil, err
	}
	return map[string]string{"query": tap.ID}, nil
}

func (s *Server) deedUpload(in deed) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	if len(in.Content) == 0 {
		return nil, errEmpty
	}
	return p.SendFileTo(s.Chat(in.Chat), in.Name, in.Text, in.Content, in.AsPhoto)
}

// deedPhoto gives the person a photo; without a picture it takes the photo away.
func (s *Server) deedPhoto(in deed) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	if len(in.Content) == 0 {
		p.RemovePhoto()
		return true, nil
	}
	return true, p.SetPhoto(in.Content)
}

func (s *Server) deedKick(in deed) (any, error) { return s.withBotOf(in, (*Chat).KickBot) }

func (s *Server) deedInvite(in deed) (any, error) { return s.withBotOf(in, (*Chat).AddBot) }

// withBotOf moves the bot in or out of a group the person is in.
func (s *Server) withBotOf(in deed, do func(*Chat, *Person)) (any, error) {
	p, err := s.byID(in.Person)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	c, err := s.chatOf(in.Chat, in.Person)
	s.mu.Unlock()
	switch {
	case err != nil:
		return nil, err
	case c.Info.Private():
		return nil, errNoChat
	}
	do(s.Chat(in.Chat), p)
	return true, nil
}
