package event_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
)

func TestSignInNoticeNamesTheBrowserAndEndsItsSession(t *testing.T) {
	t.Parallel()
	const session = "0198c0de-0000-7000-8000-000000000001"
	const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
	b := bottest.Start(t)
	for lang, say := range map[string]struct{ notice, button, done string }{
		"en": {"February 3, 2026, 14:05, Firefox on Linux.", "It was not me: end it", "That session is over"},
		"ro": {"3 februarie 2026, ora 14:05, Firefox pe Linux.", "Nu am fost eu: închide", "Sesiunea s-a încheiat"},
		"ru": {"3 февраля 2026 г., 14:05, Firefox, Linux.", "Это не я: завершить", "Сеанс завершён"},
	} {
		p := known(b, lang, "ana@example.com")
		b.API.Happen(api.EventSignIn, p.ID, map[string]string{"device": agent, "session": session})
		b.Tap(p, b.Says(p, say.notice), say.button, say.done)
	}
	if got := b.API.Disowned(); len(got) != 3 || got[0] != session {
		t.Errorf("ended %v", got)
	}
}
