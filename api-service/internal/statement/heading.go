package statement

import (
	"strings"
	"unicode"

	"financebot/pkg/api"
)

// headings are the words over columns, folded, by what they mean; the first of a row wins.
var headings = map[string][]string{
	api.ColumnDate: {"date", "transaction date", "booking date", "posting date", "posted date", "operation date", "date of transaction",
		"completed date", "started date", "value date", "data", "data tranzactiei", "data tranzactie", "data operatiunii", "data operatiei",
		"data inregistrarii", "data procesarii", "data valutei", "дата", "дата операции", "дата транзакции", "дата проводки",
		"дата платежа", "дата и время операции", "buchungstag", "datum"},
	api.ColumnAmount: {"amount", "sum", "transaction amount", "suma", "suma tranzactiei", "suma operatiunii", "valoare", "сумма",
		"сумма операции", "сумма платежа", "сумма транзакции", "сумма в валюте счета", "betrag", "value"},
	api.ColumnDebit: {"debit", "debit amount", "withdrawal", "withdrawals", "withdrawal amount", "paid out", "money out", "outflow",
		"debitare", "suma debit", "cheltuieli", "iesiri", "plati", "дебет", "расход", "расходы", "списание", "сумма списания"},
	api.ColumnCredit: {"credit", "credit amount", "deposit", "deposits", "deposit amount", "paid in", "money in", "inflow",
		"creditare", "suma credit", "venituri", "intrari", "incasari", "кредит", "приход", "доход", "доходы", "поступление",
		"поступления", "зачисление", "сумма зачисления"},
	api.ColumnDirection: {"kind", "direction", "sign", "debit credit", "credit debit", "d c", "dr cr", "dt ct", "dt kt", "debit/credit",
		"d/c", "dr/cr", "dt/ct", "+/-", "type", "transaction type", "tip", "tipul", "tipul tranzactiei", "semn", "тип", "тип операции",
		"дебет/кредит", "вид операции", "знак"},
	api.ColumnCurrency: {"currency", "currency code", "ccy", "account currency", "valuta", "moneda", "devize", "валюта", "валюта операции",
		"валюта счета", "wahrung"},
	api.ColumnPayee: {"payee", "name", "merchant", "merchant name", "counterparty", "counterparty name", "beneficiary", "recipient", "partner",
		"beneficiar", "comerciant", "platitor", "platitor/beneficiar", "partener", "contragent", "контрагент", "получатель",
		"плательщик", "продавец", "торговая точка", "empfanger"},
	api.ColumnNote: {"note", "notes", "description", "memo", "details", "narrative", "purpose", "comment", "comments", "transaction details",
		"descriere", "descrierea", "detalii", "detalii tranzactie", "explicatii", "explicatie", "destinatia platii", "comentariu", "nota",
		"описание", "описание операции", "назначение", "назначение платежа", "комментарий", "примечание", "детали",
		"детали операции", "verwendungszweck"},
	api.ColumnCategory:   {"category", "categorie", "categoria", "категория", "kategorie"},
	api.ColumnTags:       {"tags", "tag", "labels", "label", "etichete", "метки", "теги"},
	api.ColumnID:         {"id", "fitid", "transaction id", "transaction_id", "external id", "external_id", "id tranzactie", "id транзакции", "номер операции"},
	api.ColumnAccount:    {"account", "account name", "cont", "contul", "счет"},
	api.ColumnToAccount:  {"to account", "to_account"},
	api.ColumnToAmount:   {"to amount", "to_amount"},
	api.ColumnToCurrency: {"to currency", "to_currency"},
	api.ColumnSplits:     {"splits"},
}

// meaning finds what a heading says, and how well: an earlier word of the list is a better one.
func meaning(heading string) (column string, rank int) {
	heading = fold(heading)
	if inner := strings.IndexByte(heading, '('); inner > 0 { // "Amount (EUR)"
		heading = strings.TrimSpace(heading[:inner])
	}
	heading = strings.TrimSpace(strings.Trim(heading, ":.*#"))
	for column, words := range headings {
		for rank, word := range words {
			if heading == word {
				return column, rank
			}
		}
	}
	return "", 0
}

// meanings are what a row of headings says; of two columns for the same thing the better counts.
func meanings(cells []string) (columns []string, known int) {
	columns = make([]string, len(cells))
	at, ranks := map[string]int{}, map[string]int{}
	for i, cell := range cells {
		column, rank := meaning(cell)
		if column == "" {
			continue
		}
		if before, taken := at[column]; taken && column != api.ColumnNote {
			if ranks[column] <= rank {
				continue
			}
			columns[before] = ""
			known--
		}
		columns[i], at[column], ranks[column] = column, i, rank
		known++
	}
	return columns, known
}

var folded = strings.NewReplacer("ă", "a", "â", "a", "î", "i", "ș", "s", "ş", "s", "ț", "t", "ţ", "t", "ё", "е",
	"ä", "a", "ö", "o", "ü", "u")

// fold makes spellings the same that people do not tell apart.
func fold(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToLower(text), unicode.IsSpace), " ")
	return folded.Replace(text)
}

// out and in are the words and signs for money that went out or came in.
var (
	out = words("expense", "debit", "debitare", "d", "dr", "dt", "db", "out", "-", "withdrawal", "payment", "дебет", "д", "дт", "расход",
		"списание", "cheltuiala", "cheltuieli", "plata", "iesire", "s")
	in = words("income", "credit", "creditare", "c", "cr", "ct", "kt", "in", "+", "deposit", "кредит", "к", "кт", "приход", "доход",
		"поступление", "зачисление", "venit", "incasare", "intrare", "h")
)

func words(all ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range all {
		set[word] = true
	}
	return set
}

// direction reads which way money went; a transfer is neither.
func direction(text string) (kind string, ok bool) {
	switch word := strings.TrimSuffix(fold(text), "."); {
	case out[word]:
		return api.Expense, true
	case in[word]:
		return api.Income, true
	case word == api.Transfer:
		return api.Transfer, true
	}
	return "", false
}
