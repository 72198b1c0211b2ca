// Package transaction is money coming in, going out and moving, and what it was for.
package transaction

import (
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about categories.
var (
	ErrCategoryUnknown = errs.New(errs.NotFound, "category.unknown", "There is no such category")
	ErrCategoryTaken   = errs.New(errs.Refused, "category.name_taken", "Another category has this name")
	ErrCategoryKind    = errs.New(errs.Invalid, "category.kind", "The category is for the other kind of entry")
	ErrCategoryDepth   = errs.New(errs.Invalid, "category.depth", "Categories have two levels")
)

// Category says what an entry was for.
type Category struct {
	FamilyID  int64
	ID        int64 `gorm:"default:null"` // given by the database
	ParentID  *int64
	Kind      string
	Name      string
	Emoji     string
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

// starter is one category that a workspace begins with, in each language.
type starter struct {
	kind, emoji string
	names       map[string]string
}

var starters = []starter{
	{api.Expense, "🛒", map[string]string{"en": "Groceries", "ro": "Alimente", "ru": "Продукты"}},
	{api.Expense, "☕", map[string]string{"en": "Cafés and restaurants", "ro": "Cafenele și restaurante", "ru": "Кафе и рестораны"}},
	{api.Expense, "🚌", map[string]string{"en": "Transport", "ro": "Transport", "ru": "Транспорт"}},
	{api.Expense, "🏠", map[string]string{"en": "Home", "ro": "Locuință", "ru": "Жильё"}},
	{api.Expense, "💡", map[string]string{"en": "Utilities", "ro": "Utilități", "ru": "Коммунальные услуги"}},
	{api.Expense, "📱", map[string]string{"en": "Phone and internet", "ro": "Telefon și internet", "ru": "Связь и интернет"}},
	{api.Expense, "💊", map[string]string{"en": "Health", "ro": "Sănătate", "ru": "Здоровье"}},
	{api.Expense, "👕", map[string]string{"en": "Clothes", "ro": "Haine", "ru": "Одежда"}},
	{api.Expense, "🎬", map[string]string{"en": "Leisure", "ro": "Timp liber", "ru": "Развлечения"}},
	{api.Expense, "🎓", map[string]string{"en": "Education", "ro": "Educație", "ru": "Образование"}},
	{api.Expense, "🎁", map[string]string{"en": "Gifts", "ro": "Cadouri", "ru": "Подарки"}},
	{api.Expense, "📦", map[string]string{"en": "Other", "ro": "Altele", "ru": "Прочее"}},
	{api.Income, "💼", map[string]string{"en": "Salary", "ro": "Salariu", "ru": "Зарплата"}},
	{api.Income, "🧾", map[string]string{"en": "Business", "ro": "Afaceri", "ru": "Бизнес"}},
	{api.Income, "🎁", map[string]string{"en": "Gifts", "ro": "Cadouri", "ru": "Подарки"}},
	{api.Income, "📦", map[string]string{"en": "Other", "ro": "Altele", "ru": "Прочее"}},
}

// Starters are the categories of a new workspace, in a language.
func Starters(familyID int64, language string, now time.Time) []Category {
	all := make([]Category, 0, len(starters))
	for _, s := range starters {
		name, ok := s.names[language]
		if !ok {
			name = s.names["en"]
		}
		all = append(all, Category{FamilyID: familyID, Kind: s.kind, Name: name, Emoji: s.emoji, CreatedAt: now})
	}
	return all
}
