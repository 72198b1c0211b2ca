package bottest

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

type bodyKey struct{}

func withBody(ctx context.Context, body []byte) context.Context {
	return context.WithValue(ctx, bodyKey{}, body)
}

// in reads the body of a call.
func in[T any](r *http.Request) (T, error) {
	var out T
	body, _ := r.Context().Value(bodyKey{}).([]byte)
	err := json.Unmarshal(body, &out)
	return out, err
}

func (a *API) register(chat int64, r *http.Request) (any, error) {
	asked, err := in[api.RegisterChat](r)
	if err != nil {
		return nil, err
	}
	u, known := a.users[chat]
	if !known && asked.ReferralCode != "" {
		if asked.ReferralCode != Invitation {
			return nil, errs.New(errs.Refused, api.CodeReferralUnknown, "This referral code is not known")
		}
		a.invited = append(a.invited, api.Referral{FirstName: asked.FirstName, JoinedAt: time.Now()})
	}
	if !known {
		u = a.add(chat, asked.FirstName, asked.Language, "")
		u.Timezone = cmp.Or(asked.Timezone, u.Timezone)
		a.families = slices.Clone(a.families)
		a.families[0].BaseCurrency = asked.Currency
	}
	return api.RegisteredChat{Success: true, Created: !known, UserID: u.ID, JWTToken: a.mint(chat)}, nil
}

func (a *API) add(chat int64, name, lang, email string) *api.User {
	a.lastID++
	u := &api.User{ID: a.lastID, FirstName: name, Language: lang, Timezone: "Europe/Chisinau", TelegramID: &chat, IsActive: true, PublicProfile: true}
	if email != "" {
		u.Email = &email
	}
	a.users[chat] = u
	return u
}

func (a *API) startLink(_ int64, _ *http.Request) (any, error) {
	code := strings.Repeat("Ab3", 10) + "xy"
	return api.StartedLink{Code: code, ExpiresIn: 600}, nil
}

var errCode = errs.New(errs.Refused, api.CodeCodeInvalid, "The code is not valid")

func (a *API) preview(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.LinkChat](r)
	if err != nil {
		return nil, err
	}
	account, good := a.codes[asked.Code]
	if !good {
		return nil, errCode
	}
	_, domain, _ := strings.Cut(account, "@")
	return api.LinkingUser{Account: account[:1] + "…@" + domain}, nil
}

func (a *API) link(chat int64, r *http.Request) (any, error) {
	asked, err := in[api.LinkChat](r)
	if err != nil {
		return nil, err
	}
	account, good := a.codes[asked.Code]
	if !good {
		return nil, errCode
	}
	delete(a.codes, asked.Code)
	u := a.add(chat, asked.FirstName, "en", account)
	return api.LinkedChat{Success: true, UserID: u.ID, JWTToken: a.mint(chat), ExpiresAt: time.Now().Add(a.life)}, nil
}

func (a *API) refresh(chat int64, _ *http.Request) (any, error) {
	u, known := a.users[chat]
	if !known {
		return nil, errs.New(errs.NotFound, api.CodeChatUnknown, "User not found for this Telegram ID")
	}
	a.refreshes[chat]++
	return api.ChatToken{Success: true, AccessToken: a.mint(chat), ExpiresIn: 900, UserID: u.ID}, nil
}

func (a *API) unlink(chat int64, _ *http.Request) (any, error) {
	if a.users[chat].Email == nil {
		return nil, errs.New(errs.Refused, api.CodeLastWayIn, "It is the last way in")
	}
	delete(a.users, chat)
	for token, of := range a.tokens {
		if of == chat {
			delete(a.tokens, token)
		}
	}
	return api.Done, nil
}

func (a *API) user(chat int64, _ *http.Request) (any, error) { return *a.users[chat], nil }

func (a *API) updateUser(chat int64, r *http.Request) (any, error) {
	asked, err := in[api.UpdateUser](r)
	if err != nil {
		return nil, err
	}
	if asked.Language != nil {
		a.users[chat].Language = *asked.Language
	}
	if asked.Timezone != nil {
		a.users[chat].Timezone = *asked.Timezone
	}
	return *a.users[chat], nil
}

func (a *API) setPhoto(chat int64, r *http.Request) (any, error) {
	content, _ := r.Context().Value(bodyKey{}).([]byte)
	id := r.URL.Query().Get("file_id")
	a.photos[chat], a.users[chat].PhotoFileID = content, &id
	a.changed.Broadcast()
	return *a.users[chat], nil
}

func (a *API) deletePhoto(chat int64, _ *http.Request) (any, error) {
	delete(a.photos, chat)
	a.users[chat].PhotoFileID = nil
	a.changed.Broadcast()
	return *a.users[chat], nil
}

func (a *API) listAccounts(int64, *http.Request) (any, error) {
	return api.Page[api.Account]{Items: a.accounts}, nil
}

// listEvents waits as long as the test lasts: every change wakes it, also the end of the request.
func (a *API) listEvents(r *http.Request) (any, error) {
	after := r.URL.Query().Get("after")
	if after != "" {
		a.acked = after
		a.changed.Broadcast()
	}
	stop := context.AfterFunc(r.Context(), func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.changed.Broadcast()
	})
	defer stop()
	for {
		var fresh []api.Event
		for _, e := range a.events {
			if e.Cursor > a.acked {
				fresh = append(fresh, e)
			}
		}
		if len(fresh) > 0 || r.URL.Query().Get("wait") == "" || r.Context().Err() != nil || a.down {
			return api.Page[api.Event]{Items: fresh}, nil
		}
		a.changed.Wait()
	}
}
