package api

import (
	"time"

	"financebot/pkg/errs"
)

// AttachmentMedias are the kinds of files that an entry may carry.
var AttachmentMedias = []string{"image/jpeg", "image/png", "image/webp", "application/pdf"}

// Bounds of what a workspace keeps beside its entries.
const (
	MaxAttachments     = 10        // of an entry
	MaxAttachmentBytes = 200 << 20 // of a workspace
)

// AddAttachment puts a file beside an entry, such as the picture of a receipt.
type AddAttachment struct {
	ID   int64  `path:"id" json:"-"`
	File Upload `json:"-"`
	Name string `query:"name" json:"-"` // of the file, where it travels as the body
}

func (in AddAttachment) Validate() error {
	var c errs.Check
	c.That(len(in.File.Content) > 0, "file", "required", "The file is empty.")
	c.Max(in.Name, "name", MaxName)
	return c.Err()
}

// AttachmentID picks a file of an entry.
type AttachmentID struct {
	ID           int64 `path:"id" json:"-"` // of the entry
	AttachmentID int64 `path:"attachment_id" json:"-"`
}

// Attachment is a file beside an entry.
type Attachment struct {
	ID            int64     `json:"id"`
	TransactionID int64     `json:"transaction_id"`
	Name          string    `json:"name"`
	Media         string    `json:"media"` // one of AttachmentMedias, as the content has it
	Size          int       `json:"size"`  // bytes
	CreatedBy     int64     `json:"created_by"`
	CreatedAt     time.Time `json:"created_at"`
}

// AttachmentContent is a file with what is in it.
type AttachmentContent struct {
	Attachment
	Content []byte `json:"content"` // base64
}
