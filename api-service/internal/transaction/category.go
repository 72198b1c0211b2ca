// Package transaction is money coming in, going out and moving, and what it was for.
package transaction

import "time"

// Kinds of categories.
const (
	Income  = "income"
	Expense = "expense"
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

// starter is one category that a workspace begins with, in each language.
type starter struct {
	kind, emoji string
	names       map[string]string
}

var starters = []starter{
	{Expense, "🛒", map[string]string{"en": "Groceries", "ro": "Alimente", "ru": "Продукты"}},
	{Expense, "☕", map[string]string{"en": "Cafés and restaurants", "ro": "Cafenele și restaurante", "ru": "Кафе и рестораны"}},
	{Expense, "🚌", map[string]string{"en": "Transport", "ro": "Transport", "ru": "Транспорт"}},
	{Expense, "🏠", map[string]string{"en": "Home", "ro": "Locuință", "ru": "Жильё"}},
	{Expense, "💡", map[string]string{"en": "Utilities", "ro": "Utilități", "ru": "Коммунальные услуги"}},
	{Expense, "📱", map[string]string{"en": "Phone and internet", "ro": "Telefon și internet", "ru": "Связь и интернет"}},
	{Expense, "💊", map[string]string{"en": "Health", "ro": "Sănătate", "ru": "Здоровье"}},
	{Expense, "👕", map[string]string{"en": "Clothes", "ro": "Haine", "ru": "Одежда"}},
	{Expense, "🎬", map[string]string{"en": "Leisure", "ro": "Timp liber", "ru": "Развлечения"}},
	{Expense, "🎓", map[string]string{"en": "Education", "ro": "Educație", "ru": "Образование"}},
	{Expense, "🎁", map[string]string{"en": "Gifts", "ro": "Cadouri", "ru": "Подарки"}},
	{Expense, "📦", map[string]string{"en": "Other", "ro": "Altele", "ru": "Прочее"}},
	{Income, "💼", map[string]string{"en": "Salary", "ro": "Salariu", "ru": "Зарплата"}},
	{Income, "🧾", map[string]string{"en": "Business", "ro": "Afaceri", "ru": "Бизнес"}},
	{Income, "🎁", map[string]string{"en": "Gifts", "ro": "Cadouri", "ru": "Подарки"}},
	{Income, "📦", map[string]string{"en": "Other", "ro": "Altele", "ru": "Прочее"}},
}

// newStarters are the categories of a new workspace.
func newStarters(familyID int64, language string, now time.Time) []Category {
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
