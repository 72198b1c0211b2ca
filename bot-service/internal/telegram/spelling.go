package telegram

import (
	"slices"
	"strings"
)

// spellings are the words by which people write a command besides its name: in Romanian, with its
// letters and without, and in Russian. The menu shows names only, for Telegram takes nothing else.
var spellings = map[string][]string{
	"accounts":     {"conturi", "счета"},
	"add":          {"adauga", "adaugă", "cheltuiala", "cheltuială", "расход", "добавить"},
	"balance":      {"sold", "solduri", "баланс", "остаток"},
	"cancel":       {"renunta", "renunță", "отмена"},
	"categories":   {"categorii", "категории"},
	"export":       {"exporta", "exportă", "экспорт"},
	"find":         {"cauta", "caută", "найти", "поиск"},
	"help":         {"ajutor", "помощь", "справка"},
	"income":       {"venit", "доход"},
	"language":     {"limba", "limbă", "язык"},
	"link":         {"leaga", "leagă", "привязать"},
	"month":        {"luna", "lună", "месяц"},
	"qr":           {"intra", "intră", "войти"},
	"referral":     {"invita", "invită", "пригласить"},
	"register":     {"inregistrare", "înregistrare", "регистрация"},
	"start":        {"incepe", "începe", "старт", "начать"},
	"today":        {"azi", "astazi", "astăzi", "сегодня"},
	"transactions": {"tranzactii", "tranzacții", "операции", "записи"},
	"transfer":     {"muta", "mută", "перевод"},
	"undo":         {"anuleaza", "anulează", "отменить"},
	"unlink":       {"dezleaga", "dezleagă", "отвязать"},
	"workspaces":   {"spatii", "spații", "пространства"},
}

// names lead from each spelling to the name of its command.
var names = named(spellings)

func named(spellings map[string][]string) map[string]string {
	all := map[string]string{}
	for name, words := range spellings {
		for _, word := range words {
			all[word] = name
		}
	}
	return all
}

// commandName is the name of a command as somebody wrote it; what nobody knows stays as it is.
func commandName(written string) string {
	written = strings.ToLower(written)
	if name, known := names[written]; known {
		return name
	}
	return written
}

// Commands lists all that is understood as a command: names and their spellings.
func (b *Bot) Commands() []string {
	var all []string
	for name := range b.commands {
		all = append(append(all, name), spellings[name]...)
	}
	slices.Sort(all)
	return all
}
