package telegram

import (
	"context"
	"strconv"
)

// Photo is a photo that somebody shows in Telegram. Its name stays the same for as long as the photo
// does; the zero value is no photo.
type Photo struct {
	Name string

	id    string // by which it is fetched; may be another one next time
	width int
}

// photoSize is the Bot API's PhotoSize.
type photoSize struct {
	ID    string `json:"file_id"`
	Name  string `json:"file_unique_id"`
	Width int    `json:"width"`
}

// Photo is what somebody looks like to the bot: the first photo, in the smallest size that is no
// narrower than width, or the widest there is. Who shows none, or none to bots, has no photo.
func (b *Bot) Photo(ctx context.Context, person int64, width int) (Photo, error) {
	var shown struct {
		Photos [][]photoSize `json:"photos"`
	}
	asked := map[string]string{"user_id": strconv.FormatInt(person, 10), "limit": "1"}
	if err := b.api.call(ctx, "getUserProfilePhotos", asked, &shown); err != nil {
		return Photo{}, err
	}

	var best Photo
	if len(shown.Photos) == 0 {
		return best, nil
	}
	for _, size := range shown.Photos[0] {
		small, enough := best.width < width, size.Width >= width
		if best.Name == "" || small && size.Width > best.width || enough && size.Width < best.width {
			best = Photo{Name: size.Name, id: size.ID, width: size.Width}
		}
	}
	return best, nil
}

// FetchPhoto gives a photo's JPEG; ErrFileTooLarge where it is longer than limit.
func (b *Bot) FetchPhoto(ctx context.Context, p Photo, limit int64) ([]byte, error) {
	return b.api.file(ctx, p.id, limit)
}
