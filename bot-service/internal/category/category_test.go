package category_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// names are all categories, those below others behind them.
func names(b *bottest.Bot) string {
	parents := map[int64]string{}
	var all []string
	for _, c := range b.API.Categories() {
		parents[c.ID] = c.Name
		name := c.Emoji + c.Name
		if c.ParentID != nil {
			name = parents[*c.ParentID] + "/" + name
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func TestCategoriesAreShownByKindAndLevel(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	food := int64(1)
	b.API.AddCategory(api.Category{ID: 9, Kind: api.Expense, Name: "Bakery", Emoji: "🥐", ParentID: &food})
	for lang, say := range map[string]struct{ command, title, other, incomes string }{
		"en": {"/categories", "3 expense categories", "Income", "1 income category"},
		"ro": {"/categorii", "3 categorii de cheltuieli", "Venituri", "1 categorie de venituri"},
		"ru": {"/категории", "3 категории расходов", "Доходы", "1 категория доходов"},
	} {
		p := b.User(lang)
		m := b.Ask(p, say.command)
		bottest.Holds(t, m.Text, say.title, "🍔 Food\n      🥐 Bakery\n🏠 Home")
		bottest.Holds(t, b.Tap(p, m, say.other, say.incomes).Text, "💼 Salary")
	}
}

func TestLongListsHavePages(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for i := range int64(30) {
		b.API.AddCategory(api.Category{ID: 50 + i, Kind: api.Expense, Name: "Thing " + string(rune('A'+i))})
	}
	p := b.User("en")
	m := b.Ask(p, "/categories")
	m = b.Tap(p, m, "More categories »", "Thing P")
	if _, ok := m.Button("🍔 Food"); ok {
		t.Errorf("the second page has %q", m.Buttons())
	}
}

func TestCategoryIsAddedAndRenamedByItsTypedName(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string]struct{ add, ask, isName, rename, below string }{
		"en": {"➕ New category", "What should the new category be called", "It is the name", "Rename", "➕ Subcategory"},
		"ro": {"➕ Categorie nouă", "Cum se va numi", "E numele", "Redenumește", "➕ Subcategorie"},
		"ru": {"➕ Новая категория", "Как назвать", "Это название", "Переименовать", "➕ Подкатегория"},
	} {
		p := b.User(lang)
		b.Tap(p, b.Ask(p, "/categories"), say.add, say.ask)
		m := b.Tap(p, b.Ask(p, "☕ 7 seas "+lang), say.isName, "☕ 7 seas "+lang+"\n")
		below := b.Tap(p, m, say.below, map[string]string{"en": "subcategory of “", "ro": "din „", "ru": "в «"}[lang]+"☕ 7 seas "+lang)
		bottest.Holds(t, below.Text, lang)
		b.Ask(p, "Deep "+lang)
		b.Tap(p, m, say.rename, map[string]string{"en": "from now on", "ro": "de acum", "ru": "Как теперь"}[lang])
		bottest.Holds(t, b.Ask(p, "Oceans "+lang).Text, "☕ Oceans "+lang)
	}
	for _, lang := range []string{"en", "ro", "ru"} {
		bottest.Holds(t, names(b), "☕Oceans "+lang, "Oceans "+lang+"/Deep "+lang)
	}
	if n := len(b.API.Entries()); n != 0 {
		t.Errorf("%d entries were booked", n)
	}
}

func TestNameMayBeRefusedOrLeft(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	asks := b.Tap(p, b.Ask(p, "/categories"), "➕ New category", "What should")
	bottest.Holds(t, b.Ask(p, "!!!").Text, "40 characters at most")
	bottest.Holds(t, b.Ask(p, "food").Text, "already have a category with this name")
	b.Stop()
	b.Run() // the question outlives the bot
	b.Tap(p, asks, "Cancel", "Cancelled")
	bottest.Holds(t, b.Ask(p, "Travel").Text, "I did not get that")
	if got := names(b); got != "🍔Food 🏠Home 💼Salary" {
		t.Errorf("categories %s", got)
	}
}

func TestMergeNamesWhatMovesAndAsks(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ of, merge, into, ask, no, yes, done string }{
		"en": {"An expense category.", "Merge into …", "take everything from", "2 entries of 🍔 Food move to 🏠 Home", "No", "Yes, merge", "🍔 Food is now part of 🏠 Home"},
		"ro": {"O categorie de cheltuieli.", "Unește cu …", "să preia", "2 tranzacții din 🍔 Food se mută în 🏠 Home", "Nu", "Da, unește", "face acum parte din 🏠 Home"},
		"ru": {"Категория расходов.", "Объединить с …", "перенести", "2 записи из «🍔 Food» перейдут в «🏠 Home»", "Нет", "Да, объединить", "теперь часть категории «🏠 Home»"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			b.Ask(p, "12.50 bread !food\n7 cheese !food\n3 nails !home")
			m := b.Tap(p, b.Ask(p, "/categories"), "🍔 Food", say.of)
			m = b.Tap(p, m, say.merge, say.into)
			if _, ok := m.Button("💼 Salary"); ok {
				t.Errorf("a category of income is offered: %q", m.Buttons())
			}
			m = b.Tap(p, m, "🏠 Home", say.ask)
			m = b.Tap(p, m, say.no, say.of)
			if n := b.API.Calls("POST /categories/{id}/merge"); n != 0 {
				t.Errorf("merged %d times without a yes", n)
			}
			m = b.Tap(p, m, say.merge, say.into)
			m = b.Tap(p, m, "🏠 Home", say.ask)
			done := b.Tap(p, m, say.yes, say.done)
			if got := names(b); got != "🏠Home 💼Salary" || len(done.Buttons()) != 0 {
				t.Errorf("categories %s, %q", got, done.Buttons())
			}
			for _, e := range b.API.Entries() {
				if e.CategoryID == nil || *e.CategoryID != 2 {
					t.Errorf("%s did not move", e.Note)
				}
			}
		})
	}
}

func TestMergeOffersOnlyWhatCanTakeItIn(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	food, home := int64(1), int64(2)
	b.API.AddCategory(api.Category{ID: 9, Kind: api.Expense, Name: "Bakery", Emoji: "🥐", ParentID: &food})
	b.API.AddCategory(api.Category{ID: 10, Kind: api.Expense, Name: "Garden", Emoji: "🌳", ParentID: &home})
	b.API.AddCategory(api.Category{ID: 11, Kind: api.Expense, Name: "Fun", Emoji: "🎈"})
	for from, want := range map[string]string{
		"🍔 Food": "🏠 Home 🎈 Fun", "🥐 Bakery": "🍔 Food 🏠 Home 🌳 Garden 🎈 Fun", "🎈 Fun": "🍔 Food 🥐 Bakery 🏠 Home 🌳 Garden",
	} {
		p := b.User("en")
		m := b.Tap(p, b.Ask(p, "/categories"), from, "An expense category.")
		m = b.Tap(p, m, "Merge into …", "take everything from")
		if got := strings.Join(m.Buttons(), " "); !strings.HasPrefix(got, want+" ") {
			t.Errorf("%s: offered %q, want %q", from, got, want)
		}
	}
}

func TestDepthIsExplained(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Refuse("POST /categories", errs.New(errs.Invalid, "category.depth", ""))
	for lang, say := range map[string]struct{ add, ask, why string }{
		"en": {"➕ New category", "What should", "two levels"},
		"ro": {"➕ Categorie nouă", "Cum se va numi", "două niveluri"},
		"ru": {"➕ Новая категория", "Как назвать", "два уровня"},
	} {
		p := b.User(lang)
		b.Tap(p, b.Ask(p, "/categories"), say.add, say.ask)
		bottest.Holds(t, b.Ask(p, "Travel").Text, say.why)
	}
}

func TestCountBeginsAnewWithANewToken(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	lines := strings.TrimSuffix(strings.Repeat("1 bread !food\n", 50), "\n")
	for range 5 {
		b.Ask(p, lines)
	}
	m := b.Tap(p, b.Ask(p, "/categories"), "🍔 Food", "An expense category.")
	m = b.Tap(p, m, "Merge into …", "take everything from")
	b.API.RevokeAt("GET /transactions", 2)
	b.Tap(p, m, "🏠 Home", "250 entries of 🍔 Food move")
}

func TestLastAnswerIsAnsweredAfterAStop(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Tap(p, b.Ask(p, "/categories"), "➕ New category", "called")
	b.StopUnheard("POST /categories", func() { p.Send("Seven seas") })
	b.Run()
	b.Says(p, "An expense category.")
	if got := names(b); got != "🍔Food 🏠Home 💼Salary Seven seas" || len(b.API.Entries()) != 0 {
		t.Errorf("categories %s, entries %v", got, b.API.Entries())
	}
}
