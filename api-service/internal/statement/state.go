package statement

import (
	"slices"
	"strings"
)

// Words of a column of states begin so where the bank holds a row back: it is pending, or it
// came to nothing.
var heldStems = []string{
	"pend", "fail", "declin", "revers", "revert", "cancel", "reject", "denied", "refus", "void", "expir", "unsuccess", "unpaid", "hold", "held", "on hold", "authori",
	"in progress", "process", "scheduled", "waiting", "awaiting", "blocked", "returned", "refunded", "not completed", "incomplete", "error", "chargeback", "created", "open",
	"anulat", "respins", "in asteptare", "in curs", "esuat", "refuzat", "nefinalizat", "neprocesat", "blocat", "returnat", "stornat",
	"отклон", "отмен", "ожид", "неусп", "не усп", "ошиб", "в обработ", "обрабат", "возвра", "заблок", "в холд", "холд", "отказ", "не выполн", "не исполн", "в пути", "аннулир", "не провед",
	"відхил", "скасов", "очік", "невдал", "в обробц", "обробл", "помилк", "повернен", "заблок",
	"abgelehnt", "abgebroch", "storn", "ausstehend", "vorgemerkt", "fehlgeschl", "offen", "in bearbeitung", "zuruck", "ruckg", "wartend",
	"annul", "en attente", "echou", "echec", "rejet", "en cours", "a venir", "rembours",
	"pendiente", "rechaz", "anul", "fallid", "devuelt", "en proceso", "en curso", "retenid",
	"in sospeso", "in attesa", "rifiut", "respint", "fallit", "in corso", "stornat", "non riuscit", "non contabil",
	"geweigerd", "geannuleerd", "mislukt", "in behandeling", "afgewezen", "gereserveerd", "teruggeboekt", "openstaand",
	"pendente", "recusad", "falh", "em process", "estornad", "rejeitad", "agendad",
	"odrzuc", "oczek", "w trakcie", "nieud", "zwrocon", "wycofan", "w realizacji", "zablok",
	"zamitn", "zrus", "cek", "neus", "nezauct", "vracen", "v procesu", "zpracovava",
	"交易关闭", "退款", "已退款", "已全额退款", "等待", "处理中", "失败", "支付失败", "交易失败", "已撤销", "冻结",
	"fuggo", "fuggoben", "elutas", "torolt", "sikertelen", "folyamatban", "visszavon", "zarolt",
}

// settledStems begin words for money that has moved.
var settledStems = []string{
	"complet", "done", "ok", "success", "settled", "posted", "booked", "cleared", "paid", "executed", "approved", "accepted", "processed", "confirmed", "finished", "active", "normal",
	"finaliz", "procesat", "efectuat", "decontat", "executat", "confirmat", "acceptat", "reusit", "aprobat", "incheiat",
	"провед", "выполн", "исполн", "успе", "обработан", "заверш", "подтвержд", "зачисл", "списан", "проведен", "оплачен",
	"викон", "успішн", "оброблен", "проведен", "завершен",
	"gebucht", "ausgefuhrt", "abgeschloss", "erledigt", "verbucht", "erfolgreich", "gebucht",
	"effectu", "termin", "execut", "comptabilis", "valid", "realis", "regle", "paye",
	"realizad", "ejecutad", "contabilizad", "liquidad", "efectuad", "aprobad", "pagad", "aceptad",
	"eseguit", "contabilizzat", "completat", "concluso", "riuscit", "pagat",
	"verwerkt", "voltooid", "geboekt", "uitgevoerd", "betaald", "geslaagd",
	"conclu", "processad", "pago", "executad", "liquidad", "aprovad", "efetuad",
	"zrealizow", "wykonan", "zaksieg", "zakonczon", "rozliczon", "zaakcept", "udan",
	"zauct", "dokonc", "proveden", "zpracovan", "uspes", "vyrizen", "realizov",
	"交易成功", "支付成功", "成功", "已完成", "已收", "已存入", "已转账", "对方已收钱",
	"teljesit", "konyvel", "sikeres", "vegrehajt", "feldolgoz", "lezart", "elszamol",
}

// Whether money has moved, by a word of a column of states.
type settlement int

const (
	unknownState settlement = iota
	settledState
	heldState
)

// state reads a word of a column of states. An empty cell says nothing against the row.
func state(text string) settlement {
	word := strings.NewReplacer("_", " ", "-", " ").Replace(plainWord(text))
	switch {
	case strings.TrimSpace(text) == "":
		return settledState
	case word == "":
		return unknownState
	case strings.HasPrefix(word, "processed"), strings.HasPrefix(word, "обработан"), strings.HasPrefix(word, "оброблен"),
		strings.HasPrefix(word, "proces") && strings.HasSuffix(word, "at"):
		return settledState
	case hasStem(word, heldStems):
		return heldState
	case hasStem(word, settledStems):
		return settledState
	}
	return unknownState
}

func hasStem(word string, stems []string) bool {
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.HasPrefix(word, stem) })
}

// held reports whether the bank holds a row back: by the words of the mapping, else by what is
// known of all files.
func (l layout) held(text string) bool {
	if l.heldWords != nil {
		return slices.Contains(l.heldWords, plainWord(text))
	}
	return state(text) == heldState
}
