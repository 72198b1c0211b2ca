package start_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

// said are the texts of the bot in a chat, newest last.
func said(p *telegram.Person) string {
	var all []string
	for _, m := range p.Chat().Messages() {
		if m.FromBot() {
			all = append(all, m.Text)
		}
	}
	return strings.Join(all, "\n---\n")
}

func TestEntryTypedBeforeRegisteringIsBookedAfterTheTap(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ typed, promise, button, done, card string }{
		"en": {"12.50 coffee", "I'll save that for you", "Quick register", "US dollars (USD)", "Expense: €12.50"},
		"ro": {"12,50 cafea", "notez asta pentru tine", "Înregistrare rapidă", "lei românești (RON)", "Cheltuială: 12,50"},
		"ru": {"12,50 кофе", "я это запишу", "Быстрая регистрация", "российских рублях (RUB)", "Расход: 12,50"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := person(b, lang)
			m := b.Ask(p, say.typed)
			bottest.Holds(t, m.Text, say.promise)
			second := b.Ask(p, "3 bus")
			bottest.Holds(t, second.Text, say.promise)

			b.Tap(p, m, say.button, say.done)
			b.Says(p, say.card)
			b.Says(p, "bus")
			if n := len(b.API.Entries()); n != 2 {
				t.Errorf("%d entries:\n%s", n, said(p))
			}

			b.Ask(p, "/register") // nothing is booked again
			if n := len(b.API.Entries()); n != 2 {
				t.Errorf("%d entries after another registration", n)
			}
		})
	}
}

func TestTalkBeforeRegisteringIsNotKept(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	m := b.Ask(p, "hello there")
	bottest.Holds(t, m.Text, "It takes one tap to start")
	b.Tap(p, m, "Quick register", "Registration successful!")
	if n := len(b.API.Entries()); n != 0 {
		t.Errorf("%d entries", n)
	}
}

func TestCurrencyTapAfterRegisteringReadsWhatWasTypedBeforeAnew(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "ro")
	m := b.Ask(p, "12,50 cafea")
	done := b.Tap(p, m, "Înregistrare rapidă", "lei românești (RON)")
	card := b.Says(p, "Cheltuială: 12,50")

	b.Tap(p, done, "MDL", "lei moldovenești (MDL)")
	again := b.Says(p, "12,50\u00a0lei")
	if n := len(b.API.Entries()); n != 1 || again.ID != card.ID {
		t.Errorf("%d entries, told in %d, want %d:\n%s", n, again.ID, card.ID, said(p))
	}

	// With an entry of another kind the books are not empty, and that is said.
	b.Ask(p, "5 pâine")
	b.Tap(p, done, "EUR", "nicio tranzacție")
	if n := len(b.API.Entries()); n != 2 {
		t.Errorf("%d entries after a refusal", n)
	}
}

// The workspace is in the new currency already, and empty, when its tap or answer is handled again.
func TestCurrencyWhoseNextAnswerGotLostBooksAnewWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"PATCH /users/me", "POST /transactions/quick"} {
		for _, typed := range []bool{false, true} {
			b := bottest.Start(t)
			p := person(b, "ro")
			done := b.Tap(p, b.Ask(p, "12,50 cafea"), "Înregistrare rapidă", "lei românești (RON)")
			card := b.Says(p, "Cheltuială: 12,50")
			if typed {
				b.Ask(p, "/currency")
			}

			b.API.Lose(lost, 2) // net/http asks once more by itself
			if typed {
				p.Send("MDL")
				b.Says(p, "lei moldovenești (MDL)")
			} else {
				b.Tap(p, done, "MDL", "lei moldovenești (MDL)")
			}
			again := b.Says(p, "12,50\u00a0lei")
			if all := b.API.Entries(); len(all) != 1 || all[0].Currency != "MDL" || again.ID != card.ID {
				t.Errorf("%s, typed %v: %+v, told in %d, want %d:\n%s", lost, typed, all, again.ID, card.ID, said(p))
			}
		}
	}
}

func TestFourthLanguageIsAskedAboutBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for tag, say := range map[string]struct{ first, button, then, button2, done string }{
		"uk": {"/start", "🇷🇺 Русский", "Добро пожаловать в Finance Bot!", "Быстрая регистрация", "украинских гривнах (UAH)"},
		"kk": {"/balance", "🇷🇺 Русский", "Добро пожаловать в Finance Bot!", "Быстрая регистрация", "казахстанских тенге (KZT)"},
		"de": {"5 Brot", "🇷🇴 Română", "notez asta pentru tine", "Înregistrare rapidă", "euro (EUR)"},
	} {
		p := person(b, tag)
		m := b.Ask(p, say.first)
		for _, ask := range []string{"Which language", "În ce limbă", "На каком языке"} {
			bottest.Holds(t, m.Text, ask)
		}
		m = b.Tap(p, m, say.button, say.then)
		b.Tap(p, m, say.button2, say.done)
		if tag == "de" {
			b.Says(p, "Brot")
		}
		bottest.Holds(t, b.Ask(p, "/settings").Text, strings.TrimSpace(say.button))
	}
	if n := len(b.API.Entries()); n != 1 {
		t.Errorf("%d entries", n)
	}

	// What /start carried is not lost by the question.
	invited := person(b, "fr")
	m := b.Tap(invited, b.Ask(invited, "/start "+bottest.Invitation), "🇬🇧 English", "Welcome to Finance Bot!")
	b.Tap(invited, m, "Quick register", "Registration successful!")
	host := b.User("en")
	bottest.Holds(t, b.Ask(host, "/referral").Text, "1 person")
}

func TestTalkIsAnsweredInThreeLanguages(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, talk := range map[string][][2]string{
		"en": {{"Hi!", "Hello!"}, {"thank you 🙏", "You're welcome"}, {"How much did I spend this month?", "📊"}, {"coffee", "12.50 coffee"}},
		"ro": {{"Bună ziua", "Salut!"}, {"mulțumesc!", "Cu plăcere"}, {"cât am cheltuit luna asta?", "📊"}, {"cafea", "12,50 cafea"}},
		"ru": {{"Привет", "Здравствуйте!"}, {"спасибо большое", "Пожалуйста"}, {"Сколько я потратил в этом месяце?", "📊"}, {"кофе", "12,50 кофе"}},
	} {
		p := b.User(lang)
		for _, say := range talk {
			bottest.Holds(t, b.Ask(p, say[0]).Text, say[1])
		}
		bottest.Holds(t, b.Ask(p, "what about the weather in June?").Text, "/help")
	}
}

func TestCommandsAreGuessedInTheLanguageOfTheChat(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, tries := range map[string][][2]string{
		"en": {{"/balanse", "/balance?"}, {"/budget", "not here yet"}, {"/list", "nothing here yet"}, {"/stats", "📊"}, {"/setings", "/settings?"}},
		"ro": {{"/balanse", "/sold?"}, {"/conturii", "/conturi?"}, {"/buget", "nu există încă"}, {"/setari", "Setări"}, {"/cont", "Ai 1 cont"}},
		"ru": {{"/balanse", "/баланс?"}, {"/счетаа", "/счета?"}, {"/бюджет", "пока нет"}, {"/настройки", "Настройки"}, {"/отчёт", "📊"}},
	} {
		p := b.User(lang)
		for _, try := range tries {
			bottest.Holds(t, b.Ask(p, try[0]).Text, try[1])
		}
	}
}

func TestHelpTeachesWritingByExamplesThatATapCopies(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "/help")
	code := 0
	for _, e := range m.Entities {
		if e.Type == "mention" || e.Type == "hashtag" {
			t.Errorf("a stranger's profile or a search is linked: %+v in %q", e, m.Text)
		}
		if e.Type == "code" {
			code++
		}
	}
	if code != 5 {
		t.Errorf("%d examples", code)
	}
	b.Tap(p, b.Tap(p, m, "How to write", "100 @cash > 95 @EUR"), "« Back", "12.50 coffee")
}

func TestLinkingMayBeLeftForTheWelcome(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	m := b.Ask(p, "/start")
	for range 2 {
		m = b.Tap(p, m, "Link account", "Open the website")
		m = b.Tap(p, m, "« Back", "Welcome to Finance Bot!")
	}
	b.Tap(p, m, "Quick register", "Registration successful!")
}
