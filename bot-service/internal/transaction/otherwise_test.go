package transaction_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
)

func TestAButtonMakesIncomeOfAnExpense(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]struct{ income, expense, isIncome, isExpense string }{
		"en": {"It was income", "It was an expense", "Income: €7.00", "Expense: €7.00"},
		"ro": {"A fost un venit", "A fost o cheltuială", "Venit: 7,00", "Cheltuială: 7,00"},
		"ru": {"Это доход", "Это расход", "Доход: 7,00", "Расход: 7,00"},
	} {
		p := b.User(lang)
		card := b.Ask(p, "7 zorblat "+lang)
		now := b.Tap(p, card, want.income, want.isIncome)
		if now.ID != card.ID {
			t.Errorf("%s: another message: %q", lang, now.Text)
		}
		b.Tap(p, now, want.expense, want.isExpense)
	}
	if n := len(b.API.Entries()); n != 3 {
		t.Errorf("%d entries of three", n)
	}
}

// A button that was made for another version of an entry changes nothing, and says so.
func TestAnOldKindButtonChangesNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "7 zorblat")
	old, _ := card.Button("It was income")
	b.Tap(p, card, "It was income", "Income: €7.00")
	tap, err := p.Forge(p.Chat(), card.ID, old.CallbackData)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, "changed") {
		t.Errorf("the old button: %q, %v", a.Text, err)
	}
	if all := b.API.Entries(); len(all) != 1 || all[0].Kind != api.Income {
		t.Errorf("booked: %+v", all)
	}
	b.Tap(p, message(b, p, card.ID), "Undo", "Expense: €7.00")
}

// What nothing tells the category of is shown with the two likeliest.
func TestTheLikeliestCategoriesAreOnTheCard(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "7 zorblat")
	for _, name := range []string{"🍔 Food", "🏠 Home"} {
		if _, ok := card.Button(name); !ok {
			t.Errorf("%q is not offered: %q", name, card.Buttons())
		}
	}
	done := b.Tap(p, card, "🏠 Home", "📂 🏠 Home")
	if _, ok := done.Button("🍔 Food"); ok {
		t.Errorf("still offered: %q", done.Buttons())
	}
	known := b.Ask(p, "8 zorblat")
	bottest.Holds(t, known.Text, "📂 🏠 Home")
	if _, ok := known.Button("🍔 Food"); ok {
		t.Errorf("offered although it is known: %q", known.Buttons())
	}
}

// What can be read in two ways has a button for the other one, and both can be undone.
func TestAButtonReadsAMessageTheOtherWay(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("1,200 rent")
	card := b.After(p, sent.ID)
	bottest.Holds(t, card.Text, "Expense: €1,200.00", "“1,200” was read as 1200")
	const button = "↪️ Read it as: 1.20 rent"
	other := b.Tap(p, card, button, "Expense: €1.20")
	if _, ok := other.Button(button); ok || other.ID != card.ID {
		t.Errorf("%d shows %q", other.ID, other.Buttons())
	}
	old, _ := card.Button(button)
	tap, err := p.Forge(p.Chat(), card.ID, old.CallbackData)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, "too old") {
		t.Errorf("the old button: %q, %v", a.Text, err)
	}

	edit(t, p, sent.ID, "1,200 loft rent")
	edited := b.Says(p, "loft rent")
	bottest.Holds(t, edited.Text, "Expense: €1.20") // the words did not change the amount
	b.Tap(p, edited, "Undo", "📝 rent")
	b.Tap(p, message(b, p, card.ID), "Undo", "Expense: €1,200.00")
	if all := b.API.Entries(); len(all) != 1 || all[0].Amount != "1200.00" {
		t.Errorf("booked: %+v", all)
	}
}

// A button for the other way changes no entry that is another by now.
func TestTheOtherWayIsNotTakenOfAChangedEntry(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "1,200 rent")
	old, _ := card.Button("↪️ Read it as: 1.20 rent")
	b.Tap(p, card, "🏠 Home", "📂 🏠 Home")
	tap, err := p.Forge(p.Chat(), card.ID, old.CallbackData)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, "changed") {
		t.Errorf("the old button: %q, %v", a.Text, err)
	}
	if all := b.API.Entries(); len(all) != 1 || all[0].Amount != "1200.00" {
		t.Errorf("booked: %+v", all)
	}
}

// The entry is another one already when the tap is handled again.
func TestTheOtherWayWhoseAnswerGotLostIsToldAsDone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	card := b.Ask(p, "1,200 rent")
	b.API.Lose("POST /transactions/quick", 2) // net/http asks once more by itself
	other := b.Tap(p, card, "↪️ Read it as: 1.20 rent", "Expense: €1.20")
	if all := b.API.Entries(); len(all) != 1 || all[0].Amount != "1.20" || other.ID != card.ID {
		t.Errorf("booked: %+v, told in %d, want %d", all, other.ID, card.ID)
	}
	b.Tap(p, other, "Undo", "Expense: €1,200.00")
}

// What may mean several things is asked with a button for each, and booked once.
func TestARefusedMessageIsBookedByATap(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]struct{ text, asks, button, booked, other, settled string }{
		"en": {"rent 1.200", "Tap what you mean", "1200 rent", "Expense: €1,200.00", "1.20 rent", "done already"},
		"ro": {"am împrumutat 300", "Nu știu dacă ai primit", "+300 am împrumutat", "Venit: 300,00", "-300 am împrumutat", "E deja rezolvat"},
		"ru": {"занял Ване 100", "получили вы эти деньги", "-100 занял Ване", "Расход: 100,00", "+100 занял Ване", "уже сделано"},
	} {
		p := b.User(lang)
		asked := b.Ask(p, want.text)
		bottest.Holds(t, asked.Text, want.asks)
		if strings.Contains(asked.Text, "12") && lang != "en" {
			t.Errorf("%s: examples beside the choices: %q", lang, asked.Text)
		}
		done := b.Tap(p, asked, want.button, want.booked)
		if done.ID != asked.ID {
			t.Errorf("%s: another message: %q", lang, done.Text)
		}
		old, _ := asked.Button(want.other)
		tap, err := p.Forge(p.Chat(), asked.ID, old.CallbackData)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, want.settled) {
			t.Errorf("%s: the other button: %q, %v", lang, a.Text, err)
		}
	}
	if n := len(b.API.Entries()); n != 3 {
		t.Errorf("%d entries of three", n)
	}
}

// A tap says that the person is sure, however large the sum; an edit of the message changes the entry.
func TestATapOnAChoiceIsSure(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("flat 200,000,000")
	asked := b.After(p, sent.ID)
	b.Tap(p, asked, "flat 200,000,000", "Expense: €200,000,000.00")
	edit(t, p, sent.ID, "flat 250")
	b.Says(p, "Expense: €250.00")
	if n := len(b.API.Entries()); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// Without Redis nothing is known of an older message, and its buttons say so.
func TestAForgottenChoiceIsTold(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	asked := b.Ask(p, "rent 1.200")
	b.Redis.FlushDB(b.Context())
	b.Toast(p, asked, "1200 rent", "too old")
	if n := len(b.API.Entries()); n != 0 {
		t.Errorf("%d entries", n)
	}
}
