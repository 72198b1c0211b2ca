package transaction

import (
	"testing"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestEntityIsItsTable(t *testing.T) {
	t.Parallel()
	pgtest.SameColumns[Category](t, "categories")
	pgtest.SameColumns[Hint](t, "category_hints")
	pgtest.SameColumns[importFile](t, "imports")
	pgtest.SameColumns[Attachment](t, "attachments")
}

func TestMappingLeavesNothingOut(t *testing.T) {
	t.Parallel()
	pgtest.Whole(t, categoryToAPI(pgtest.Filled[Category]()))
	pgtest.Whole(t, hintToAPI(pgtest.Filled[Hint]()))
	pgtest.Whole(t, toAPI(pgtest.Filled[Transaction]()), "OperationID", "Mentioned")
	pgtest.Whole(t, attachmentToAPI(pgtest.Filled[Attachment]()))
	pgtest.Whole(t, changed(Changed{pgtest.Filled[Transaction](), "operation", &api.Mentioned{}}))
	seen := []string{"Mapping", "Remembered", "Headings", "Cells", "Missing", "Unsure", "Accounts", "Categories", "Rows", "Problems",
		"Duplicates", "Lookalikes", "Zero", "Faults", "Choices", "Doubts", "Deleted", "Maybe", "Transfers", "Joined", "Held", "HeldRows",
		"Summaries", "Settled", "AccountKnown", "AccountChoices", "Sums", "From", "To"} // what only a file tells that was not booked yet
	pgtest.Whole(t, importToAPI(Preview{importFile: pgtest.Filled[importFile]()}), seen...)
}
