package entry

import "strings"

// Account is what a message can name: "from cash to card". The first of several is the default one.
type Account struct {
	Name     string
	Kind     string // cash, card, bank … : "@card" is the only card, whatever its name
	Currency string
}

// minStem is how many letters of a name must be the same where its ending is another.
const minStem = 4

// maxEnding is how many letters the endings of one name can have: налич-ные, налич-ных.
const maxEnding = 3

// FindAccount is the one account that a name means: its name, or the only one that begins so, or the
// only one of that kind, or the only one whose name is the same but for its ending.
func FindAccount(accounts []Account, name string) (at int, ok bool) {
	return findAccount(accounts, name, true)
}

// findAccount takes the beginning of a name for the whole only where that is said to be a name: a
// new car is not paid by card.
func findAccount(accounts []Account, name string, begun bool) (at int, ok bool) {
	name = tidy(fold(name))
	if name == "" {
		return 0, false
	}
	kind := or(accountKinds[name], name)
	for _, is := range [...]func(Account) bool{
		func(a Account) bool { return tidy(fold(a.Name)) == name },
		func(a Account) bool { return begun && strings.HasPrefix(tidy(fold(a.Name)), name) },
		func(a Account) bool { return a.Kind == kind },
		func(a Account) bool { return sameStem(tidy(fold(a.Name)), name) },
	} {
		if at, ok := theOnly(accounts, is); ok {
			return at, true
		}
	}
	return 0, false
}

func theOnly(accounts []Account, is func(Account) bool) (at int, ok bool) {
	for i, a := range accounts {
		if !is(a) {
			continue
		}
		if ok {
			return 0, false
		}
		at, ok = i, true
	}
	return at, ok
}

// sameStem reports whether two words differ in their endings only.
func sameStem(a, b string) bool {
	x, y := []rune(a), []rune(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	return same >= minStem && max(len(x), len(y))-same <= maxEnding
}

// accountKinds are the words for kinds of accounts.
var accountKinds = map[string]string{
	"numerar": "cash", "numerarul": "cash", "cashul": "cash", "portofel": "cash", "wallet": "cash",
	"нал": "cash", "нала": "cash", "наличка": "cash", "налички": "cash", "наличку": "cash", "кэш": "cash",
	"кеш":      "cash",
	"наличные": "cash", "наличных": "cash", "наличными": "cash", "кошелек": "cash", "кошелька": "cash",
	"economii": "savings", "economiile": "savings", "pusculita": "savings",
	"копилка": "savings", "копилки": "savings", "копилку": "savings", "накопления": "savings", "сбережения": "savings",
	"cardul": "card", "cardului": "card", "карта": "card", "карты": "card", "карту": "card", "карте": "card",
	"карточка": "card", "карточки": "card", "карточку": "card", "картой": "card", "карточкой": "card",
	"banca": "bank", "банк": "bank", "банка": "bank", "банке": "bank",
}
