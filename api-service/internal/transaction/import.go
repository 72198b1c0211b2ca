package transaction

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"financebot/api-service/internal/statement"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about imports.
var (
	ErrImportUnknown = errs.New(errs.NotFound, api.CodeImportUnknown, "There is no such import, or its file is no longer kept")
	ErrImportGaveWay = errs.New(errs.NotFound, api.CodeImportGaveWay, "This file gave way to newer ones before it was booked; nothing of it was")
	ErrImportNoTable = errs.New(errs.Invalid, api.CodeImportNoTable, "This text is no table: each entry needs a line with its date and amount in columns, "+
		"separated by commas, semicolons, tabs or bars")
	ErrImportReady   = errs.New(errs.Conflict, api.CodeImportNotApplied, "This import was not booked yet")
	ErrImportUndone  = errs.New(errs.Conflict, api.CodeImportUndone, "This import was taken back before")
	ErrImportChanged = errs.New(errs.Conflict, api.CodeImportChanged, "Entries of this import were changed since")
	ErrImportFaulty  = errs.New(errs.Invalid, api.CodeImportFaults, "Lines of the file cannot be read; nothing was booked").On("file")
	ErrImportMissing = errs.New(errs.Invalid, api.CodeImportUnmapped, "Say first which columns hold the date and the amount").On("mapping")
	ErrImportNothing = errs.New(errs.Refused, api.CodeImportNothingNew, "All entries of this file are there already")
	ErrImportUndo    = errs.New(errs.Refused, api.CodeImportUndo, "This entry came with an import: delete it, or undo the import")
)

const (
	importLife  = 24 * time.Hour // of a file that nobody books
	importsHeld = 40             // files that wait for one user: the oldest gives way
	importRoom  = 48 << 20       // bytes of all that wait in a workspace, in which any file has room
	rowsShown   = 20             // of a preview
	faultsShown = 100
	memories    = 200 // of one workspace
)

// importFile is a file on its way into the ledger.
type importFile struct {
	FamilyID    int64
	ID          string
	UserID      int64
	Name        string
	Format      string // as it was given or found
	Encoding    string // as it was given
	AccountID   int64  // as it was given
	Content     []byte // nil once it is booked
	OperationID *string
	Total       int
	Booked      int
	Kept        int
	CreatedAt   time.Time
	AppliedAt   *time.Time
	UndoneAt    *time.Time
	DroppedAt   *time.Time // it gave way to newer ones
}

// TableName tells GORM the table.
func (importFile) TableName() string { return "imports" }

func (f importFile) status() string {
	switch {
	case f.UndoneAt != nil:
		return api.ImportUndone
	case f.AppliedAt != nil:
		return api.ImportApplied
	}
	return api.ImportReady
}

// gaveWay is err, or ErrImportGaveWay of a file that is no longer kept.
func (f importFile) gaveWay(err error) error {
	if err == nil && f.DroppedAt != nil {
		return ErrImportGaveWay
	}
	return err
}

// memory is how a file was read and what its names meant, for the next one like it.
type memory struct {
	Mapping    *api.ImportMapping `json:"mapping,omitempty"`
	AccountID  int64              `json:"account_id,omitempty"`
	Homes      []int64            `json:"homes,omitempty"` // all accounts that such files were of
	Accounts   map[string]int64   `json:"accounts,omitempty"`
	Categories map[string]int64   `json:"categories,omitempty"`
}

// fingerprint is the same for files that are read the same way: by the headings, or by the
// account that the file is about. Where no headings were found they may be the first line.
func fingerprint(s statement.Statement) []byte {
	headings := s.Headings
	if headings == nil && len(s.Cells) > 0 {
		headings = s.Cells[0]
	}
	parts := append([]string{s.Format, s.Source}, headings...)
	for i := range parts {
		parts[i] = strings.ToLower(strings.TrimSpace(parts[i]))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return sum[:]
}

// Draft is a row of a file as the entry it would be.
type Draft struct {
	Transaction
	Line       int
	home       int64  // the account whose file it is
	Category   string // as the file has it
	ExternalID string
	Duplicate  string // what it may be a duplicate of; empty: new
	State      string // of a row that the bank holds back: the word of the file
	parts      []string

	at     side         // what it does to the account whose file it is
	print  string       // by which it is known again
	match  int64        // the entry that it is, may be, or was
	noted  bool         // whether the ledger knows the row by its print
	alike  bool         // whether the entry looks the same
	like   *candidate   // the entry that it may be
	others []*candidate // with one of which it may be one transfer
	sure   bool         // whether it is one entry only, and no other row may be the same
}

// What a draft may be a duplicate of.
const (
	ofLedger  = api.DuplicateLedger
	ofFile    = api.DuplicateFile
	lookalike = api.DuplicateLookalike
	maybe     = api.DuplicateMaybe
	deleted   = api.DuplicateDeleted
	summary   = api.DuplicateSummary
)

// likeness is the same for entries that people would take for the same.
func (d Draft) likeness() string { return likeness(d.Transaction) }

func likeness(t Transaction) string {
	words := strings.Join(strings.Fields(strings.ToLower(t.Payee+" "+t.Note)), " ")
	if t.Kind == api.Transfer { // each of the two accounts' files has its own words for it
		words = ""
	}
	return fmt.Sprint(t.Kind, t.AccountID, " ", t.ToAccountID, " ", t.Amount.Minor, " ", t.Date.Format(api.DateForm), " ", words)
}

// errChanged tells how many entries keep an import from being taken back.
func errChanged(n int) error {
	return ErrImportChanged.Saying(fmt.Sprintf("Entries of this import were changed since: %d", n))
}

// faulty tells the first faults of a file, each with its line.
func faulty(problems []api.ImportProblem) error {
	e := *ErrImportFaulty
	first := problems[0]
	e.Message = fmt.Sprintf("Line %d: %s Nothing was booked.", first.Line, first.Message)
	for _, p := range problems[:min(len(problems), faultsShown)] {
		e.Fields = append(e.Fields, errs.Field{Field: fmt.Sprintf("line %d", p.Line), Code: p.Code, Message: p.Message})
	}
	return &e
}
