package transaction_test

import (
	"strings"
	"testing"
	"time"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

// reply answers a message of the bot's and gives the bot's answer.
func reply(t *testing.T, b *bottest.Bot, p *telegram.Person, to int, text string) telegram.Message {
	t.Helper()
	sent, err := p.Reply(p.Chat(), to, text)
	if err != nil {
		t.Fatal(err)
	}
	return b.After(p, sent.ID)
}

func TestOldEntriesAreDeletedByTheCardThatAListOpens(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string][6]string{
		"en": {"🗑 Delete", "Delete this entry?", "Yes, delete", "Deleted: -€1.00 · aaa", "Undo", "Expense: €1.00"},
		"ro": {"🗑 Șterge", "Ștergi tranzacția", "Da, șterge", "Ștearsă: -1,00 € · aaa", "Anulează", "Cheltuială: 1,00 €"},
		"ru": {"🗑 Удалить", "Удалить эту запись?", "Да, удалить", "Удалено: -1,00 € · aaa", "Отменить", "Расход: 1,00 €"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			b.API.Age(time.Hour)
			b.Ask(p, "1 aaa")
			b.Ask(p, "2 bbb")
			for _, command := range []string{"/transactions", "/today", "/find aaa"} {
				list := b.Ask(p, command)
				bottest.Holds(t, list.Text, "1. ")
				number := map[bool]string{true: "1", false: "2"}[command == "/find aaa"]
				if _, err := p.Tap(list.ID, number); err != nil {
					t.Fatal(err)
				}
				card := next(t, b, p, list.ID, say[5])
				tapUntil(t, b, p, card.ID, say[0], say[2])
				bottest.Holds(t, text(b, p, card.ID), say[1])
				tapUntil(t, b, p, card.ID, say[2], say[4])
				says(t, b, p, card.ID, say[3])
				wantBooked(t, b, "e 2.00 EUR bbb")
				tapUntil(t, b, p, card.ID, say[4], say[0])
				wantBooked(t, b, "e 1.00 EUR aaa; e 2.00 EUR bbb")
			}
		})
	}
}

func TestAReplyToACardChangesItsEntry(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "12 pizza")
	for _, step := range []struct{ text, says, booked string }{
		{"11", "Changed: -€11.00 · pizza", "e 11.00 EUR pizza"},
		{"lunch with Bob", "Changed: -€11.00 · lunch with Bob", "e 11.00 EUR lunch with Bob"},
		{"9 lunch", "Changed: -€9.00 · lunch", "e 9.00 EUR lunch"},
		{"+9", "Changed: +€9.00 · lunch", "i 9.00 EUR lunch"},
		{"5 usd", "another currency", "i 9.00 EUR lunch"},
	} {
		bottest.Holds(t, reply(t, b, p, card.ID, step.text).Text, step.says)
		wantBooked(t, b, step.booked)
	}
	says(t, b, p, card.ID, "Income: €9.00")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "It is as before: -€9.00 · lunch")
	says(t, b, p, card.ID, "Expense: €9.00")

	sent, err := p.Reply(p.Chat(), card.ID, "8")
	if err != nil {
		t.Fatal(err)
	}
	b.Says(p, "Changed: -€8.00")
	edit(t, p, sent.ID, "7")
	b.Says(p, "Changed: -€7.00")
	wantBooked(t, b, "e 7.00 EUR lunch")
}

func TestAmountAndNoteAreChangedByButtons(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string][8]string{
		"en": {"Change…", "Amount", "right amount", "Note", "note say", "Changed", "It is my answer", "no longer waiting"},
		"ro": {"Modifică…", "Sumă", "suma corectă", "Notă", "scrie în notă", "Modificat", "E răspunsul meu", "Nu mai aștept"},
		"ru": {"Изменить…", "Сумма", "сумма правильная", "Заметка", "написать в заметке", "Изменено", "Это мой ответ", "уже не жду"},
	} {
		p := b.User(lang)
		card := b.Ask(p, "12 pizza")
		tapUntil(t, b, p, card.ID, say[0], say[1])
		tapUntil(t, b, p, card.ID, say[1], say[1])
		b.Says(p, say[2])
		b.Ask(p, "lots") // no amount: it is still asked for
		bottest.Holds(t, b.Ask(p, "9").Text, say[5])
		says(t, b, p, card.ID, "9")

		tapUntil(t, b, p, card.ID, say[0], say[3])
		tapUntil(t, b, p, card.ID, say[3], say[3])
		b.Says(p, say[4])
		asked := b.Ask(p, "2 slices")
		b.Tap(p, asked, say[6], "2 slices")
		says(t, b, p, card.ID, "2 slices")
		b.Toast(p, asked, say[6], say[7])
	}
	if got := booked(b); strings.Count(got, "e 9.00 EUR 2 slices") != 3 {
		t.Errorf("booked %s", got)
	}
}

func TestCalendarHasNoDaysToCome(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "12 pizza")
	tapUntil(t, b, p, card.ID, "Date", "Another day…")
	tapUntil(t, b, p, card.ID, "Another day…", "Mo")
	today := time.Now().UTC()
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	name := func(m time.Time) string { return m.Format("January 2006") }
	if now := message(b, p, card.ID); has(now, name(month.AddDate(0, 1, 0))+" ▶") {
		t.Errorf("offers days to come: %q", now.Buttons())
	}
	before := month.AddDate(0, -1, 0)
	tapUntil(t, b, p, card.ID, "◀ "+name(before), name(month)+" ▶")
	tapUntil(t, b, p, card.ID, "15", "Undo")
	says(t, b, p, card.ID, before.AddDate(0, 0, 14).Format("January 2, 2006"))
	tapUntil(t, b, p, card.ID, "Date", "Another day…")
}

func has(m telegram.Message, button string) bool {
	_, ok := m.Button(button)
	return ok
}

func TestAnEntryIsRepeatedToday(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	card := b.Ask(p, "12 pizza #work ^2026-01-05")
	tapUntil(t, b, p, card.ID, "Change…", "🔂 Repeat today")
	if _, err := p.Tap(card.ID, "🔂 Repeat today"); err != nil {
		t.Fatal(err)
	}
	bottest.Holds(t, next(t, b, p, card.ID, "📅 today").Text, "Expense: €12.00", "pizza", "#work")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "Undone: -€12.00 · pizza")
	all := b.API.Entries()
	if len(all) != 1 || all[0].Date != "2026-01-05" {
		t.Errorf("booked %+v", all)
	}
}

func TestARefusedMessageIsMendedByEditingIt(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, card := range map[string]string{"en": "Expense: €9.00", "ro": "Cheltuială: 9,00", "ru": "Расход: 9,00"} {
		p := b.User(lang)
		sent := p.Send("pizza")
		b.After(p, sent.ID)
		edit(t, p, sent.ID, "9 pizza")
		b.Says(p, card)
	}
	p := b.User("en")
	sent := p.Send("1 2 3")
	b.After(p, sent.ID)
	edit(t, p, sent.ID, "4 milk\n5 bus")
	list := b.Says(p, "Saved 2 entries")
	edit(t, p, sent.ID, "4 milk\n6 bus")
	says(t, b, p, list.ID, "-€6.00 · bus")
	if got := booked(b); !strings.HasSuffix(got, "e 4.00 EUR milk; e 6.00 EUR bus") || strings.Count(got, "9.00") != 3 {
		t.Errorf("booked %s", got)
	}
}
