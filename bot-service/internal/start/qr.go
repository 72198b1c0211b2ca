package start

import (
	"context"
	"fmt"

	"github.com/skip2/go-qrcode"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// qrSize is the side of a code's picture in pixels; phones show it as wide as the chat.
const qrSize = 512

// qr signs the person in on a computer that looks at the picture.
func (f Feature) qr(ctx context.Context, t *telegram.Turn) error {
	var code api.GeneratedCode
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		code, err = c.GenerateCode(ctx, api.PurposeWebLogin)
		return err
	})
	if err != nil {
		return err
	}

	picture, err := qrcode.Encode(code.URL, qrcode.Medium, qrSize)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}

	return t.SendFile(ctx, signInPicture(t.Words, code, picture))
}
