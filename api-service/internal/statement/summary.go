package statement

import (
	"slices"
	"strings"
	"unicode"

	"financebot/pkg/money"
)

// What banks call lines that tell a balance or a total and move nothing, as the words are compared:
// folded, without joining words, days, months and currencies. Nothing else is called so.
var balances = words(
	"opening balance", "closing balance", "beginning balance", "starting balance", "ending balance", "end balance", "start balance", "initial balance",
	"final balance", "previous balance", "current balance", "available balance", "statement balance", "ledger balance", "closing ledger balance",
	"opening ledger balance", "balance brought forward", "balance carried forward", "brought forward", "carried forward", "balance b f", "balance c f",
	"bal b f", "bal c f", "b f", "c f", "balance forward", "daily balance", "closing available balance", "total balance", "account balance",
	"grand total", "subtotal", "sub total", "total debit", "total debits", "total credit", "total credits", "total deposits", "total withdrawals",
	"total debits credits", "total amount", "total turnover", "total payments", "total purchases", "total income", "total expenses", "total fees",
	"sold initial", "sold final", "sold precedent", "sold anterior", "sold curent", "sold disponibil", "sold inceput", "sold inceputul", "sold sfarsitul",
	"sold sfarsit", "sold reportat", "soldul initial", "soldul final", "soldul precedent", "soldul disponibil", "soldul inceputul", "soldul sfarsitul",
	"total general", "total rulaj", "rulaj total", "rulaj debitor", "rulaj creditor", "rulaj debit", "rulaj credit", "total rulaje", "total intrari",
	"total iesiri", "total cheltuieli", "total venituri", "total debitor", "total creditor", "total operatiuni", "total tranzactii",
	"входящий остаток", "исходящий остаток", "начальный остаток", "конечный остаток", "остаток начало", "остаток конец", "остаток средств", "доступный остаток",
	"текущий остаток", "входящее сальдо", "исходящее сальдо", "начальное сальдо", "конечное сальдо", "сальдо начало", "сальдо конец", "сальдо начальное",
	"сальдо конечное", "баланс начало", "баланс конец", "начальный баланс", "конечный баланс", "итого оборот", "итого обороты", "итого дебет", "итого кредит",
	"итого дебету", "итого кредиту", "итого расход", "итого приход", "итого расходы", "итого доходы", "итого расходов", "итого доходов", "итого списано",
	"итого зачислено", "итого операции", "всего операции", "обороты дебету", "обороты кредиту", "оборот дебету", "оборот кредиту", "всего списано",
	"всего зачислено", "всего поступило", "всего расход", "всего приход", "итого операциям",
	"вхідний залишок", "вихідний залишок", "залишок початок", "залишок кінець", "початковий залишок", "кінцевий залишок", "усього дебет", "усього кредит",
	"anfangssaldo", "endsaldo", "schlusssaldo", "abschlusssaldo", "eroffnungssaldo", "saldovortrag", "tagessaldo", "zwischensumme", "gesamtsumme", "alter kontostand",
	"neuer kontostand", "alter saldo", "neuer saldo", "summe soll", "summe haben", "gesamtumsatz",
	"solde initial", "solde final", "ancien solde", "nouveau solde", "solde precedent", "solde crediteur", "solde debiteur", "solde d ouverture",
	"solde cloture", "solde depart", "solde fin", "sous total", "total operations", "total debit", "total credit", "total mouvements",
	"saldo inicial", "saldo final", "saldo anterior", "saldo actual", "saldo atual", "saldo disponible", "saldo disponivel", "saldo dia", "saldo parcial",
	"saldo total", "saldo total disponivel", "saldo total disponivel dia", "s l d o", "saldo bloqueado", "saldo iniziale", "saldo finale", "saldo contabile",
	"saldo disponibile", "saldo poczatkowe", "saldo koncowe", "pocatecni zustatek", "konecny zustatek", "nyito egyenleg", "zaro egyenleg", "beginsaldo", "eindsaldo",
	"ingaende saldo", "utgaende saldo", "devreden bakiye", "期初余额", "期末余额", "上期结余", "本期余额", "承前页", "过次页",
)

// totals are words of which a person, a shop or a brand may have one for a name: they count only where
// a line says nothing else.
var totals = words("total", "totals", "balance", "sum", "turnover", "new balance", "sold", "soldul", "rulaj", "rulaje", "report", "suma", "итого", "итог", "итоги", "всего",
	"остаток", "сальдо", "баланс", "оборот", "обороты", "разом", "усього", "всього", "підсумок", "залишок", "saldo", "kontostand", "summe", "gesamt", "ubertrag", "solde", "totaux",
	"totale", "totali", "totales", "totais", "totaal", "razem", "ogolem", "celkem", "soucet", "zustatek", "egyenleg", "osszesen", "toplam", "bakiye", "合计", "总计", "小计", "余额")

// unsaid are words of such a line that say only when, or of which account.
var unsaid = words("as", "on", "at", "for", "per", "by", "from", "to", "until", "is", "and", "am", "vom", "zum", "bis", "au", "les", "le", "und", "и", "і", "за", "с", "от", "до", "к",
	"si", "pe", "data", "date", "дата", "дату", "период", "периода", "період", "періоду", "perioada", "perioadei", "period", "month", "месяц", "месяца", "день", "дня", "day", "year",
	"год", "года", "г", "luna", "lunii", "anul", "account", "cont", "contul", "contului", "счету", "счета", "счет", "рахунку", "konto", "kontos", "compte", "cuenta", "conta",
	"conto", "periodo", "mes", "mois", "monat", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
	"ianuarie", "februarie", "martie", "aprilie", "iunie", "iulie", "septembrie", "octombrie", "noiembrie", "decembrie", "январь", "февраль", "март",
	"апрель", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
	"ноября", "декабря")

// begins are the first words of all of these.
var begins = func() map[string]bool {
	set := map[string]bool{}
	for _, all := range []map[string]bool{balances, totals} {
		for phrase := range all {
			first, _, _ := strings.Cut(phrase, " ")
			set[first] = true
		}
	}
	return set
}()

// maxSummary bounds a text that may be a summary.
const maxSummary = 120

// sums reports whether a line tells a balance or a total instead of a movement: because one of its
// texts is called so, or because it says nothing but "Total".
func (r record) sums() bool {
	weak, more := false, false
	for _, cell := range r.cells {
		cell = strings.TrimSpace(cell)
		if !strings.ContainsFunc(cell, unicode.IsLetter) {
			continue
		}
		phrase := summaryPhrase(cell)
		if balances[phrase] {
			return true
		}
		weak = weak || totals[phrase]
		more = more || !totals[phrase] && !sayingLittle(cell)
	}
	return weak && !more
}

// sayingLittle reports whether a text is no name of anybody or anything.
func sayingLittle(cell string) bool {
	_, isDirection := direction(cell)
	return isDirection || isNumber(cell) || isDate(cell) || isCurrency(cell)
}

// summaryPhrase is a text as phrases of summaries are compared; empty where it cannot be one.
func summaryPhrase(text string) string {
	if len(text) > maxSummary {
		return ""
	}
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	text = strings.TrimLeftFunc(text, notLetter)
	first := text
	if end := strings.IndexFunc(text, notLetter); end >= 0 {
		first = text[:end]
	}
	if !begins[fold(first)] {
		return ""
	}
	said := strings.FieldsFunc(fold(text), notLetter)
	said = slices.DeleteFunc(said, func(word string) bool {
		return joining[word] || unsaid[word] || currencyNames[word] != nil || money.Known(strings.ToUpper(word))
	})
	return strings.Join(said, " ")
}
