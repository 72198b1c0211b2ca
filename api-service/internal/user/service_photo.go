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

	who := actor.From(ctx).UserID
	return s.photographed(ctx, who, &in.FileID, func(ctx context.Context) error {
		return s.store.keepPhoto(ctx, Photo{UserID: who, Content: drawn, CreatedAt: s.now()})
	})
}

// DeletePhoto takes the photo of the one who acts away; where there is none, that is no change.
func (s *Service) DeletePhoto(ctx context.Context) (User, error) {
	return s.dropPhoto(ctx, actor.From(ctx).UserID)
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

func (s *Service) dropPhoto(ctx context.Context, id int64) (User, error) {
	return s.photographed(ctx, id, nil, func(ctx context.Context) error { return s.store.deletePhoto(ctx, id) })
}

// photographed names the picture that a user's photo is made of, in one with what keeps the photo.
func (s *Service) photographed(
	ctx context.Context, id int64, fileID *string, keep func(context.Context) error,
) (u User, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		u, err = s.change(ctx, id, func(u *User) error {
			u.PhotoFileID = fileID
			return nil
		})
		if err != nil {
			return err
		}
		return keep(ctx)
	})
	return u, err
}
