package transaction

import "context"

// markDuplicates finds drafts that the ledger has, has had or may have, or that come twice in
// the file.
func (s *Service) markDuplicates(ctx context.Context, p *plan) error {
	for i := range p.drafts {
		p.drafts[i].sign()
	}
	if len(p.drafts) == 0 {
		return nil
	}
	lines, err := s.store.linesLike(ctx, p.familyID, p.drafts)
	if err != nil {
		return err
	}
	entries, err := s.store.entriesNear(ctx, p.familyID, p.drafts)
	if err != nil {
		return err
	}
	newMatcher(p.Format, p.drafts, lines, entries).match()
	return ctx.Err()
}

// findHome looks in the books for the account whose rows a file has, where nobody said whose it is:
// the headings of a bank are the same for all accounts there.
func (s *Service) findHome(ctx context.Context, p *plan) error {
	if !p.mayMove() {
		return nil
	}
	heirs := p.heirs(p.sample())
	lines, err := s.store.linesLike(ctx, p.familyID, heirs)
	if err != nil {
		return err
	}
	entries, err := s.store.entriesNear(ctx, p.familyID, heirs)
	if err != nil {
		return err
	}
	if p.settleByRows(heirs, lines, entries); p.moved {
		p.draft()
	}
	return nil
}

// note remembers the entries that rows were found to be without any doubt, so that they are
// known again also where nothing of the file is booked and they are changed later.
func (s *Service) note(ctx context.Context, p *plan) error {
	var rows []recognised
	for _, d := range p.drafts {
		if d.alike && !d.noted {
			rows = append(rows, recognisedAs(d, d.match))
		}
	}
	return s.store.recognise(ctx, p.familyID, "", p.Format, rows)
}
