package auth

import (
	"context"
	"net/url"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/chart"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// GenerateCode makes a code of the one who acts: to sign in on the web, or to take a chat in.
// It replaces his last one for the purpose.
func (s *Service) GenerateCode(ctx context.Context, in api.GenerateCode) (api.GeneratedCode, error) {
	if in.Purpose == "" {
		in.Purpose = api.PurposeWebLogin
	}
	who := actor.From(ctx)
	code, long, err := newCode(in.Purpose, s.Now(), codeLife)
	if err != nil {
		return api.GeneratedCode{}, err
	}
	code.UserID, code.FromChat = &who.UserID, who.Restricted
	out := api.GeneratedCode{Code: long, ExpiresIn: seconds(codeLife)}
	if in.Purpose == api.PurposeWebLogin {
		out.URL = s.PublicURL + "/auth/callback?code=" + url.QueryEscape(long)
	} else {
		if out.Code, err = code.typed(); err != nil {
			return api.GeneratedCode{}, err
		}
		out.DeepLink = s.ChatURL + "?start=" + long
	}
	if in.QR {
		if out.QR, err = chart.QR(out.URL + out.DeepLink); err != nil { // it has one of the two
			return api.GeneratedCode{}, err
		}
	}
	return out, s.store.replaceCode(ctx, code)
}

// Callback spends a web_login code for a session. It gives ErrCodeInvalid.
func (s *Service) Callback(ctx context.Context, in api.Callback) (api.LoggedIn, error) {
	var out api.LoggedIn
	code := normalCode(in.Code)
	err := s.guess(ctx, placeKey(actor.OriginOf(ctx).IP), code, func() error {
		return s.db.InTx(ctx, func(ctx context.Context) error {
			c, err := s.store.spendCode(ctx, api.PurposeWebLogin, code, s.Now())
			if err != nil {
				return err
			}
			u, err := s.Users.Hold(ctx, *c.UserID)
			if err != nil {
				return err
			}
			if !u.IsActive {
				return ErrCodeInvalid
			}
			if out, err = s.begin(ctx, u, Session{Restricted: c.restricts(u)}); err != nil {
				return err
			}
			return s.announceSignIn(ctx, u, out.SessionID)
		})
	})
	return out, err
}

// restricts reports whether a session by this code proves less than its user could prove
// otherwise: whoever has taken over a chat must not take over the account.
func (c Code) restricts(u user.User) bool { return c.FromChat && u.PasswordHash != nil }
