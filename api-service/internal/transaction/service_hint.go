package transaction

import (
	"context"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/entry"
)

// learn remembers the categories that somebody chose for the words of entries, and forgets what
// was remembered where he took one away. It is done within the change that holds the choice, and
// an undo does not unlearn it: what was known before is not kept, and the next choice says more.
func (s *Service) learn(ctx context.Context, entries ...Transaction) error {
	family, chosen := actor.From(ctx).FamilyID, map[Cue]int64{}
	for _, t := range entries {
		cues, category := t.lesson()
		for _, cue := range cues {
			if category != nil {
				chosen[cue] = *category
				continue
			}
			if err := s.store.forget(ctx, family, cue); err != nil {
				return err
			}
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	return s.store.learn(ctx, family, chosen, s.now())
}

// recall gives what is remembered for those entries that neither name a category nor are called like one.
func (s *Service) recall(ctx context.Context, b book, entries []entry.Entry) (map[Cue]int64, error) {
	var cues []Cue
	for _, e := range entries {
		if b.called(e).named {
			continue
		}
		cues = append(cues, cuesOf(string(e.Kind), e.Note, e.Payee)...)
	}
	if len(cues) == 0 {
		return map[Cue]int64{}, nil
	}
	return s.store.hints(ctx, actor.From(ctx).FamilyID, distinctCues(cues))
}

// cuesOf are all that the category of an entry may be remembered by.
func cuesOf(kind, note, payee string) []Cue {
	var cues []Cue
	if cue, ok := newCue(kind, note, payee); ok {
		cues = append(cues, cue)
	}
	for _, text := range []string{note, payee} {
		cues = append(cues, wordCues(kind, text)...)
	}
	return cues
}

// EachHint gives all that is remembered in the workspace to take.
func (s *Service) EachHint(ctx context.Context, take func(api.CategoryHint) error) error {
	for after := (Cue{}); ; {
		page, err := s.store.hintsAfter(ctx, actor.From(ctx).FamilyID, after, exportPage)
		if err != nil {
			return err
		}
		for _, h := range page {
			if err := take(hintToAPI(h)); err != nil {
				return err
			}
			after = h.Cue
		}
		if len(page) < exportPage {
			return nil
		}
	}
}

// distinctCues is each cue once: the lines of a message often say the same.
func distinctCues(cues []Cue) []Cue {
	seen := make(map[Cue]bool, len(cues))
	var once []Cue
	for _, c := range cues {
		if !seen[c] {
			seen[c] = true
			once = append(once, c)
		}
	}
	return once
}
