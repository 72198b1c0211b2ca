package transaction

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about attachments.
var (
	ErrAttachmentUnknown = errs.New(errs.NotFound, api.CodeAttachmentUnknown, "There is no such file")
	ErrAttachmentKind    = errs.New(errs.Unsupported, api.CodeAttachmentKind, "A picture (JPEG, PNG, WebP) or a PDF can be attached")
	ErrAttachmentMany    = errs.New(errs.Refused, api.CodeAttachmentTooMany, "An entry has at most 10 files")
	ErrAttachmentQuota   = errs.New(errs.Refused, api.CodeAttachmentQuota, "The workspace has no room for more files: 200 MiB are the most")
)

// Attachment is a file beside an entry.
type Attachment struct {
	FamilyID      int64
	ID            int64 `gorm:"default:null"` // given by the database
	TransactionID int64
	Name          string
	Media         string
	Size          int
	Content       []byte
	CreatedBy     int64
	CreatedAt     time.Time
}

// newAttachment takes a file in. What it is is read off its content: what its sender says may
// be wrong, and what it is told as is what a browser does with it.
func newAttachment(in api.AddAttachment, familyID, userID int64, now time.Time) (Attachment, error) {
	media := http.DetectContentType(in.File.Content)
	if !slices.Contains(api.AttachmentMedias, media) {
		return Attachment{}, ErrAttachmentKind
	}
	_, kind, _ := strings.Cut(media, "/")
	return Attachment{
		FamilyID: familyID, TransactionID: in.ID, Name: cmp.Or(api.FileName(in.Name), api.FileName(in.File.Name), "file."+kind), Media: media,
		Size: len(in.File.Content), Content: in.File.Content, CreatedBy: userID, CreatedAt: now,
	}, nil
}

// fits refuses a file for which there is no room beside those that are there.
func (a Attachment) fits(ofEntry int, ofFamily int64) error {
	switch {
	case ofEntry >= api.MaxAttachments:
		return ErrAttachmentMany
	case ofFamily+int64(a.Size) > api.MaxAttachmentBytes:
		return ErrAttachmentQuota
	}
	return nil
}
