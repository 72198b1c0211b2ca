package transaction_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"financebot/bot-service/internal/bottest"
)

// dot is a picture of one dot.
func dot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesAreBookedByTheirCaptionsAndKeptByReplies(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string][3]string{
		"en": {"I can't read pictures yet", "Expense: €12.50", "📎 Kept with -€12.50 · coffee"},
		"ro": {"nu știu să citesc poze", "Cheltuială: 12,50 €", "📎 Păstrat lângă -12,50 € · coffee"},
		"ru": {"Читать картинки я пока не умею", "Расход: 12,50 €", "📎 Сохранено при записи -12,50 € · coffee"},
	} {
		p := b.User(lang)
		bottest.Holds(t, b.After(p, p.SendPhoto("", dot(t)).ID).Text, say[0])
		sent := p.SendPhoto("12.50 coffee", dot(t))
		card := b.After(p, sent.ID)
		bottest.Holds(t, card.Text, say[1])
		p.ReplyFile(card.ID, "receipt.png", dot(t), true)
		kept := b.Says(p, say[2][:len("📎")])
		bottest.Holds(t, kept.Text, say[2])
		p.ReplyFile(card.ID, "receipt.pdf", []byte("%PDF-1.4"), false)
		next(t, b, p, kept.ID, say[2])

		all := b.API.Entries()
		if n := b.API.Files(all[len(all)-1].ID); n != 2 {
			t.Errorf("%s: %d files are kept", lang, n)
		}
	}
}
