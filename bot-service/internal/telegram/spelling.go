package telegram

import (
	"slices"
	"strings"
)

// spellings are the words by which people write a command besides its name: in Romanian, with its
// letters and without, and in Russian, the usual one of each language first; behind them what else
// people try. The menu shows names only, for Telegram takes nothing else.
var spellings = map[string][]string{
	"accounts":     {"conturi", "счета", "cont", "счет", "счёт", "account", "wallet", "wallets", "portofel", "кошелек", "кошелёк"},
	"add":          {"cheltuiala", "расход", "cheltuială", "adauga", "adaugă", "добавить", "expense", "spend", "new"},
	"balance":      {"sold", "баланс", "solduri", "остаток", "money", "bani", "деньги", "total"},
	"cancel":       {"renunta", "отмена", "renunță", "stop", "стоп", "opreste"},
	"categories":   {"categorii", "категории", "category", "categorie", "категория"},
	"currency":     {"valuta", "валюта", "valută", "moneda", "monedă"},
	"export":       {"exporta", "экспорт", "exportă", "download", "descarca", "выгрузка", "excel", "csv"},
	"find":         {"cauta", "найти", "caută", "поиск", "search"},
	"help":         {"ajutor", "помощь", "справка", "info", "commands", "comenzi", "команды"},
	"income":       {"venit", "доход", "venituri", "доходы", "earn"},
	"language":     {"limba", "язык", "limbă", "lang"},
	"link":         {"conecteaza", "подключить", "conectează", "leaga", "leagă", "привязать", "connect"},
	"month":        {"luna", "месяц", "lună", "stats", "statistics", "statistica", "statistici", "статистика", "report", "reports", "raport", "отчет", "отчёт", "summary", "итоги"},
	"qr":           {"intra", "войти", "intră", "login", "web"},
	"rates":        {"cursuri", "курсы", "curs", "курс", "rate"},
	"referral":     {"invita", "пригласить", "invită"},
	"register":     {"inregistrare", "регистрация", "înregistrare", "signup"},
	"settings":     {"setari", "настройки", "setări", "profil", "profile", "профиль", "options", "optiuni"},
	"start":        {"incepe", "начать", "începe", "старт"},
	"timezone":     {"fus", "часовойпояс", "fusorar", "пояс", "время", "ora", "time", "clock"},
	"today":        {"azi", "сегодня", "astazi", "astăzi"},
	"transactions": {"tranzactii", "операции", "tranzacții", "записи", "list", "lista", "listă", "список", "history", "istoric", "история", "expenses", "cheltuieli", "расходы", "entries"},
	"transfer":     {"muta", "перевод", "mută", "move"},
	"undo":         {"anuleaza", "отменить", "anulează"},
	"unlink":       {"deconecteaza", "отключить", "deconectează", "dezleaga", "dezleagă", "отвязать", "disconnect"},
	"workspaces":   {"spatii", "пространства", "spații", "workspace"},
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

// Spell is the name of a command as people write it in a language. A spelling stays as it is.
func Spell(name, lang string) string {
	usual := spellings[name]
	switch {
	case lang == "ro" && len(usual) > 0:
		return usual[0]
	case lang == "ru" && len(usual) > 1:
		return usual[1]
	}
	return name
}

// Commands lists all that is understood as a command: names, and behind them their spellings.
func (b *Bot) Commands() []string {
	var own, others []string
	for name := range b.commands {
		own = append(own, name)
		others = append(others, spellings[name]...)
	}
	slices.Sort(own)
	slices.Sort(others)
	return append(own, others...)
}
