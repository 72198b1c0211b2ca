package auth

import (
	"cmp"
	"context"
	"errors"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// StartLink makes a code by which the owner of an account takes a chat in.
func (s *Service) StartLink(ctx context.Context, in api.StartLink) (api.StartedLink, error) {
	code, text, err := newCode(purposeStart, s.Now(), startLife)
	if err != nil {
		return api.StartedLink{}, err
	}
	code.TelegramID = &in.ChatID
	code.Username, code.FirstName, code.LastName = in.Username, in.FirstName, in.LastName
	err = s.signed(ctx, func(ctx context.Context) error {
		return s.store.replaceCode(ctx, code)
	})
	return api.StartedLink{Code: text, ExpiresIn: seconds(startLife)}, err
}

// CheckLink tells anybody who has a started code whether it is good, and nothing of whose it is, so
// that nobody signs up for a code that is over. It gives ErrCodeInvalid. These codes cannot be
// guessed, and so tries are not counted.
func (s *Service) CheckLink(ctx context.Context, in api.LinkCode) (api.CheckedLink, error) {
	c, err := s.store.code(ctx, purposeStart, normalCode(in.Code), s.Now())
	if err != nil {
		return api.CheckedLink{}, err
	}
	return api.CheckedLink{Success: true, ExpiresIn: seconds(c.ExpiresAt.Sub(s.Now()))}, nil
}

// LinkingChat names the chat behind a started code without spending it.
func (s *Service) LinkingChat(ctx context.Context, in api.LinkCode) (api.LinkingChat, error) {
	var c Code
	code := normalCode(in.Code)
	err := s.guess(ctx, userKey(actor.From(ctx).UserID), code, func() (err error) {
		c, err = s.store.code(ctx, purposeStart, code, s.Now())
		return err
	})
	if err != nil {
		return api.LinkingChat{}, err
	}
	who := actor.From(ctx).UserID
	moves, err := s.moves(ctx, *c.TelegramID, who)
	if err != nil {
		return api.LinkingChat{}, err
	}
	holds, err := s.Holdings(ctx, user.User{ID: who})
	return api.LinkingChat{
		ChatID: *c.TelegramID, Username: c.Username, FirstName: c.FirstName, LastName: c.LastName, Moves: moves, Holds: holds,
	}, err
}

// ConfirmLink binds the chat that started a code to the one who acts. It gives
// ErrCodeInvalid, ErrWrongChat, user.ErrChatTaken or user.ErrHasChat.
func (s *Service) ConfirmLink(ctx context.Context, in api.ConfirmLink) (api.LinkedChat, error) {
	var out api.LinkedChat
	who, code := actor.From(ctx).UserID, normalCode(in.Code)
	err := s.guess(ctx, userKey(who), code, func() error {
		return s.db.InTx(ctx, func(ctx context.Context) error {
			c, err := s.store.spendCode(ctx, purposeStart, code, s.Now())
			if err != nil {
				return err
			}
			if in.ChatID != 0 && in.ChatID != *c.TelegramID {
				return ErrWrongChat
			}
			chat := api.Chat{ChatID: *c.TelegramID, Username: c.Username, FirstName: c.FirstName, LastName: c.LastName}
			out, err = s.bind(ctx, who, chat, in.Merge, "web")
			return err
		})
	})
	return out, err
}

// LinkingUser names, masked, the account behind a generated code without spending it. It
// refuses as LinkChat does.
func (s *Service) LinkingUser(ctx context.Context, in api.LinkChat) (api.LinkingUser, error) {
	var out api.LinkingUser
	code := normalCode(in.Code)
	err := s.guessSigned(ctx, in.ChatID, code, func(ctx context.Context) error {
		c, err := s.store.code(ctx, api.PurposeTelegramLink, code, s.Now())
		if err != nil {
			return err
		}
		u, err := s.Users.Get(ctx, *c.UserID)
		if err != nil {
			return err
		}
		out.Account = u.Account()
		return s.refuseMoves(ctx, in.ChatID, u.ID)
	})
	return out, err
}

// LinkChat binds a chat to the user who generated the code. It gives ErrCodeInvalid,
// ErrHasEntries, user.ErrChatTaken or user.ErrHasChat.
func (s *Service) LinkChat(ctx context.Context, in api.LinkChat) (api.LinkedChat, error) {
	var out api.LinkedChat
	code := normalCode(in.Code)
	err := s.guessSigned(ctx, in.ChatID, code, func(ctx context.Context) error {
		c, err := s.store.spendCode(ctx, api.PurposeTelegramLink, code, s.Now())
		if err != nil {
			return err
		}
		if err := s.refuseMoves(ctx, in.ChatID, *c.UserID); err != nil {
			return err
		}
		out, err = s.bind(ctx, *c.UserID, in.Chat, in.Merge, "chat")
		return err
	})
	return out, err
}

// bind makes a chat the user's, opens its session and lets both sides know.
func (s *Service) bind(ctx context.Context, userID int64, chat api.Chat, merge, by string) (api.LinkedChat, error) {
	u, err := s.Users.LinkChat(ctx, userID, chat.ChatID, namesOf(chat))
	if errors.Is(err, user.ErrChatTaken) {
		u, err = s.merge(ctx, userID, chat, cmp.Or(merge, api.MergeKeep))
	}
	if err != nil {
		return api.LinkedChat{}, err
	}
	if !u.IsActive {
		return api.LinkedChat{}, ErrCodeInvalid
	}
	session, err := s.chatSession(ctx, u.ID, chat)
	if err != nil {
		return api.LinkedChat{}, err
	}
	token, err := s.tokens.telegram(session, s.Life.Telegram)
	if err != nil {
		return api.LinkedChat{}, err
	}
	if err := s.Audit.Record(ctx, u.ID, "telegram.linked", chatName(chat.ChatID, chat.Username)); err != nil {
		return api.LinkedChat{}, err
	}
	err = s.Tell(ctx, Happening{
		Kind: api.EventTelegramLinked, UserID: u.ID, ChatID: &chat.ChatID,
		Data: map[string]string{"account": u.Account(), "by": by},
	})
	return api.LinkedChat{Success: true, UserID: u.ID, JWTToken: token, ExpiresAt: session.ExpiresAt}, err
}

// UnlinkChat parts the one who acts from his chat and ends the chat's session, and those that
// came from it. It gives user.ErrNotLinked or user.ErrLastWayIn.
func (s *Service) UnlinkChat(ctx context.Context) error {
	who := actor.From(ctx)
	return s.db.InTx(ctx, func(ctx context.Context) error {
		chatID, err := s.Users.UnlinkChat(ctx, who.UserID)
		if err != nil {
			return err
		}
		if _, err := s.shut(ctx, who.UserID, which{restricted: true}, "unlinked"); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, who.UserID, "telegram.unlinked", chatName(chatID, "")); err != nil {
			return err
		}
		by := "web"
		if who.Kind == actor.Telegram {
			by = "chat"
		}
		return s.Tell(ctx, Happening{
			Kind: api.EventTelegramUnlinked, UserID: who.UserID, ChatID: &chatID, Data: map[string]string{"by": by},
		})
	})
}

// guess runs a try at a code. One that can be guessed counts for whoever tries it before it is
// looked at, so that many at once are no more than many in turn; the try is taken back unless
// the code was wrong. It gives ErrPaused after too many.
func (s *Service) guess(ctx context.Context, key, code string, try func() error) error {
	if !guessable(code) {
		return try()
	}

	ok, until, err := s.store.attempt(ctx, key, codeGuesses, s.Now())
	if err != nil {
		return err
	}
	if !ok {
		return s.paused(until)
	}

	if err = try(); !errors.Is(err, ErrCodeInvalid) {
		// A count that stays too high costs less than an answer that is lost.
		_ = s.store.forgive(context.WithoutCancel(ctx), key, codeGuesses)
	}
	return err
}

// paused asks to come back later, if only a little: the pause may have been taken back meanwhile.
func (s *Service) paused(until time.Time) error {
	return ErrPaused.After(max(time.Second, until.Sub(s.Now())))
}

func seconds(d time.Duration) int { return int(d.Seconds()) }
