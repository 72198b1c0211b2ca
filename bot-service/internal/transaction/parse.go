package transaction

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/bankmessage"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// meant reports whether a text is meant as entries, well written or not: then it has an amount, or
// it is a message of a bank.
func meant(text, lang string, today time.Time) bool {
	if bankmessage.Read(text, bankmessage.Options{Today: entry.DateOf(today)}).Sort != bankmessage.Other {
		return true
	}
	_, err := entry.Parse(text, entry.Options{Language: lang, Today: entry.DateOf(today)})
	var refused *entry.Refusal
	if !errors.As(err, &refused) {
		return !errors.Is(err, entry.ErrEmpty)
	}
	for _, line := range refused.Lines {
		if line.Cause.Code != entry.ErrNoAmount.Code {
			return true
		}
	}
	return len(refused.Lines) < len(rows(text))
}

// unreadable reports whether the text is at fault, so that examples may help.
func unreadable(e *errs.Error) bool {
	return strings.HasPrefix(e.Code, "entry.") || strings.HasPrefix(e.Code, "quick.") || ofBank(e)
}

// ofBank reports whether it is about a message of a bank.
func ofBank(e *errs.Error) bool {
	return strings.HasPrefix(e.Code, "bank.") || slices.ContainsFunc(e.Fields, func(fault errs.Field) bool {
		return strings.HasPrefix(fault.Code, "bank.")
	})
}

// wellWritten reports whether the text can be read, and only means things that are not there.
func wellWritten(e *errs.Error) bool {
	return len(e.Fields) > 0 && !slices.ContainsFunc(e.Fields, func(fault errs.Field) bool {
		return !strings.HasPrefix(fault.Code, "quick.")
	})
}

// badLine is the number, from 1, of the line that a fault is about.
func badLine(fault errs.Field) (int, bool) {
	digits, ok := strings.CutPrefix(fault.Field, "line ")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0
}

// pick is what a button carries: an entry and, for some, what is chosen for it.
func pick(entry int64, choice string) string {
	return strconv.FormatInt(entry, 10) + "." + choice
}

// picked is the reverse of pick.
func picked(with string) (entry int64, choice string, ok bool) {
	id, choice, ok := strings.Cut(with, ".")
	entry, err := strconv.ParseInt(id, 10, 64)
	return entry, choice, ok && err == nil
}

// pickedNumber is picked where the choice is a number.
func pickedNumber(with string) (entry, choice int64, ok bool) {
	entry, text, ok := picked(with)
	choice, err := strconv.ParseInt(text, 10, 64)
	return entry, choice, ok && err == nil
}

// pickedDay is picked where the choice is a day.
func pickedDay(with string) (entry int64, day string, ok bool) {
	entry, day, ok = picked(with)
	_, err := time.Parse(api.DateForm, day)
	return entry, day, ok && err == nil
}
