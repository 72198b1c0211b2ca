package file

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// maxRounds bounds how often a file is looked at to find all of its lines that cannot be read: a
// preview names a hundred of them.
const maxRounds = 20

// book books a file as it was shown.
func (f Feature) book(ctx context.Context, t *telegram.Turn) error {
	return f.booking(ctx, t, func(a *answers) error { return nil })
}

// bookRest books a file but for its lines that cannot be read.
func (f Feature) bookRest(ctx context.Context, t *telegram.Turn) error {
	return f.booking(ctx, t, func(a *answers) error {
		for range maxRounds {
			found, err := f.preview(ctx, t, a.Plan)
			if err != nil {
				return err
			}
			if len(found.Problems) == 0 {
				return nil
			}
			for _, p := range found.Problems {
				if !slices.Contains(a.Plan.SkipLines, p.Line) {
					a.Plan.SkipLines = append(a.Plan.SkipLines, p.Line)
				}
			}
		}
		return errFaulty
	})
}

var errFaulty = errs.New(errs.Refused, api.CodeImportFaulty, "Too many lines cannot be read")

// booking settles the plan, once, and books the file by it. The key is made of the import and its
// step, so that two taps, or one that is handled again, book once and get the same answer.
func (f Feature) booking(ctx context.Context, t *telegram.Turn, settle func(*answers) error) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	if b.step != a.Step || a.Done != nil {
		return f.look(ctx, t, a, t.Redraw)
	}
	if !a.Booking {
		if err := settle(&a); err != nil {
			return err
		}
		a.Booking = true
		f.Memory.save(ctx, t.Chat, a)
	}

	if a.New > 0 {
		t.GoesOn(t.Words.Count("file.importing", a.New))
	}
	var done api.Import
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.Once("tg-import-"+a.Plan.ID+"-"+strconv.Itoa(a.Step)).ApplyImport(ctx, a.Plan)
		return err
	})
	if gone(err) {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}
	if err != nil {
		return f.refused(ctx, t, a, err)
	}
	a.Done = &done
	f.Memory.save(ctx, t.Chat, a)
	return f.showDone(ctx, t, done)
}

// refused opens the questions about a file again where the API says surely that it was not booked.
func (f Feature) refused(ctx context.Context, t *telegram.Turn, a answers, err error) error {
	if !client.Unclear(err) {
		a.Booking, a.Plan.SkipLines = false, nil
		a.Step++ // the key of this step has been answered
		f.Memory.save(ctx, t.Chat, a)
	}
	return err
}

func (f Feature) showDone(ctx context.Context, t *telegram.Turn, done api.Import) error {
	if done.Status == api.ImportUndone {
		return t.Redraw(ctx, undone(t.Words, done))
	}
	shown, err := applied(t.Words, done)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

func (f Feature) drop(ctx context.Context, t *telegram.Turn) error {
	return t.Say(ctx, telegram.Reply{Text: t.Words.Say("file.dropped")})
}

// undo takes a whole import back, but for what was changed since.
func (f Feature) undo(ctx context.Context, t *telegram.Turn) error {
	id, _, _ := strings.Cut(t.With, ".")
	t.GoesOn(t.Words.Say("file.undoing"))
	var done api.Import
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.UndoImport(ctx, api.UndoImport{ID: id, Changed: api.ChangedKeep})
		return err
	})
	if e := errs.As(err); e != nil && e.Code == api.CodeImportUndone {
		return t.Toast(ctx, t.Words.Say("tap.settled"))
	}
	if err != nil {
		return err
	}
	return t.Say(ctx, undone(t.Words, done))
}
