package statement

import (
	"strings"
	"unicode"

	"financebot/pkg/api"
)

// What a column may hold beside what a mapping names: it helps to read the others.
const columnBalance = "balance"

// headings are the words over columns, folded, by what they mean; the first of a row wins.
var headings = map[string][]string{
	api.ColumnDate: {"date", "transaction date", "booking date", "posting date", "posted date", "operation date", "date of transaction",
		"completed date", "value date", "data", "data tranzactiei", "data tranzactie", "data operatiunii", "data operatiei",
		"data inregistrarii", "data procesarii", "data valutei", "дата", "дата операции", "дата транзакции", "дата проводки",
		"дата платежа", "дата и время операции", "buchungstag", "buchungsdatum", "datum", "started date", "交易时间", "交易日期", "日期", "记账日期", "交易日", "记账日", "付款时间"},
	api.ColumnAmount: {"amount", "sum", "transaction amount", "suma", "suma tranzactiei", "suma operatiunii", "valoare", "сумма",
		"сумма операции", "сумма платежа", "сумма транзакции", "сумма в валюте счета", "betrag", "value", "total", "итого", "всего", "金额", "交易金额", "发生额"},
	api.ColumnDebit: {"debit", "debit amount", "withdrawal", "withdrawals", "withdrawal amount", "paid out", "money out", "outflow", "out",
		"debitare", "suma debit", "cheltuieli", "iesiri", "plati", "дебет", "расход", "расходы", "списание", "сумма списания",
		"支出", "支出金额", "借方", "借方金额", "借方发生额"},
	api.ColumnCredit: {"credit", "credit amount", "deposit", "deposits", "deposit amount", "paid in", "money in", "inflow", "in",
		"creditare", "suma credit", "venituri", "intrari", "incasari", "кредит", "приход", "доход", "доходы", "поступление",
		"поступления", "зачисление", "сумма зачисления", "收入", "收入金额", "存入", "贷方", "贷方金额", "贷方发生额"},
	api.ColumnDirection: {"kind", "direction", "sign", "debit credit", "credit debit", "d c", "dr cr", "dt ct", "dt kt", "debit/credit",
		"d/c", "dr/cr", "dt/ct", "+/-", "type", "transaction type", "tip", "tipul", "tipul tranzactiei", "semn", "тип", "тип операции",
		"дебет/кредит", "вид операции", "знак", "af bij", "bij af", "af/bij", "s/h", "soll/haben", "soll haben", "sens", "in/out", "debet/credit",
		"дебет/кредіт", "напрям", "направление", "richtung", "umsatzart", "sentido", "segno", "dare/avere", "strana", "irany", "kierunek", "smer",
		"c/d", "dc", "cr/dr", "cr dr", "ct/dt", "kt/dt", "dr or cr", "debit or credit", "приход/расход", "расход/приход", "intrare/iesire", "intrari/iesiri", "收/支", "收支", "收支类型", "借贷", "借贷标志"},
	api.ColumnCurrency: {"currency", "currency code", "ccy", "account currency", "valuta", "moneda", "devize", "валюта", "валюта операции",
		"валюта счета", "wahrung", "币种", "货币"},
	api.ColumnPayee: {"payee", "name", "merchant", "merchant name", "counterparty", "counterparty name", "beneficiary", "recipient", "partner",
		"beneficiar", "comerciant", "platitor", "platitor/beneficiar", "partener", "contragent", "контрагент", "получатель",
		"плательщик", "продавец", "торговая точка", "empfanger", "counter party", "交易对方", "对方户名", "对方名称"},
	api.ColumnNote: {"note", "notes", "description", "memo", "details", "narrative", "purpose", "comment", "comments", "transaction details",
		"descriere", "descrierea", "detalii", "detalii tranzactie", "explicatii", "explicatie", "destinatia platii", "comentariu", "nota",
		"описание", "описание операции", "назначение", "назначение платежа", "комментарий", "примечание", "детали",
		"детали операции", "verwendungszweck", "摘要", "交易摘要", "商品", "商品说明", "商品名称", "备注", "用途"},
	api.ColumnCategory:   {"category", "categorie", "categoria", "категория", "kategorie"},
	api.ColumnTags:       {"tags", "tag", "labels", "label", "etichete", "метки", "теги"},
	api.ColumnID:         {"id", "fitid", "transaction id", "transaction_id", "external id", "external_id", "id tranzactie", "id транзакции", "номер операции"},
	api.ColumnAccount:    {"account", "account name", "cont", "contul", "счет"},
	api.ColumnToAccount:  {"to account", "to_account"},
	api.ColumnToAmount:   {"to amount", "to_amount"},
	api.ColumnToCurrency: {"to currency", "to_currency"},
	api.ColumnSplits:     {"splits"},
	api.ColumnFee:        {"fee", "fees", "commission", "comision", "comisioane", "комиссия", "комісія", "手续费", "服务费"},
	api.ColumnState:      {"state", "status", "статус", "состояние", "stare", "starea", "当前状态", "交易状态", "状态"},
	columnBalance:        {"balance", "running balance", "sold", "soldul", "остаток", "баланс", "saldo", "余额", "账户余额", "本次余额"},
}

// stems begin words of headings in the languages of Europe, by what such a word says where the
// whole heading is not among those above. What a column holds decides between them.
var stems = map[string][]string{
	api.ColumnDate: {"date", "data", "datum", "дата", "fecha", "jour", "dia", "giorno", "dag", "tag", "buchung", "den", "paiva", "kuupaev",
		"день", "dzien", "kelte", "nap"},
	api.ColumnAmount: {"amount", "sum", "betrag", "umsatz", "montant", "somme", "importe", "import", "importo", "bedrag", "valor", "kwota", "castka", "ciastka",
		"suma", "osszeg", "belopp", "belob", "belop", "сума", "сумма", "iznos", "tutar", "maara", "valoare", "value", "monto", "cantidad", "obrat", "objem"},
	api.ColumnDebit: {"debit", "debet", "dr", "lastschrift", "belastung", "soll", "ausgab", "ausgang", "withdraw", "outflow", "outgoing", "spent", "cargo", "debito",
		"adeudo", "gasto", "pago", "salida", "saida", "despesa", "addebit", "uscit", "dare", "af", "uitgaven", "uitgaand", "obciaz", "wydatk", "wyplat", "vydaj", "vyber",
		"odchozi", "terheles", "kiadas", "depense", "retrait", "sortie", "дебет", "дебит", "списан", "расход", "витрат", "видатк", "видатки",
		"iesir", "cheltui", "plati", "charge", "tartozik", "ma dati", "rashod", "isplat", "utgift", "uttag"},
	api.ColumnCredit: {"credit", "kredit", "cr", "gutschrift", "haben", "einnahm", "eingang", "deposit", "inflow", "incoming", "received", "abono", "credito", "ingreso",
		"entrada", "receita", "accredit", "entrat", "avere", "bij", "inkomsten", "inkomend", "uznan", "wplyw", "wplat", "prijem", "prichozi", "vklad", "jovairas", "bevetel",
		"recette", "depot", "entree", "versement", "кредит", "зачислен", "приход", "поступл", "надходж", "зарахув", "доход", "дохід", "intrar", "incasar", "venit",
		"kovetel", "dal", "prihod", "uplat", "inkomst", "insattn"},
	api.ColumnDirection: {"direction", "debitcredit", "sens", "sign", "type", "typ", "tip", "tipo", "тип", "вид", "art", "soort", "code", "genre", "druh", "rodzaj",
		"tipus", "jelleg", "movimento", "операц", "tyyppi"},
	api.ColumnCurrency: {"currency", "ccy", "valut", "moneda", "waehrung", "wahrung", "devise", "divisa", "moeda", "munt", "waluta", "mena", "deviza",
		"penznem", "валют", "devize", "monnaie", "curr"},
	api.ColumnPayee: {"payee", "merchant", "counterparty", "beneficia", "recipient", "partner", "comerciant", "partener", "contragent", "контрагент",
		"получател", "плательщик", "одержувач", "отримувач", "платник", "empfanger", "auftraggeber", "zahlungspflicht", "begunstig", "naam", "name", "nom", "nombre", "nome", "party", "tegenpartij",
		"odbiorc", "nadawc", "kontrahent", "protistran", "protiucet", "prijemce", "kedvezmenyezett", "beneficiaire", "tiers", "beneficiario",
		"destinat", "ordenante", "favorecido", "mottagare", "saaja", "target", "vendor", "store", "shop", "qui"},
	api.ColumnNote: {"note", "description", "memo", "detail", "narrative", "purpose", "comment", "descri", "detal", "explicat", "descriere", "описан",
		"назначен", "призначен", "комментар", "коментар", "примечан", "libelle", "motif", "intitule", "concepto", "glosa", "descricao", "historico", "causale", "omschrijving",
		"mededeling", "opis", "tytul", "popis", "zprava", "poznamk", "kozlemeny", "megjegyzes", "leiras", "verwendungszweck", "buchungstext", "avisierungstext",
		"text", "selite", "viesti", "meddelande", "betreff", "vorgang", "communication", "particulars", "message", "operation", "operacion", "movimiento", "деталі", "детали"},
	api.ColumnCategory: {"categor", "kategor", "категор"},
	api.ColumnID:       {"fitid"},
	api.ColumnFee: {"fee", "fees", "commission", "comision", "комисси", "коміс", "gebuhr", "frais", "comisi", "commissioni", "kosten", "tarifa", "taxa", "prowizj",
		"poplat", "dij", "jutalek", "avgift", "entgelt"},
	api.ColumnState: {"state", "status", "статус", "состояни", "стан", "stare", "statut", "estado", "stato", "stav", "zustand", "allapot", "stan"},
	columnBalance: {"balance", "saldo", "sold", "soldul", "остат", "баланс", "залиш", "solde", "zustatek", "zostatok", "egyenleg", "kontostand", "stand", "reste",
		"bakiye", "saldo"},
}

// meaning is one thing that a heading may say, and how well: a lower rank is better.
type meaning struct {
	column string
	rank   int
}

// byStem is the rank of what only a word of a heading says.
const byStem = 100

// maxHeading bounds a heading that is understood.
const maxHeading = 120

// plainHeading is a heading without what stands in brackets: "Amount (EUR)".
func plainHeading(heading string) string {
	if len(heading) > maxHeading {
		return ""
	}
	heading = fold(heading)
	if inner := strings.IndexAny(heading, "([（"); inner > 0 && !namesSide(heading[inner:]) {
		heading = heading[:inner]
	}
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(heading), ":.*#"))
}

// namesSide reports whether brackets tell the side of an amount: "Amount (debit)".
func namesSide(inner string) bool {
	out, in := false, false
	isWord := func(r rune) bool { return !unicode.IsLetter(r) }
	for _, word := range strings.FieldsFunc(inner, isWord) {
		out = out || beginsWithOne(word, stems[api.ColumnDebit])
		in = in || beginsWithOne(word, stems[api.ColumnCredit])
	}
	return out != in
}

// exactly finds what a whole heading says.
func exactly(heading string) (meaning, bool) {
	for column, words := range headings {
		for rank, word := range words {
			if heading == word {
				return meaning{column, rank}, true
			}
		}
	}
	return meaning{}, false
}

// meanings are all that a heading may say, what it says as a whole first, then word by word.
func meanings(heading string) []meaning {
	heading = plainHeading(heading)
	var all []meaning
	if m, ok := exactly(heading); ok {
		all = append(all, m)
	}
	isWord := func(r rune) bool { return !unicode.IsLetter(r) }
	for place, word := range strings.FieldsFunc(heading, isWord) {
		for column, begins := range stems {
			if beginsWithOne(word, begins) {
				all = append(all, meaning{column, byStem + place})
			}
		}
	}
	return all
}

// beginsWithOne reports whether a word begins with one of the stems; a short stem is a whole word.
func beginsWithOne(word string, stems []string) bool {
	for _, stem := range stems {
		if word == stem || len([]rune(stem)) > 3 && strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

// known counts the cells that read like headings.
func known(cells []string) int {
	n := 0
	for _, cell := range cells {
		if len(meanings(cell)) > 0 {
			n++
		}
	}
	return n
}

var folded = strings.NewReplacer("ё", "е", "ł", "l", "ø", "o", "đ", "d", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i")

// fold makes spellings the same that people do not tell apart: case, spaces, and the marks of
// Latin letters.
func fold(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToLower(text), unicode.IsSpace), " ")
	return withoutMarks(folded.Replace(text))
}
