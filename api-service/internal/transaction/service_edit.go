package transaction

import (
	"context"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Edit is an edited message beside what it was before, and the entries that it was booked as.
type Edit struct {
	Lines     []Line
	Before    []Line // empty where that text cannot be read any more
	Entries   []Transaction
	Mentioned *api.Mentioned
}

// ReadEdit reads an edited message and what it was before, each by its text alone: a category that
// was learned from the entry's own card would else look like one that the words name. It changes
// nothing, and gives what is wrong with the new text.
func (s *Service) ReadEdit(ctx context.Context, in api.ReadEdit) (e Edit, err error) {
	if in.Text != "" {
		if e.Lines, e.Before, err = s.readBoth(ctx, in); err != nil {
			return e, err
		}
	}

	if e.Entries, err = s.store.among(ctx, actor.From(ctx).FamilyID, in.Entries); err != nil {
		return e, err
	}
	e.Mentioned, err = s.mention(ctx, e.Entries...)
	return e, err
}

func (s *Service) readBoth(ctx context.Context, in api.ReadEdit) (now, before []Line, err error) {
	b, err := s.book(ctx)
	if err != nil {
		return nil, nil, err
	}
	if now, err = s.read(ctx, b, api.QuickAdd{Text: in.Text, Language: in.Language, Literal: true}); err != nil {
		return nil, nil, err
	}

	was := api.QuickAdd{Text: in.Before, Language: in.Language, Literal: true}
	before, err = s.read(ctx, b, was)
	if errs.As(err) != nil { // an account may be archived by now
		before, err = s.read(ctx, b.withArchived(), was)
	}
	if refused := errs.As(err); refused != nil {
		before, err = nil, nil // an account has another name by now
	}
	return now, before, err
}
