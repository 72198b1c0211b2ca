package app_test

import (
	"context"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// twoCards is a person with two cards in one currency.
func twoCards(t *testing.T, a *apptest.API) (c *client.Client, one, other api.Account) {
	t.Helper()
	c, _ = a.Register(t, "ana@example.com")
	open := func(name string) api.Account {
		acc, err := c.CreateAccount(context.Background(), api.CreateAccount{Name: name, Kind: "card", Currency: "MDL", Opening: "1000"})
		if err != nil {
			t.Fatal(err)
		}
		return acc
	}
	return c, open("Salary card"), open("Card 7781")
}

func bankSays(t *testing.T, c *client.Client, text string) (api.QuickEntry, *errs.Error) {
	t.Helper()
	added, err := c.QuickAdd(context.Background(), api.QuickAdd{Text: text, Language: "ro"})
	if err != nil {
		return api.QuickEntry{}, errs.As(err)
	}
	if len(added.Items) != 1 {
		t.Fatalf("%q became %d entries", text, len(added.Items))
	}
	return added.Items[0], nil
}

// asked is what a refusal asks about.
func asked(e *errs.Error) string {
	if len(e.Fields) != 1 {
		return ""
	}
	return e.Fields[0].Code
}

func TestMessageOfABankIsAnEntry(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	text := "Op: Plata, Card: *7781, Status: Reusita, Suma: 125,50 MDL, Disp: 874,50 MDL, LINELLA"
	e, err := bankSays(t, c, text)
	if err != nil || e.Kind != api.Expense || e.Amount != "125.50" || e.AccountID != other.ID || e.Payee != "LINELLA" {
		t.Fatalf("booked %+v, %v", e, err)
	}
	if len(e.Readings) != 0 {
		t.Errorf("the bank and the books agree, and %+v is told", e.Readings)
	}
	if _, err := bankSays(t, c, text+" "); err == nil || err.Code != "bank.twice" {
		t.Errorf("the same message again: %v", err)
	}
	e, err = bankSays(t, c, strings.Replace(text, "125,50", "10,00", 1))
	if err != nil || len(e.Readings) != 1 || e.Readings[0] != (api.Reading{Code: api.ReadBalance, Text: "874.50 MDL", As: "864.50 MDL"}) {
		t.Errorf("a payment is missing: %+v, %v", e.Readings, err)
	}
}

func TestMessageOfABankAsksOnceForItsAccount(t *testing.T) {
	t.Parallel()
	c, one, _ := twoCards(t, apptest.New(t))
	text := "Plata 20.00 MDL, card *1234, FELICIA, disponibil 980.00 MDL"
	_, err := bankSays(t, c, text)
	if err == nil || asked(err) != "bank.account" || len(err.Choices) < 2 {
		t.Fatalf("got %+v", err)
	}
	at := -1
	for i, choice := range err.Choices {
		if choice.Part == "@Salary card" {
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("choices %+v", err.Choices)
	}
	if e, err := bankSays(t, c, err.Choices[at].Text); err != nil || e.AccountID != one.ID {
		t.Errorf("answered: %+v, %v", e, err)
	}
	if e, err := bankSays(t, c, strings.Replace(text, "20.00", "30.00", 1)); err != nil || e.AccountID != one.ID {
		t.Errorf("the next one of that card: %+v, %v", e, err)
	}
}

func TestFormOfABankIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	text := "Tranzactie reusita, Data 25.11.2026 12:30:00, Card 4***7781, Suma 85.40 MDL, Locatie LINELLA, Disponibil 914.60 MDL"
	text = strings.Replace(text, "25.11.2026 12:30:00, ", "", 1)
	_, err := bankSays(t, c, text)
	if err == nil || asked(err) != "bank.unsure" || len(err.Choices) != 2 || err.Choices[0].Part != "-85,40 MDL LINELLA" {
		t.Fatalf("got %+v", err)
	}
	if e, err := bankSays(t, c, err.Choices[0].Text); err != nil || e.Kind != api.Expense || e.AccountID != other.ID {
		t.Errorf("answered: %+v, %v", e, err)
	}
	if e, err := bankSays(t, c, strings.Replace(text, "85.40", "14.60", 1)); err != nil || e.Kind != api.Expense || e.Amount != "14.60" {
		t.Errorf("the next one of that form: %+v, %v", e, err)
	}
}

func TestTwoMessagesOfATransferAreOne(t *testing.T) {
	t.Parallel()
	c, one, other := twoCards(t, apptest.New(t))
	if _, err := c.UpdateAccount(context.Background(), api.UpdateAccount{ID: one.ID, Name: new("Card 1234")}); err != nil {
		t.Fatal(err)
	}
	first := "Transfer catre card 7781, suma 200.00 MDL, card *1234, disponibil 800.00 MDL"
	if e, err := bankSays(t, c, first); err != nil || e.Kind != api.Expense {
		t.Fatalf("the first half: %+v, %v", e, err)
	}
	e, err := bankSays(t, c, "Transfer primit 200.00 MDL, card *7781, disponibil 1200.00 MDL")
	if err != nil || e.Kind != api.Transfer || e.AccountID != one.ID || e.ToAccountID == nil || *e.ToAccountID != other.ID {
		t.Fatalf("the second half: %+v, %v", e, err)
	}
	if got := balance(t, c, one.ID) + " " + balance(t, c, other.ID); got != "800.00 1200.00" {
		t.Errorf("balances: %s", got)
	}
	if _, err := c.Undo(context.Background(), e.OperationID); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, one.ID) + " " + balance(t, c, other.ID); got != "800.00 1000.00" {
		t.Errorf("after the undo: %s", got)
	}
	if _, err := bankSays(t, c, first); err == nil || err.Code != "bank.twice" {
		t.Errorf("the first half again: %v", err)
	}
}

func TestNothingIsBookedOfBanksOtherMessages(t *testing.T) {
	t.Parallel()
	c, _, _ := twoCards(t, apptest.New(t))
	for code, text := range map[string]string{
		"bank.code":    "Cod: 482913. Nu comunica nimanui acest cod. Plata 125,50 MDL la EMAG.",
		"bank.refused": "Tranzactie refuzata, card *1234, suma 900 MDL, fonduri insuficiente, disp 120 MDL",
		"bank.balance": "Card *7781. Sold disponibil: 2.345,60 MDL",
		"bank.offer":   "Oferta: credit pana la 100.000 lei cu reducere de dobanda. Aplica pe banca.ro/credit",
		"bank.future":  "Rata la credit 1.250,00 MDL este scadenta pe 05.12.2026. Cont *7781",
	} {
		if e, err := bankSays(t, c, text); err == nil || err.Code != code {
			t.Errorf("%q became %+v, %v", text, e, err)
		}
	}
}

// The same message from two members at once is booked once.
func TestMessageOfABankThatComesTwiceAtOnceIsBookedOnce(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	const callers = 8
	done := make(chan string, callers)
	for range callers {
		go func() {
			_, err := c.QuickAdd(context.Background(), api.QuickAdd{
				Text: "Op: Plata, Card: *7781, Suma: 100,00 MDL, Disp: 900,00 MDL, LINELLA", Language: "ro",
			})
			if e := errs.As(err); e != nil {
				done <- e.Code
				return
			}
			done <- "booked"
		}()
	}
	count := map[string]int{}
	for range callers {
		count[<-done]++
	}
	if got := balance(t, c, other.ID); got != "900.00" || count["booked"] != 1 || count["bank.twice"] != callers-1 {
		t.Errorf("balance %s, answers %v", got, count)
	}
}

func TestMoneyFromAMachineIsCash(t *testing.T) {
	t.Parallel()
	c, one, _ := twoCards(t, apptest.New(t))
	if _, err := c.UpdateAccount(context.Background(), api.UpdateAccount{ID: one.ID, Name: new("Card 1234")}); err != nil {
		t.Fatal(err)
	}
	text := "Retragere numerar, card *1234, suma 100 MDL, comision 5 MDL, ATM VB ISMAIL, sold 895 MDL"
	if e, err := bankSays(t, c, text); err != nil || e.Kind != api.Expense {
		t.Fatalf("without an account for cash: %+v, %v", e, err)
	}
	cash, err := c.CreateAccount(context.Background(), api.CreateAccount{Name: "Wallet", Kind: "cash", Currency: "MDL"})
	if err != nil {
		t.Fatal(err)
	}
	e, refused := bankSays(t, c, strings.Replace(text, "100 MDL", "200 MDL", 1))
	if refused != nil || e.Kind != api.Transfer || e.ToAccountID == nil || *e.ToAccountID != cash.ID || e.Note != "VB ISMAIL" {
		t.Fatalf("with one: %+v, %v", e, refused)
	}
	if len(e.Readings) == 0 || e.Readings[0] != (api.Reading{Code: api.ReadFee, Text: "5.00 MDL"}) {
		t.Errorf("the fee: %+v", e.Readings)
	}
}

func TestDoubtfulAmountOfABankIsChosen(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	_, err := bankSays(t, c, "Plata MAGNUM 24 500 MDL. Card *7781. Sold 500 MDL")
	if err == nil || asked(err) != "bank.unsure" || len(err.Choices) != 2 || err.Choices[1].Part != "500.00 MDL" {
		t.Fatalf("got %+v", err)
	}
	if e, err := bankSays(t, c, err.Choices[1].Text); err != nil || e.Amount != "500.00" || e.AccountID != other.ID {
		t.Errorf("answered: %+v, %v", e, err)
	}
}

// Between people one form goes both ways: it is asked about each time.
func TestWayOfATransferIsNotLearned(t *testing.T) {
	t.Parallel()
	c, _, _ := twoCards(t, apptest.New(t))
	text := "Transfer 70.00 MDL, card *7781, sold 930.00 MDL"
	_, err := bankSays(t, c, text)
	if err == nil || len(err.Choices) != 2 {
		t.Fatalf("got %+v", err)
	}
	if e, err := bankSays(t, c, err.Choices[1].Text); err != nil || e.Kind != api.Income {
		t.Fatalf("answered: %+v, %v", e, err)
	}
	if e, err := bankSays(t, c, strings.Replace(text, "70.00", "80.00", 1)); err == nil || asked(err) != "bank.unsure" {
		t.Errorf("the next one: %+v, %v", e, err)
	}
}

// A message may end in its amount: that is no answer about it.
func TestLastLineOfABanksMessageIsItsOwn(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	e, err := bankSays(t, c, "Plata card *7781\nLINELLA\n125.50 MDL")
	if err != nil || e.Kind != api.Expense || e.Amount != "125.50" || e.AccountID != other.ID || e.Payee != "LINELLA" {
		t.Errorf("booked %+v, %v", e, err)
	}
}

// Whose card a message is about is not supposed where there is only cash.
func TestCardIsNotSupposedToBeCash(t *testing.T) {
	t.Parallel()
	c, _ := apptest.New(t).Register(t, "ana@example.com")
	text := "Purchase 2.50 USD, card *1234, KIOSK, balance 1000.00 USD"
	_, err := bankSays(t, c, text)
	if err == nil || asked(err) != "bank.account" || len(err.Choices) != 1 || err.Choices[0].Part != "@Cash" {
		t.Fatalf("got %+v", err)
	}
	if _, err := bankSays(t, c, err.Choices[0].Text); err != nil {
		t.Fatal(err)
	}
	if _, err := bankSays(t, c, strings.Replace(text, "2.50", "3.50", 1)); err != nil {
		t.Errorf("the next one of that card: %v", err)
	}
}

// Of two amounts in two currencies the one that was chosen is booked, in its own.
func TestChosenAmountIsBookedInItsCurrency(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	_, err := bankSays(t, c, "Plata BOLT 12.00 EUR 236.40 MDL card *7781")
	if err == nil || asked(err) != "bank.unsure" || len(err.Choices) != 2 || err.Choices[1].Part != "236.40 MDL" {
		t.Fatalf("got %+v", err)
	}
	e, err := bankSays(t, c, err.Choices[1].Text)
	if err != nil || e.Amount != "236.40" || e.Currency != "MDL" || e.AccountID != other.ID || e.Note != "12.00 EUR" {
		t.Errorf("answered: %+v, %v", e, err)
	}
}

// Two payments can have the same words where no time and no balance is told: the second one is asked about.
func TestPaymentsOfTheSameWordsAreAskedAbout(t *testing.T) {
	t.Parallel()
	c, _, other := twoCards(t, apptest.New(t))
	text := "Pokupka 5.00 MDL karta *7781 TROLEIBUS"
	if _, err := bankSays(t, c, text); err != nil {
		t.Fatal(err)
	}
	_, err := bankSays(t, c, text)
	if err == nil || asked(err) != "bank.twice" || len(err.Choices) != 1 || err.Choices[0].Part != "-5,00 MDL TROLEIBUS" {
		t.Fatalf("got %+v", err)
	}
	if _, err := bankSays(t, c, err.Choices[0].Text); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, other.ID); got != "990.00" {
		t.Errorf("balance %s", got)
	}
}

// Names are taken as they are, whatever signs they have.
func TestAccountsOfAnyNameCanBeAnswered(t *testing.T) {
	t.Parallel()
	c, one, _ := twoCards(t, apptest.New(t))
	if _, err := c.UpdateAccount(context.Background(), api.UpdateAccount{ID: one.ID, Name: new(`Card > "safe"`)}); err != nil {
		t.Fatal(err)
	}
	_, err := bankSays(t, c, "Plata 20.00 MDL, card *1234, FELICIA, disponibil 980.00 MDL")
	if err == nil || asked(err) != "bank.account" {
		t.Fatalf("got %+v", err)
	}
	for _, choice := range err.Choices {
		if choice.Part == `@Card > "safe"` {
			if e, err := bankSays(t, c, choice.Text); err != nil || e.AccountID != one.ID {
				t.Errorf("answered: %+v, %v", e, err)
			}
			return
		}
	}
	t.Errorf("choices %+v", err.Choices)
}
