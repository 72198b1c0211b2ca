package user

import (
	"context"
	"errors"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/portrait"
	"financebot/pkg/api"
)

// SetPhoto makes a picture the photo of the one who acts. It gives ErrPhotoTooLarge or ErrPhotoKind.
func (s *Service) SetPhoto(ctx context.Context, in api.SetPhoto) (User, error) {
	if len(in.File.Content) > api.MaxPhoto {
		return User{}, ErrPhotoTooLarge
	}
	drawn, err := portrait.Of(in.File.Content)
	if errors.Is(err, portrait.ErrUnfit) {
		return User{}, ErrPhotoKind
	}
	if err != nil {
		return User{}, err
	}

	who := actor.From(ctx)
	return s.photographed(ctx, who, &in.FileID, func(ctx context.Context) error {
		return s.store.keepPhoto(ctx, Photo{UserID: who.UserID, Content: drawn, CreatedAt: s.now()})
	})
}

// DeletePhoto takes the photo of the one who acts away; where there is none, that is no change. What
// a person took away stays away, whatever the chat shows, until a person sets a photo or the chat is
// linked anew.
func (s *Service) DeletePhoto(ctx context.Context) (User, error) {
	who := actor.From(ctx)
	var named *string
	if who.Kind != actor.Telegram {
		named = new(takenAway)
	}
	return s.photographed(ctx, who, named, func(ctx context.Context) error {
		return s.store.deletePhoto(ctx, who.UserID)
	})
}

// Photo gives what the user with a referral code looks like, as a JPEG. It gives ErrUnknown where
// Public does, and ErrPhotoUnknown where there is none.
func (s *Service) Photo(ctx context.Context, referralCode string) ([]byte, error) {
	u, err := s.Public(ctx, referralCode)
	if err != nil {
		return nil, err
	}
	return s.store.photo(ctx, u.ID)
}

// OwnPhoto is Photo of the one who acts, also where nobody else sees it; empty where there is none.
func (s *Service) OwnPhoto(ctx context.Context) ([]byte, error) {
	content, err := s.store.photo(ctx, actor.From(ctx).UserID)
	if errors.Is(err, ErrPhotoUnknown) {
		return []byte{}, nil
	}
	return content, err
}

// errTakenAway says that a chat would bring back what its person took away.
var errTakenAway = errors.New("user: the photo was taken away")

// photographed names the picture that the photo of the one who acts is made of, in one with what
// keeps the photo. A chat changes nothing where a person took the photo away.
func (s *Service) photographed(
	ctx context.Context, who actor.Actor, fileID *string, keep func(context.Context) error,
) (u User, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		u, err = s.change(ctx, who.UserID, func(u *User) error {
			if who.Kind == actor.Telegram && u.PhotoFileID != nil && *u.PhotoFileID == takenAway {
				return errTakenAway
			}
			u.PhotoFileID = fileID
			return nil
		})
		if err != nil {
			return err
		}
		return keep(ctx)
	})
	if errors.Is(err, errTakenAway) {
		return u, nil
	}
	return u, err
}
