package transaction

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Line is one line of a message, read and looked up.
type Line struct {
	Transaction
	Number          int // from 1
	UnknownCategory string
	Named           bool       // whether the line itself names its category
	Likely          []Category // where nothing tells its category, those that it may be
	Readings        []entry.Reading

	bank *bankNote // of a message of a bank, else nil
}

// Read reads entries as people type them, and books nothing. It gives what is wrong with the
// message, naming every line.
func (s *Service) Read(ctx context.Context, in api.QuickAdd) ([]Line, error) {
	b, err := s.book(ctx)
	if err != nil {
		return nil, err
	}
	return s.readSane(ctx, b, in)
}

// read is Read with the book at hand, however large a sum is.
func (s *Service) read(ctx context.Context, b book, in api.QuickAdd) ([]Line, error) {
	first, err := b.account("", "")
	if err != nil {
		return nil, err
	}
	entries, note, err := s.entries(ctx, b, first.Currency, in)
	if err != nil {
		return nil, err
	}
	var chosen map[Cue]int64
	if !in.Literal {
		if chosen, err = s.recall(ctx, b, entries); err != nil {
			return nil, err
		}
	}
	b.words = newMeanings(b.categories, chosen, in.Language)

	lines := make([]Line, 0, len(entries))
	var faults []errs.Field
	for _, e := range entries {
		if e.Date.IsZero() {
			e.Date = entry.DateOf(b.today)
		}
		line, err := s.look(ctx, b, e)
		if err != nil {
			fault := errs.As(err)
			if fault == nil {
				return nil, err
			}
			faults = append(faults, errs.Field{Field: "line " + strconv.Itoa(e.Line), Code: fault.Code, Message: fault.Message})
		}
		line.bank = note
		lines = append(lines, line)
	}
	if len(faults) > 0 {
		refusal := *entry.ErrUnreadable
		refusal.Fields = faults
		return nil, &refusal
	}
	return lines, s.offer(ctx, b, lines)
}

// entries are those of a text, and the note of the bank's message that it may be.
func (s *Service) entries(ctx context.Context, b book, currency string, in api.QuickAdd) ([]entry.Entry, *bankNote, error) {
	e, note, err := s.readBank(ctx, b, in)
	if err != nil || note != nil {
		return []entry.Entry{e}, note, err
	}
	all, err := entry.Parse(in.Text, entry.Options{
		Language: in.Language, Today: entry.DateOf(b.today), Currency: currency, Accounts: b.known(),
	})
	return all, nil, err
}

// Added are the entries of a message, booked by one operation, and what they mention.
type Added struct {
	Lines     []Line
	Operation string
	Mentioned *api.Mentioned
}

// QuickAdd books entries as people type them, in one operation: all lines or none. Entries that
// they replace go in that same operation; it gives ErrUnknown where one of those is gone.
func (s *Service) QuickAdd(ctx context.Context, in api.QuickAdd) (Added, error) {
	b, err := s.book(ctx)
	if err != nil {
		return Added{}, err
	}
	lines, err := s.readSane(ctx, b, in)
	if err != nil {
		return Added{}, err
	}

	added := Added{Operation: uuid.NewString()}
	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		lines := anew(lines) // what is done to them is done again where the transaction is
		added.Lines = lines
		for i := range lines {
			if err := s.settleBank(ctx, b, &lines[i], in.Replaces); err != nil {
				return err
			}
		}
		if replaced := replacedBy(in, lines); len(replaced) > 0 {
			if err := s.clear(ctx, replaced, added.Operation); err != nil {
				return err
			}
		}

		posted := make([]Transaction, 0, len(lines))
		for i := range lines {
			if err := s.postIn(ctx, &lines[i].Transaction, added.Operation); err != nil {
				return err
			}
			if err := s.noteBank(ctx, &lines[i]); err != nil {
				return err
			}
			posted = append(posted, lines[i].Transaction)
		}
		if err := s.learn(ctx, posted...); err != nil {
			return err
		}

		added.Mentioned, err = s.mentionOf(ctx, b.categories, posted)
		return err
	})
	return added, err
}

// anew is the lines with notes and readings of their own.
func anew(lines []Line) []Line {
	all := slices.Clone(lines)
	for i := range all {
		all[i].Readings = slices.Clone(all[i].Readings)
		if all[i].bank != nil {
			note := *all[i].bank
			all[i].bank = &note
		}
	}
	return all
}

// replacedBy are the entries that go as those of a message come: those that the caller names, and
// the half of a transfer that is whole now.
func replacedBy(in api.QuickAdd, lines []Line) []int64 {
	all := in.Replaces
	for _, l := range lines {
		if l.bank != nil && l.bank.other != 0 {
			all = append(slices.Clone(all), l.bank.other)
		}
	}
	return all
}

// clear takes entries away as the beginning of an operation, locking them in the order of their ids.
func (s *Service) clear(ctx context.Context, ids []int64, operation string) error {
	who := actor.From(ctx)
	noted := Operation{FamilyID: who.FamilyID, ID: operation, UserID: who.UserID, CreatedAt: s.now()}
	for _, id := range slices.Sorted(slices.Values(ids)) {
		before, err := s.store.lock(ctx, who.FamilyID, id)
		if err != nil {
			return err
		}
		if err := s.replace(ctx, &before, nil); err != nil {
			return err
		}
		noted.Changes = append(noted.Changes, Change{ID: id, Before: &before, Gone: true})
	}
	return s.store.note(ctx, &noted)
}

// book gathers what names are looked up in.
func (s *Service) book(ctx context.Context) (b book, err error) {
	if b.today, err = s.today(ctx); err != nil {
		return b, err
	}
	all, err := s.accounts.All(ctx)
	if err != nil {
		return b, err
	}
	for _, a := range all {
		if a.Archived {
			b.archived = append(b.archived, a)
			continue
		}
		b.accounts = append(b.accounts, a)
	}
	b.categories, err = s.store.categories(ctx, actor.From(ctx).FamilyID)
	b.names = titles(b.categories)
	return b, err
}

// look turns a line's names into what they name, and holds it against the rules.
func (s *Service) look(ctx context.Context, b book, e entry.Entry) (Line, error) {
	who := actor.From(ctx)
	line := Line{Number: e.Line, Readings: e.Readings}
	from, err := b.account(e.Account, e.Amount.Currency)
	if err != nil {
		return line, err
	}
	t := Transaction{
		FamilyID: who.FamilyID, Kind: string(e.Kind), AccountID: from.ID, CreatedBy: who.UserID,
		Note: e.Note, Payee: e.Payee, Tags: normalTags(e.Tags), CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	if t.Amount, err = e.Amount.In(from.Currency); err != nil {
		return line, inAccount(err)
	}
	if t.Date, err = s.day(ctx, e.Date.String()); err != nil {
		return line, err
	}
	place := b.category(e)
	t.CategoryID, line.UnknownCategory = place.id, place.unknown
	line.Named, line.Likely = place.named, b.these(place.likely)
	t.chosen = e.Category != "" && t.CategoryID != nil
	if e.Kind == entry.Transfer {
		if err := receive(&t, b, e); err != nil {
			return line, err
		}
	}
	line.Transaction = t
	return line, t.check(s.now())
}

// receive looks up where a transfer arrives, and how much of it.
func receive(t *Transaction, b book, e entry.Entry) error {
	to, err := b.account(e.ToAccount, e.ToAmount.Currency)
	if err != nil {
		return err
	}
	t.ToAccountID = to.ID
	if e.ToAmount.IsZero() {
		if to.Currency != t.Amount.Currency {
			return ErrToAmount
		}
		t.ToAmount = t.Amount
		return nil
	}
	t.ToAmount, err = e.ToAmount.In(to.Currency)
	return inAccount(err)
}

// inAccount says of another currency that it is the account's which differs.
func inAccount(err error) error {
	if errors.Is(err, entry.ErrCurrency) || errors.Is(err, money.ErrCurrency) {
		return ErrCurrency
	}
	return err
}
