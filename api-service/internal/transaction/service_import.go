package transaction

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/statement"
	"financebot/pkg/api"
)

// Preview is an import with what its file would become; the plan is nil once it was booked.
type Preview struct {
	importFile
	plan *plan
	sums sums // of what would be, or just was, booked

	skipped int // rows that were there already when the others were booked
}

// Import takes a file in and tells what is in it. Nothing is booked. It gives what is wrong
// with the file as a whole, or account.ErrUnknown.
func (s *Service) Import(ctx context.Context, in api.ImportFile) (Preview, error) {
	who := actor.From(ctx)
	f := importFile{
		FamilyID: who.FamilyID, ID: uuid.NewString(), UserID: who.UserID, Name: cmp.Or(api.FileName(in.Name), api.FileName(in.File.Name), "statement"),
		Format: in.Format, Encoding: in.Encoding, AccountID: in.AccountID, Content: in.File.Content, CreatedAt: s.now(),
	}
	p, err := s.plan(ctx, f, api.ImportPlan{})
	if err != nil {
		return Preview{}, err
	}
	f.Format, f.Total = p.Format, p.total()
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.note(ctx, p); err != nil {
			return err
		}
		if err := s.store.createImport(ctx, f); err != nil {
			return err
		}
		return s.store.dropImports(ctx, f.FamilyID, f.CreatedAt)
	})
	return Preview{importFile: f, plan: p, sums: p.sums()}, err
}

// Imports gives a page of imports, newest first, and the cursor of the next, empty at the end.
func (s *Service) Imports(ctx context.Context, in api.ImportFilter) ([]Preview, string, error) {
	after, err := readImportPlace(in.Cursor)
	if err != nil {
		return nil, "", err
	}
	limit, next := cmp.Or(in.Limit, defaultLimit), ""
	files, err := s.store.imports(ctx, actor.From(ctx).FamilyID, after, limit)
	if len(files) > limit {
		files = files[:limit]
		next = files[limit-1].place().String()
	}
	all := make([]Preview, 0, len(files))
	for _, f := range files {
		all = append(all, Preview{importFile: f})
	}
	return all, next, err
}

// readImportPlace reads a cursor of imports or gives ErrCursor.
func readImportPlace(text string) (cursor.Moment, error) {
	after, err := cursor.ParseMoment(text, ErrCursor)
	if err == nil && text != "" && !postgres.IsUUID(after.ID) {
		return cursor.Moment{}, ErrCursor
	}
	return after, err
}

// EachImport gives all imports of the workspace to take, newest first.
func (s *Service) EachImport(ctx context.Context, take func(api.Import) error) error {
	for in := (api.ImportFilter{Limit: exportPage}); ; {
		page, next, err := s.Imports(ctx, in)
		if err != nil {
			return err
		}
		for _, p := range page {
			if err := take(importToAPI(p)); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		in.Cursor = next
	}
}

// PreviewImport looks at a file by another plan, and books nothing. It gives ErrImportUnknown,
// account.ErrUnknown, account.ErrArchived or ErrCategoryUnknown.
func (s *Service) PreviewImport(ctx context.Context, in api.ImportPlan) (Preview, error) {
	f, err := s.importNamed(ctx, in.ID)
	if err != nil || f.status() != api.ImportReady {
		return Preview{importFile: f}, err
	}
	p, err := s.plan(ctx, f, in)
	if err != nil {
		return Preview{}, err
	}
	return Preview{importFile: f, plan: p, sums: p.sums()}, s.note(ctx, p)
}

func (s *Service) importNamed(ctx context.Context, id string) (importFile, error) {
	if !postgres.IsUUID(id) {
		return importFile{}, ErrImportUnknown
	}
	return s.store.importNamed(ctx, actor.From(ctx).FamilyID, id)
}

// plan reads a file and finds out what its rows mean here.
func (s *Service) plan(ctx context.Context, f importFile, in api.ImportPlan) (*plan, error) {
	who := actor.From(ctx)
	if in.AccountID == 0 {
		in.AccountID = f.AccountID
	}
	accounts, err := s.accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.readImport(ctx, f, in, currencies(accounts, in.AccountID))
	if err != nil {
		return nil, err
	}
	if err := p.checkTable(f.Content); err != nil {
		return nil, err
	}
	p.accounts = accounts
	p.familyID, p.userID, p.now = who.FamilyID, who.UserID, s.now()
	categories, err := s.store.categories(ctx, who.FamilyID)
	if err != nil {
		return nil, err
	}
	p.categories = indexCategories(categories)
	if err := p.check(); err != nil {
		return nil, err
	}
	p.draft()
	if err := s.findHome(ctx, p); err != nil {
		return nil, err
	}
	if err := s.categorize(ctx, p, categories); err != nil {
		return nil, err
	}
	if err := s.markDuplicates(ctx, p); err != nil {
		return nil, err
	}
	return p, p.checkSides()
}

// currencies are those of the accounts that are open, that of the file's account first.
func currencies(accounts []api.Account, home int64) []string {
	var all []string
	for _, a := range accounts {
		if a.ID == home {
			all = append(all, a.Currency)
		}
	}
	for _, a := range accounts {
		if !a.Archived && !slices.Contains(all, a.Currency) {
			all = append(all, a.Currency)
		}
	}
	return all
}

// readImport reads the file as the plan says and, where it says nothing, as the last file of
// its sort was read.
func (s *Service) readImport(ctx context.Context, f importFile, in api.ImportPlan, kept []string) (*plan, error) {
	p := &plan{in: in}
	options := statement.Options{Format: f.Format, Encoding: f.Encoding, Currencies: kept}
	if in.Mapping != nil {
		options.Mapping = *in.Mapping
	}
	var err error
	if p.Statement, err = statement.Read(ctx, f.Content, options); err != nil {
		return nil, err
	}
	if p.memory, p.remembered, err = s.store.memory(ctx, actor.From(ctx).FamilyID, fingerprint(p.Statement)); err != nil {
		return nil, err
	}
	last := p.memory.Mapping
	if in.Mapping != nil || last == nil || len(last.Columns) != len(p.Mapping.Columns) {
		return p, nil
	}
	open := len(p.Unsure) + len(p.Missing)
	options.Remembered = *last
	options.Mapping = api.ImportMapping{Columns: last.Columns, OutWords: last.OutWords, InWords: last.InWords, HeldWords: last.HeldWords}
	if slices.Contains(p.Unsure, api.UnsureEncoding) {
		options.Mapping.Encoding = last.Encoding
	}
	if options.Mapping.HeaderLine = p.Mapping.HeaderLine; p.Headings == nil {
		options.Mapping.HeaderLine = last.HeaderLine
	}
	p.Statement, err = statement.Read(ctx, f.Content, options)
	p.settled = open > len(p.Unsure)+len(p.Missing)
	return p, err
}
