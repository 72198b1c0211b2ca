package auth

import (
	"context"
	"errors"
	"fmt"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

// spend makes the caller's signature good for this one transaction. Where unsigned calls are
// allowed there may be none.
func (s *Service) spend(ctx context.Context) error {
	signature := actor.OriginOf(ctx).Signature
	if signature == nil {
		return nil
	}
	return s.store.spendNonce(ctx, signature.Key, signature.Nonce, s.Now())
}

// signed runs f in the transaction that spends the caller's signature. Where f refuses, the
// signature is spent all the same: nobody shall try again what was tried.
func (s *Service) signed(ctx context.Context, f func(context.Context) error) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.spend(ctx); err != nil {
			return err
		}
		return f(ctx)
	})
	if errs.As(err) == nil || errors.Is(err, signing.ErrReplay) {
		return err
	}
	if spent := s.spend(ctx); spent != nil {
		return spent
	}
	return err
}

// guessSigned is guess and signed in one. A signature that was used before is no try: it would
// count against the chat whose call is played again.
func (s *Service) guessSigned(ctx context.Context, chatID int64, code string, f func(context.Context) error) error {
	if signature := actor.OriginOf(ctx).Signature; signature != nil {
		if err := s.store.refuseSpent(ctx, signature.Key, signature.Nonce); err != nil {
			return err
		}
	}
	return s.guess(ctx, chatKey(chatID), code, func() error { return s.signed(ctx, f) })
}

// RegisterChat gives the user of a chat, who is made where there is none.
func (s *Service) RegisterChat(ctx context.Context, in api.RegisterChat) (api.RegisteredChat, error) {
	var out api.RegisteredChat
	err := s.signed(ctx, func(ctx context.Context) error {
		u, created, err := s.chatUser(ctx, in)
		if err != nil {
			return err
		}
		if !u.IsActive {
			return ErrChatUnknown
		}
		session, err := s.chatSession(ctx, u.ID, in.Chat)
		if err != nil {
			return err
		}
		out = api.RegisteredChat{
			Success: true, Created: created, UserID: u.ID,
			Message: fmt.Sprintf("User created successfully (user_id=%d)", u.ID),
		}
		if !created {
			out.Message = fmt.Sprintf("User already registered (user_id=%d)", u.ID)
		}
		out.JWTToken, err = s.tokens.telegram(session, s.Life.Telegram)
		return err
	})
	return out, err
}

// chatUser makes a chat's user or finds the one who was there first, also where both happen
// at the same moment.
func (s *Service) chatUser(ctx context.Context, in api.RegisterChat) (u user.User, created bool, err error) {
	if u, err = s.Users.HoldByChat(ctx, in.ChatID); !errors.Is(err, user.ErrUnknown) {
		return u, false, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		u, err = s.create(ctx, user.User{
			TelegramID: &in.ChatID, Username: in.Username,
			FirstName: in.FirstName, LastName: in.LastName, Language: in.Language, Timezone: in.Timezone,
		}, in.ReferralCode, in.Currency)
		return err
	})
	if errors.Is(err, user.ErrChatTaken) {
		u, err = s.Users.HoldByChat(ctx, in.ChatID)
		return u, false, err
	}
	return u, err == nil, err
}

// chatSession begins a chat's session or prolongs the one it has.
func (s *Service) chatSession(ctx context.Context, userID int64, chat api.Chat) (Session, error) {
	device := "Telegram"
	if chat.Username != "" {
		device = "Telegram @" + chat.Username
	}
	session, err := newSession(userID, actor.Telegram, device, "", s.Now(), s.Life.Telegram)
	if err != nil {
		return session, err
	}
	session.TelegramID, session.Restricted = &chat.ChatID, true
	return s.store.keepChatSession(ctx, session)
}

// ChatToken signs an access token for a chat's user, or gives ErrChatUnknown.
func (s *Service) ChatToken(ctx context.Context, in api.ChatID) (api.ChatToken, error) {
	var out api.ChatToken
	err := s.signed(ctx, func(ctx context.Context) error {
		u, err := s.activeChatUser(ctx, in.ChatID)
		if err != nil {
			return err
		}
		session, err := s.chatSession(ctx, u.ID, api.Chat{ChatID: in.ChatID, Username: u.Username})
		if err != nil {
			return err
		}
		access, err := s.tokens.access(session, s.Life.Access)
		out = api.ChatToken{Success: true, AccessToken: access, ExpiresIn: s.accessSeconds(), UserID: u.ID}
		return err
	})
	return out, err
}

func (s *Service) activeChatUser(ctx context.Context, chatID int64) (user.User, error) {
	u, err := s.Users.HoldByChat(ctx, chatID)
	if errors.Is(err, user.ErrUnknown) || err == nil && !u.IsActive {
		return user.User{}, ErrChatUnknown
	}
	return u, err
}

// ChatUser tells whether a chat has a user.
func (s *Service) ChatUser(ctx context.Context, in api.ChatID) (api.ChatUser, error) {
	out := api.ChatUser{Success: true}
	err := s.signed(ctx, func(ctx context.Context) error {
		u, err := s.activeChatUser(ctx, in.ChatID)
		if errors.Is(err, ErrChatUnknown) {
			return nil
		}
		out.UserID, out.Linked = &u.ID, err == nil
		return err
	})
	return out, err
}
