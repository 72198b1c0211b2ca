package statement

import (
	"slices"
	"strings"

	"financebot/pkg/api"
)

// out and in are the words and signs for money that went out or came in.
var (
	out = words("expense", "debit", "debitare", "d", "dr", "dt", "db", "out", "-", "withdrawal", "payment", "дебет", "д", "дт", "расход",
		"списание", "cheltuiala", "cheltuieli", "plata", "iesire", "s",
		"af", "soll", "lastschrift", "belastung", "ausgabe", "ausgang", "debet", "debito", "cargo", "gasto", "pago", "salida", "egreso",
		"addebito", "uscita", "dare", "depense", "sortie", "saida", "despesa", "obciazenie", "wydatek", "wychodzacy", "wychodzaca", "vydaj", "odchozi", "odeslana",
		"terheles", "kiadas", "списано", "витрата", "видаток", "видатки", "outgoing", "sent", "spent", "debited", "purchase", "charge", "uitgaand", "paid out", "money out",
		"расходная операция", "расходы", "расходный", "списания", "снятие", "оплата", "покупка", "дебетовая", "витрати", "списання", "видача", "купівля",
		"iesiri", "plati", "debitat", "retragere", "cumparare", "achitare", "支出", "支", "借", "借方", "付款", "otto", "utgift", "uttag", "rashod", "isplata", "debitor", "исходящий", "исходящая", "вихідний")
	in = words("income", "credit", "creditare", "c", "cr", "ct", "kt", "in", "+", "deposit", "кредит", "к", "кт", "приход", "доход",
		"поступление", "зачисление", "venit", "incasare", "intrare", "h",
		"bij", "haben", "gutschrift", "einnahme", "eingang", "kredit", "credito", "abono", "ingreso", "entrada", "accredito", "entrata", "avere",
		"recette", "entree", "receita", "uznanie", "wplyw", "przychodzacy", "przychodzaca", "prijem", "prichozi", "prijata", "jovairas", "bevetel", "зачислено", "надходження",
		"incoming", "received", "credited", "refund", "inkomend", "paid in", "money in", "доходы", "пополнение", "pano", "inkomst", "insattning", "prihod", "uplata",
		"входящий", "входящая", "вхідний", "дохід", "зарахування", "поступления", "приходная операция", "приходный", "возврат", "доходи", "поповнення",
		"повернення", "intrari", "incasari", "venituri", "creditat", "alimentare", "depunere", "returnare", "收入", "收", "贷", "贷方", "收款")

	// kinds are words of both that name the kind of a payment: beside amounts with signs of
	// their own they say nothing about the direction.
	kinds = words("payment", "deposit", "withdrawal", "purchase", "charge", "refund", "plata", "pago", "sent", "received", "пополнение", "оплата", "покупка",
		"снятие", "возврат", "купівля", "поповнення", "повернення", "retragere", "cumparare", "achitare", "alimentare", "depunere", "returnare",
		"付款", "收款")
)

func words(all ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range all {
		set[word] = true
	}
	return set
}

// purchases are words of cards for what a shop took.
var purchases = words("purchase", "purchases", "charge", "sale", "sales")

// maxWord bounds what may be a word for a direction or a state.
const maxWord = 60

// plainWord is a word as words are compared.
func plainWord(text string) string {
	if len(text) > maxWord {
		return ""
	}
	return strings.TrimSuffix(fold(text), ".")
}

// direction reads which way money went; a transfer is neither.
func direction(text string) (kind string, ok bool) {
	switch word := plainWord(text); {
	case word == "":
		return "", false
	case out[word]:
		return api.Expense, true
	case in[word]:
		return api.Income, true
	case word == api.Transfer:
		return api.Transfer, true
	}
	return "", false
}

// direction reads a word of the column of directions: by what the mapping says, then by what is
// known of all files.
func (l layout) direction(text string) (kind string, ok bool) {
	switch word := plainWord(text); {
	case word == "":
		return "", false
	case slices.Contains(l.outWords, word):
		return api.Expense, true
	case slices.Contains(l.inWords, word):
		return api.Income, true
	case l.ofCard && word == "payment":
		return "", false
	}
	return direction(text)
}

// comparedWords are the words of a mapping as they are compared.
func comparedWords(all []string) []string {
	var plain []string
	for _, word := range all {
		plain = append(plain, plainWord(word))
	}
	return plain
}
