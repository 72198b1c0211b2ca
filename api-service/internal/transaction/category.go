// Package transaction is money coming in, going out and moving, and what it was for.
package transaction

import (
	"strings"
	"time"

	"financebot/api-service/internal/starter"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about categories.
var (
	ErrCategoryUnknown = errs.New(errs.NotFound, api.CodeCategoryUnknown, "There is no such category")
	ErrCategoryTaken   = errs.New(errs.Refused, api.CodeCategoryNameTaken, "Another category has this name")
	ErrCategoryKind    = errs.New(errs.Invalid, api.CodeCategoryKind, "The category is for the other kind of entry").On("category_id")
	ErrCategoryDepth   = errs.New(errs.Invalid, api.CodeCategoryDepth, "Categories have two levels").On("parent_id")
)

// Category says what an entry was for.
type Category struct {
	FamilyID  int64
	ID        int64 `gorm:"default:null"` // given by the database
	ParentID  *int64
	Kind      string
	Name      string
	Emoji     string
	Starter   string // the key of the one that it began as, if it did
	CreatedAt time.Time
}

// newCategory reads a new category; below another one it must be of its kind.
func newCategory(in api.CreateCategory, familyID int64, parent *Category, now time.Time) (Category, error) {
	c := Category{
		FamilyID: familyID, Kind: in.Kind, Name: strings.TrimSpace(in.Name), Emoji: strings.TrimSpace(in.Emoji), CreatedAt: now,
	}
	if parent == nil {
		return c, nil
	}
	if parent.Kind != in.Kind {
		return c, ErrCategoryKind
	}
	if parent.ParentID != nil {
		return c, ErrCategoryDepth
	}
	c.ParentID = &parent.ID
	return c, nil
}

// Starters are the categories of a new workspace, in a language.
func Starters(familyID int64, language string, now time.Time) []Category {
	known := starter.Categories()
	all := make([]Category, 0, len(known))
	for _, k := range known {
		all = append(all, Category{
			FamilyID: familyID, Kind: k.Kind, Name: k.Name(language), Emoji: k.Emoji, Starter: k.Key, CreatedAt: now,
		})
	}
	return all
}

// began gives the category that this one was when the workspace began, whatever it is called now,
// and whether it has that one's name still, in whatever language.
func (c Category) began() (as starter.Category, known, named bool) {
	switch {
	case c.ParentID != nil:
		return as, false, false
	case c.Starter == "":
		as, known = starter.Named(c.Kind, c.Name)
		return as, known, known
	}
	as, known = starter.Of(c.Kind, c.Starter)
	return as, known, as.IsNamed(c.Name)
}
