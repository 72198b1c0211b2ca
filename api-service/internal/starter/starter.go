// Package starter knows the categories that a workspace begins with: what they are called in each
// language, and the words that people use for what belongs in them.
package starter

import (
	"slices"

	"financebot/pkg/api"
)

// Category is one of them. Its key and its kind tell it from the others, whatever it is called.
type Category struct {
	Key, Kind, Emoji string

	names [3]string // in the order of api.Languages
}

var starters = []Category{
	{"groceries", api.Expense, "🛒", [3]string{"Groceries", "Alimente", "Продукты"}},
	{"cafes", api.Expense, "☕", [3]string{"Cafés and restaurants", "Cafenele și restaurante", "Кафе и рестораны"}},
	{"transport", api.Expense, "🚌", [3]string{"Transport", "Transport", "Транспорт"}},
	{"home", api.Expense, "🏠", [3]string{"Home", "Locuință", "Жильё"}},
	{"utilities", api.Expense, "💡", [3]string{"Utilities", "Utilități", "Коммунальные услуги"}},
	{"phone", api.Expense, "📱", [3]string{"Phone and internet", "Telefon și internet", "Связь и интернет"}},
	{"health", api.Expense, "💊", [3]string{"Health", "Sănătate", "Здоровье"}},
	{"clothes", api.Expense, "👕", [3]string{"Clothes", "Haine", "Одежда"}},
	{"leisure", api.Expense, "🎬", [3]string{"Leisure", "Timp liber", "Развлечения"}},
	{"education", api.Expense, "🎓", [3]string{"Education", "Educație", "Образование"}},
	{"gifts", api.Expense, "🎁", [3]string{"Gifts", "Cadouri", "Подарки"}},
	{"other", api.Expense, "📦", [3]string{"Other", "Altele", "Прочее"}},
	{"salary", api.Income, "💼", [3]string{"Salary", "Salariu", "Зарплата"}},
	{"business", api.Income, "🧾", [3]string{"Business", "Afaceri", "Бизнес"}},
	{"gifts", api.Income, "🎁", [3]string{"Gifts", "Cadouri", "Подарки"}},
	{"other", api.Income, "📦", [3]string{"Other", "Altele", "Прочее"}},
}

// Categories are all of them, in the order in which they are shown.
func Categories() []Category { return append([]Category(nil), starters...) }

// Name is what a category is called in a language, in English where the language is none of ours.
func (c Category) Name(language string) string {
	for i, l := range api.Languages {
		if l == language {
			return c.names[i]
		}
	}
	return c.names[0]
}

// IsNamed reports whether this is what a category is called in some language.
func (c Category) IsNamed(name string) bool { return slices.Contains(c.names[:], name) }

// Of is the category of a key.
func Of(kind, key string) (Category, bool) {
	return only(func(c Category) bool { return c.Kind == kind && c.Key == key })
}

// Named is the category that is called so in some language.
func Named(kind, name string) (Category, bool) {
	return only(func(c Category) bool { return c.Kind == kind && c.IsNamed(name) })
}

func only(is func(Category) bool) (Category, bool) {
	if at := slices.IndexFunc(starters, is); at >= 0 {
		return starters[at], true
	}
	return Category{}, false
}
