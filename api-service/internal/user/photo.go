package user

import (
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about photos.
var (
	ErrPhotoUnknown  = ErrUnknown.Saying("There is no photo")
	ErrPhotoKind     = errs.New(errs.Unsupported, api.CodePhotoKind, "A photo is a JPEG or PNG of up to 1280 pixels a side")
	ErrPhotoTooLarge = errs.New(errs.TooLarge, api.CodeTooLarge, "A photo has at most 1 MiB")
)

// Photo is what a user looks like: a small square JPEG that was drawn here.
type Photo struct {
	UserID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Content   []byte
	CreatedAt time.Time
}

// TableName is where photos are kept.
func (Photo) TableName() string { return "user_photos" }
