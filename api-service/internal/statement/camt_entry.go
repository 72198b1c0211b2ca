package statement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// rows makes a row of the entry, or one of each payment in it where these say how much they are
// and add up to it.
func (e camtEntry) rows(row Row) ([]Row, *fault) {
	if f := e.movement(&row); f != nil {
		return nil, f
	}

	payments := e.payments(row)
	if payments == nil {
		payments = []Row{e.single(row)}
	}
	for i := range payments {
		if f := payments[i].tidy(); f != nil {
			return nil, f
		}
	}
	return payments, nil
}

// movement reads how much moved, which way and when. The direction of a reversal is that in which
// the money goes back.
func (e camtEntry) movement(row *Row) *fault {
	if state := e.state(); e.held() {
		row.State, row.Held = cut(state, maxName), true
	}

	var ok bool
	if row.Date, ok = e.Booked.date(); !ok && e.Booked.text() == "" {
		row.Date, ok = e.Value.date()
	}
	if !ok && !row.Held {
		return faultOf("date", "This is not a date of ISO 20022.", cmp.Or(e.Booked.text(), e.Value.text()))
	}

	if row.Amount, ok = e.Amount.decimal(); !ok {
		return faultOf("amount", "This is not an amount of ISO 20022.", strings.TrimSpace(e.Amount.Text))
	}
	debit, ok := camtDebit(e.Direction)
	if !ok {
		return faultOf("direction", "The entry does not say whether money came in or went out.", strings.TrimSpace(e.Direction))
	}
	row.Kind = kindOf(debit)

	row.Currency = strings.ToUpper(strings.TrimSpace(e.Amount.Currency))
	if !money.Known(row.Currency) {
		return faultOf("currency", "This currency is not known.", row.Currency)
	}
	return nil
}

// single is the entry as one row, with the words of all its payments.
func (e camtEntry) single(row Row) Row {
	row.ExternalID = e.id()
	if len(e.Details) == 1 {
		d := e.Details[0]
		row.ExternalID = cmp.Or(row.ExternalID, bankName(d.BankName))
		row.Payee = d.party(row.Kind, e.reversed())
	}

	var notes []string
	for _, d := range e.Details {
		if note := d.note(); note != "" && !slices.Contains(notes, note) && len(notes) < mostNotes {
			notes = append(notes, note)
		}
	}
	row.Note = cmp.Or(strings.Join(notes, "; "), plainWords(e.Information))
	return row
}

// mostNotes bounds the notes that are put together for one entry: a note has no room for more.
const mostNotes = 20

// payments are the rows of the payments in an entry; nil where it has but one, or where they do
// not say how much of it each is.
func (e camtEntry) payments(row Row) []Row {
	if len(e.Details) < 2 {
		return nil
	}

	var all []Row
	sum := money.Of(0, row.Currency)
	for i, d := range e.Details {
		r := row
		amount, ok := d.amount(&r)
		if !ok {
			return nil
		}
		if r.Kind != row.Kind {
			amount = amount.Neg()
		}
		var err error
		if sum, err = sum.Add(amount); err != nil {
			return nil
		}

		r.ExternalID = bankName(d.BankName)
		if id := e.id(); id != "" && (r.ExternalID == "" || r.ExternalID == id) {
			r.ExternalID = cut(fmt.Sprintf("%s/%d", id, i+1), maxID)
		}
		r.Payee, r.Note = d.party(r.Kind, e.reversed()), cmp.Or(d.note(), plainWords(e.Information))
		all = append(all, r)
	}

	whole, err := money.Parse(row.Amount, row.Currency)
	if err != nil || sum != whole {
		return nil
	}
	return all
}

// amount reads how much a payment is and which way it went.
func (d camtDetail) amount(r *Row) (money.Money, bool) {
	in := d.Amount
	if strings.TrimSpace(in.Text) == "" {
		in = d.Older
	}
	if !strings.EqualFold(strings.TrimSpace(in.Currency), r.Currency) {
		return money.Money{}, false
	}

	text, ok := in.decimal()
	if !ok {
		return money.Money{}, false
	}
	if debit, told := camtDebit(d.Direction); told {
		r.Kind = kindOf(debit)
	}
	r.Amount = text
	amount, err := money.Parse(text, r.Currency)
	return amount, err == nil
}

func (e camtEntry) reversed() bool {
	word := strings.TrimSpace(e.Reversal)
	return word == "true" || word == "1"
}

// id is the bank's name for the entry.
func (e camtEntry) id() string { return cmp.Or(bankName(e.BankName), bankName(e.Reference)) }

// party is who is at the other end. What is reversed has the parties of what it takes back.
func (d camtDetail) party(kind string, reversed bool) string {
	if (kind == api.Expense) != reversed {
		return cmp.Or(d.Creditor.name(), d.LastCreditor.name())
	}
	return cmp.Or(d.Debtor.name(), d.LastDebtor.name())
}

// note is what the payment is for.
func (d camtDetail) note() string {
	return cmp.Or(plainWords(slices.Concat(d.Words, d.References, d.More)...), plainWords(d.Information))
}
