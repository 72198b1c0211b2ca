package transaction

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/bankmessage"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// tapNewAccount is answered where accounts are opened.
const tapNewAccount = "acc.new"

// refuse says what cannot be booked of a message. Where it may mean several things, each has a button
// that books it; where an account is missing, a button opens it and books the message then.
func (f Feature) refuse(ctx context.Context, t *telegram.Turn, id int, typed string, e *errs.Error) error {
	if ofBank(e) && len(e.Choices) == 0 {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Error(e)})
	}
	opening := t.Words.Say("entry.refused")
	if wellWritten(e) || ofBank(e) {
		opening = t.Words.Say("entry.nothing_saved")
	}
	shown := refusal(t.Words, opening, typed, e)
	if len(e.Choices) > 0 {
		w := wanted{Text: typed}
		for _, c := range e.Choices {
			w.Choices = append(w.Choices, c.Text)
		}
		shown.Buttons = ways(id, e.Choices)
		if w.Currency = lacks(typed, e); w.Currency != "" {
			shown.Buttons = append(shown.Buttons, telegram.Row(opens(t.Words, w, id)))
		}
		f.Memory.refuse(ctx, t.Chat, id, w)
		return t.Send(ctx, shown)
	}
	w, missing, err := f.missing(ctx, t, typed, e)
	if err == nil && missing { // without the accounts there is no button, and the refusal stands
		f.Memory.refuse(ctx, t.Chat, id, w)
		shown.Buttons = [][]telegram.Button{telegram.Row(opens(t.Words, w, id))}
	}
	return t.Send(ctx, shown)
}

// lacks is the currency in which a bank's message may be about an account that is not there yet; empty
// where it is about none, or says nothing sure.
func lacks(typed string, e *errs.Error) string {
	if len(e.Fields) == 0 || e.Fields[0].Code != api.CodeBankAccount {
		return ""
	}
	return bankmessage.Read(typed, bankmessage.Options{}).Amount.Currency
}

func opens(w text.Words, missing wanted, id int) telegram.Button {
	label := w.Say("button.account_in", text.Data{"Currency": missing.Currency})
	if missing.Name != "" {
		label = w.Say("button.account_named", text.Data{"Name": text.Clipped(missing.Name, 20)})
	}
	return telegram.Button{Text: label, Tap: tapNewAccount, With: strconv.Itoa(id)}
}

// Early books an earlier message of a chat that had no user then, once however often it is asked for.
func (f Feature) Early(ctx context.Context, t *telegram.Turn, id int, typed string) error {
	return f.addOf(ctx, t, id, typed)
}

// Entry reports whether a text is meant as entries. The day it is decides nothing here.
func Entry(t *telegram.Turn) bool { return meant(t.Text, t.Words.Language, time.Time{}) }

// Again books a message that was refused, now that what it wanted is there.
func (f Feature) Again(ctx context.Context, t *telegram.Turn, id int) error {
	w, known := f.Memory.refused(ctx, t.Chat, id)
	if !known {
		return nil // too old by now
	}
	return f.addOf(ctx, t, id, w.Text)
}

// missing finds the first account that a refused text wants and that is not there.
func (f Feature) missing(ctx context.Context, t *telegram.Turn, typed string, e *errs.Error) (w wanted, ok bool, err error) {
	at := slices.IndexFunc(e.Fields, func(fault errs.Field) bool {
		return fault.Code == api.CodeQuickAccount || fault.Code == api.CodeQuickCurrency
	})
	if at < 0 {
		return w, false, nil
	}
	b, err := f.known(ctx, t)
	if err != nil {
		return w, false, err
	}
	line, ok := badLine(e.Fields[at])
	if !ok {
		return w, false, nil
	}
	w = wanted{Text: typed}
	if m := bankmessage.Read(typed, bankmessage.Options{Today: entry.DateOf(b.today)}); m.Amount.Currency != "" {
		w.Currency = m.Amount.Currency
		return w, true, nil
	}
	read, ok := b.lineOf(typed, t.Words.Language, line)
	if e.Fields[at].Code == api.CodeQuickCurrency {
		w.Currency = b.unknownCurrency(read)
	} else {
		w.Name = b.unknownName(read)
	}
	return w, ok && (w.Name != "" || w.Currency != ""), nil
}

// lineOf is what stands on a line, counted from 1, of a text.
func (b book) lineOf(typed, lang string, number int) (entry.Entry, bool) {
	for n, line := range entry.Lines(typed) {
		if n == number {
			read, err := entry.Parse(line, entry.Options{Language: lang, Today: entry.DateOf(b.today)})
			if err != nil {
				return entry.Entry{}, false
			}
			return read[0], true
		}
	}
	return entry.Entry{}, false
}

// unknownName is the first account that an entry names and that is not there.
func (b book) unknownName(e entry.Entry) string {
	for _, name := range []string{e.Account, e.ToAccount} {
		known := func(a api.Account) bool {
			return strings.HasPrefix(strings.ToLower(a.Name), strings.ToLower(name)) || strings.EqualFold(a.Kind, name)
		}
		if name != "" && !slices.ContainsFunc(b.open(), known) {
			return name
		}
	}
	return ""
}

// unknownCurrency is the first currency of an entry in which there is no account.
func (b book) unknownCurrency(e entry.Entry) string {
	for _, currency := range []string{e.Amount.Currency, e.ToAmount.Currency} {
		known := func(a api.Account) bool { return a.Currency == currency }
		if currency != "" && !slices.ContainsFunc(b.open(), known) {
			return currency
		}
	}
	return ""
}
