package whole_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/telegram"
)

// beginning is how somebody begins in a language: an entry, one tap, the currency, another entry.
type beginning struct {
	language, name          string
	first, promise          string
	button, done            string
	currency, chosen        string
	early, typed, card, now string
}

var beginnings = []beginning{
	{
		language: "en", name: "Ann", first: "4 tea", promise: "I'll save that for you", button: "Quick register",
		done: "US dollars (USD)", currency: "GBP", chosen: "British pounds (GBP)", early: "£4.00",
		typed: "12.50 coffee", card: "£12.50", now: "Europe/London",
	},
	{
		language: "ro", name: "Ana", first: "4 ceai", promise: "notez asta pentru tine", button: "Înregistrare rapidă",
		done: "lei românești (RON)", currency: "MDL", chosen: "lei moldovenești (MDL)", early: "4,00\u00a0lei",
		typed: "12,50 cafea", card: "12,50\u00a0lei", now: "Europe/Chisinau",
	},
	{
		language: "ru", name: "Анна", first: "4 чай", promise: "я это запишу", button: "Быстрая регистрация",
		done: "российских рублях (RUB)", currency: "KZT", chosen: "казахстанских тенге (KZT)", early: "4,00\u00a0KZT",
		typed: "12,50 кофе", card: "12,50\u00a0KZT", now: "Asia/Almaty",
	},
}

type beganRow struct {
	Base, Zone, Account string
	Entries             int
}

const began = `
	SELECT f.base_currency, u.timezone,
		(SELECT string_agg(a.currency, ' ') FROM accounts a WHERE a.family_id = f.id),
		(SELECT count(*) FROM transactions t WHERE t.family_id = f.id)
	FROM users u JOIN family_members m ON m.user_id = u.id JOIN families f ON f.id = m.family_id
	WHERE u.telegram_id = $1`

func TestNewcomersBeginInTheirLanguageCurrencyAndZone(t *testing.T) {
	h := open(t)
	for _, b := range beginnings {
		p := h.telegram.Person(telegram.Person{FirstName: b.name, Language: b.language})
		p.Start("")
		h.hears(p, "Finance Bot!")
		kept := h.ask(p, b.first)
		if !strings.Contains(kept.Text, b.promise) {
			t.Errorf("%s: %q", b.language, kept.Text)
		}
		done := h.tap(p, kept, b.button, b.done)
		h.hears(p, "4") // its card
		h.tap(p, done, b.currency, b.chosen)
		h.hears(p, b.early)
		if card := h.ask(p, b.typed); !strings.Contains(card.Text, b.card) {
			t.Errorf("%s: %q", b.language, card.Text)
		}

		want := beganRow{b.currency, b.now, b.currency, 2}
		if got := rows(h, pgx.RowToStructByPos[beganRow], began, p.ID); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %+v, want %+v", b.language, got, want)
		}
	}
}
