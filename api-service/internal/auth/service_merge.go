package auth

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// merge takes the user of a chat, who has no other way in, into the account that the chat is
// linked to: all that was his is the account's, and he is no more. It gives
// user.ErrChatTaken where the chat's user has an account of his own.
func (s *Service) merge(ctx context.Context, userID int64, chat api.Chat, how string) (user.User, error) {
	from, err := s.Users.HoldByChat(ctx, chat.ChatID)
	if err != nil {
		return from, err
	}
	if !mergeable(from) {
		return from, user.ErrChatTaken
	}
	into, err := s.Users.Hold(ctx, userID)
	if err != nil {
		return into, err
	}
	if into.TelegramID != nil {
		return into, user.ErrHasChat
	}
	for _, handOver := range s.merging {
		if err := handOver(ctx, from, into, how); err != nil {
			return into, err
		}
	}
	if err := s.Users.Absorb(ctx, from.ID, into.ID); err != nil {
		return into, err
	}
	who := fmt.Sprintf("%s, user %d, %s", how, from.ID, chatName(chat.ChatID, from.Username))
	if err := s.Audit.Record(ctx, into.ID, "user.merged", who); err != nil {
		return into, err
	}
	return s.Users.LinkChat(ctx, into.ID, chat.ChatID, namesOf(chat))
}

// mergeable reports whether a chat's user may end in another account: not one with an account
// of his own, nor one who was shut out and would come back that way.
func mergeable(from user.User) bool { return from.Email == nil && from.IsActive }

// moves tells what a merge would bring along; nil where there would be none.
func (s *Service) moves(ctx context.Context, chatID, userID int64) (*api.Holdings, error) {
	from, err := s.Users.ByChat(ctx, chatID)
	if errors.Is(err, user.ErrUnknown) || err == nil && (from.ID == userID || !mergeable(from)) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	holdings, err := s.Holdings(ctx, from)
	return &holdings, err
}

// refuseMoves gives ErrHasEntries where a link would take entries of the chat's user along. A
// code from the web may come from anybody: one tap on a stranger's link must not carry off what
// a person wrote. He asks for the move himself, with /link, and sees it on the page.
func (s *Service) refuseMoves(ctx context.Context, chatID, userID int64) error {
	moves, err := s.moves(ctx, chatID, userID)
	if err == nil && moves != nil && moves.Entries > 0 {
		return ErrHasEntries
	}
	return err
}

// chatName says in the log which chat is meant: by its number, because names come and go.
func chatName(chatID int64, username string) string {
	name := "chat " + strconv.FormatInt(chatID, 10)
	if username != "" {
		name += " @" + username
	}
	return name
}

func namesOf(chat api.Chat) user.Names {
	return user.Names{Username: chat.Username, FirstName: chat.FirstName, LastName: chat.LastName}
}
