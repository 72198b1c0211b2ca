// Package bankmessage reads what banks send to a phone when money moves on a card or an account:
//
//	Op: Plata, Card: *1234, Suma: 125,50 MDL, Disp: 1234,56 MDL, Data: 25.11.26 12:30, LINELLA
//
// No bank publishes the form of its messages, and every bank changes it: a message is read by its parts
// (amounts with what stands before them, digits of a card, a day, words of movement), not by templates.
// What remains doubtful is said to be so, and nothing is supposed about it.
package bankmessage

import (
	"financebot/pkg/entry"
	"financebot/pkg/money"
)

// MaxText is how many bytes a message can have; banks write far less.
const MaxText = 2000

// Sort says what a text is.
type Sort string

// The sorts of texts.
const (
	Other   Sort = "other"   // of no bank, as far as can be told
	Payment Sort = "payment" // money has moved: all is known that an entry needs
	Doubt   Sort = "doubt"   // money seems to have moved: Message.Doubts says what is not sure
	Nothing Sort = "nothing" // of a bank, or like one, and no money has moved: a code, a refusal, an offer
)

// What is not sure in a message.
const (
	DoubtAmount    = "amount"    // which of several numbers it is, or where its decimals begin
	DoubtCurrency  = "currency"  // which of several the word means
	DoubtDirection = "direction" // whether the money came or went
	DoubtReversal  = "reversal"  // an earlier payment was taken back: it may or may not be in the books
)

// Why no money has moved.
const (
	ReasonCode    = "code"    // a code or a password, to be told to nobody
	ReasonRefused = "refused" // the bank refused the payment
	ReasonFuture  = "future"  // a payment that is due, asked for or planned
	ReasonOffer   = "offer"   // an advertisement
	ReasonBalance = "balance" // only the balance is told
)

// Message is what a text says.
type Message struct {
	Sort   Sort
	Reason string   // of Nothing
	Doubts []string // of Doubt

	Income     bool          // else money went
	Cash       bool          // taken from or put into a machine: the other side is the person's cash
	Amount     money.Money   // what the account changed by, above zero
	Amounts    []money.Money // of DoubtAmount: those that it may be
	Currencies []string      // of DoubtCurrency: those that the word may mean
	Original   money.Money   // what was paid, where that was in another currency
	Fee        money.Money   // told beside the amount, and not part of it
	Card       string        // the last digits of the card or account: "1234"
	Merchant   string        // who was paid or who paid, as it stands there
	Day        entry.Date    // zero where none is told
	Minute     int           // of the day, from 1; 0 where no time is told
	Balance    money.Money   // of the account afterwards; without a currency where none is told
	InDebt     bool          // whether the balance is below zero

	Moved bool   // between accounts, or to or from a person: it may be one half of a transfer
	Form  string // what two messages of one form have in common: the words of banks in them
}

// Options are what a message is read by.
type Options struct {
	Today      entry.Date
	Currencies []string // those of the person's accounts, the likeliest first: they tell one "lei" from the other
}

// Read reads a text. It never fails: what it cannot read is Other or a Doubt.
func Read(text string, o Options) Message {
	if len(text) > MaxText {
		return Message{Sort: Other}
	}
	r := reader{text: newText(text), options: o}
	if !r.mayBeOfBank() {
		return Message{Sort: Other}
	}
	r.findDay()
	r.findCard()
	r.findAmounts()
	r.findWords()
	return r.judge()
}
