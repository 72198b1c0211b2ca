package transaction

import (
	"context"
	"errors"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
)

// Attach puts a file beside an entry. It gives ErrUnknown, ErrAttachmentKind,
// ErrAttachmentMany or ErrAttachmentQuota.
func (s *Service) Attach(ctx context.Context, in api.AddAttachment) (Attachment, error) {
	who := actor.From(ctx)
	a, err := newAttachment(in, who.FamilyID, who.UserID, s.now())
	if err != nil {
		return a, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.lock(ctx, who.FamilyID, in.ID); err != nil {
			return err
		}
		ofEntry, ofFamily, err := s.store.attached(ctx, who.FamilyID, in.ID)
		if err != nil {
			return err
		}
		if err := a.fits(ofEntry, ofFamily); err != nil {
			return err
		}
		return s.store.attach(ctx, &a)
	})
	return a, err
}

// Attachments lists the files beside an entry, without their contents, or gives ErrUnknown.
func (s *Service) Attachments(ctx context.Context, transactionID int64) ([]Attachment, error) {
	if _, err := s.Get(ctx, transactionID); err != nil {
		return nil, err
	}
	return s.store.attachments(ctx, actor.From(ctx).FamilyID, transactionID)
}

// Attachment gives a file, or ErrAttachmentUnknown.
func (s *Service) Attachment(ctx context.Context, in api.AttachmentID) (Attachment, error) {
	if _, err := s.Get(ctx, in.ID); err != nil {
		return Attachment{}, err
	}
	return s.store.attachment(ctx, actor.From(ctx).FamilyID, in.ID, in.AttachmentID)
}

// EachAttachment gives all files of the workspace to take, with their contents. They are read
// one by one: each may be as large as an upload.
func (s *Service) EachAttachment(ctx context.Context, take func(api.AttachmentContent) error) error {
	for last := int64(0); ; {
		a, err := s.store.attachmentAfter(ctx, actor.From(ctx).FamilyID, last)
		if errors.Is(err, ErrAttachmentUnknown) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := take(api.AttachmentContent{Attachment: attachmentToAPI(a), Content: a.Content}); err != nil {
			return err
		}
		last = a.ID
	}
}

// Detach takes a file away for good. It gives ErrUnknown or ErrAttachmentUnknown.
func (s *Service) Detach(ctx context.Context, in api.AttachmentID) error {
	if _, err := s.Get(ctx, in.ID); err != nil {
		return err
	}
	return s.store.detach(ctx, actor.From(ctx).FamilyID, in.ID, in.AttachmentID)
}
