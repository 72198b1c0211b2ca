package telegram

import (
	"maps"
	"slices"
)

// Event is a change the chat page shows.
type Event struct {
	Kind string // the event's name in the stream
	Data any
}

// pageChat is a chat as the page sees it.
type pageChat struct {
	ID       int64     `json:"id"`
	Type     string    `json:"type"`
	Title    string    `json:"title"`
	Blocked  bool      `json:"blocked"`
	BotIn    bool      `json:"bot_in"`
	Members  []int64   `json:"members"`
	Messages []Message `json:"messages"`
}

// shown is how much of a chat's past the page loads.
const shown = 300

func (s *Server) pageChat(c *chat) pageChat {
	out := pageChat{
		ID: c.Info.ID, Type: c.Info.Type, Title: c.Info.Title, Blocked: c.Blocked, BotIn: true,
		Members:  []int64{c.Info.ID},
		Messages: append([]Message{}, c.Messages[max(0, len(c.Messages)-shown):]...),
	}
	if !c.Info.Private() {
		out.Members, out.BotIn = s.membersOf(c), present(c.Members[s.bot.ID])
	}
	return out
}

func (s *Server) chatEvent(id int64) Event { return Event{"chat", s.pageChat(s.state.Chats[id])} }

func messageEvent(m Message) Event { return Event{"message", m} }

func deletedEvent(chat int64, id int) Event {
	return Event{"deleted", map[string]int64{"chat": chat, "message_id": int64(id)}}
}

func actionEvent(chat int64, action string) Event {
	return Event{"action", map[string]any{"chat": chat, "action": action}}
}

func answerEvent(person int64, query string, a Answer) Event {
	return Event{"answer", map[string]any{"person": person, "query": query, "answer": a}}
}

// pagePerson is a person as the page sees them.
type pagePerson struct {
	*User
	Photo string `json:"photo,omitempty"` // a file
}

func (s *Server) peopleEvent() Event {
	people := make([]pagePerson, 0, len(s.state.People))
	for _, id := range slices.Sorted(maps.Keys(s.state.People)) {
		people = append(people, pagePerson{User: s.state.People[id], Photo: s.photo(id)})
	}
	return Event{"people", people}
}

// commandsEvent only says that menus changed: which one a person sees depends
// on them and the chat.
func (s *Server) commandsEvent() Event { return Event{"commands", struct{}{}} }

func (s *Server) botEvent() Event {
	return Event{"bot", map[string]any{"bot": s.bot, "about": maps.Clone(s.state.About)}}
}

// listen subscribes to changes; the first events are everything there is.
func (s *Server) listen() chan Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := []Event{s.botEvent(), s.peopleEvent()}
	for _, id := range slices.Sorted(maps.Keys(s.state.Chats)) {
		first = append(first, s.chatEvent(id))
	}
	first = append(first, Event{"ready", struct{}{}})
	events := make(chan Event, len(first)+256)
	for _, e := range first {
		events <- e
	}
	if s.closed {
		close(events)
	} else {
		s.listeners[events] = true
	}
	return events
}

func (s *Server) unlisten(events chan Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.listeners, events)
}

// push gives an event to every page. A page that does not keep up is cut off:
// it comes back and starts from everything there is.
func (s *Server) push(e Event) {
	for events := range s.listeners {
		select {
		case events <- e:
		default:
			delete(s.listeners, events)
			close(events)
		}
	}
}
