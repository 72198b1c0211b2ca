package bankmessage

import "strings"

// meaning is what a word of a bank tells.
type meaning int

const (
	_ meaning = iota

	// Of the amount that follows.
	meansBalance
	meansFee
	meansAside
	meansCharged
	meansAmount

	// Of the message.
	meansSpent
	meansReceived
	meansMoved // to or from somebody: the words around it tell
	meansCash
	meansRefund
	meansReversal
	meansRefused
	meansCode
	meansSecret // nobody may be told
	meansFuture
	meansOffer
	meansInvite // to take an offer

	// Of nothing: it stands in messages, and is no merchant.
	meansNothing
)

// vocabulary is what banks write, in English, Romanian, Russian, Ukrainian and Kazakh, also Russian in
// Latin letters. A form that ends in - is the beginning of words.
var vocabulary = map[meaning]string{
	meansBalance: `sold soldul disp disponibil disponibila dostupno dostupen ostatok ostat balans balance bal avail available
		доступно доступен доступный доступна остаток остатка остатку остат баланс баланса бал залишок zalyshok залиш калдык
		колжетимди қолжетімді`,
	meansFee: `comision comisionul comis fee fees komiss- комисс- коміс-`,
	meansAside: `limit limita limitul лимит лимита ліміт overdraft овердрафт bonus bonusuri бонус- cashback кэшбэк кешбэк
		кешбек datorie datoria задолженност- заборгованіст- долг dolg баллов балів curs курс kurs rate`,
	meansCharged: `debitat debitata charged списано spisano списана списани- спис- spisanie`,
	meansAmount:  `suma summa сумма сума amount sum tranzactie tranzactia`,

	meansSpent: `plata plati platit achitat achitare achitata cumparare cumparat cumparatura cumparaturi debit debitare
		debitat debitata debitarea purchase purchased payment paid spent debited charge charged pos
		покупка покупки покупку оплата оплаты оплату оплачено платеж платежа списание списано списана pokupka oplata
		spisanie spisano spisana platezh rashod расход расходы купівля купівлю покупка оплачено списання списано
		витрата kupivlya сатып төлем толем achitarea`,
	meansReceived: `incasare incasat incasarea alimentare alimentat alimentata suplinire suplinit suplinita creditat creditata
		creditare creditarea intrare intrari primit primita virat salariu salariul salary received deposit deposited credited credit
		incoming зачисление зачислено зачислен зачислена поступление поступил поступили поступила пополнение пополнен
		пополнена пополнили зарплат- аванс пенсия стипендия получен получили zachislenie zachisleno postuplenie
		popolnenie zarplata prihod приход зарахування зараховано надходження надійшло поповнення поповнено pensie pensia пенси- пенсії intrat intrata venit
		пенсія виплата туским тусим түсім толыктыру толықтыру`,
	meansMoved: `transfer transferul virament perevod перевод перевода перевели переведено перевел перевела переказ
		переказано p2p аударым аудару sent trimis trimisa`,
	meansCash: `atm retragere retras numerar bancomat bankomat snyatie snjatie nalichnyh выдача снятие снято банкомат
		наличных наличные налич- withdrawal withdraw withdrawn зняття готівки банкомату банкомате nalichnye vydacha`,
	meansRefund: `refund refunded rambursare rambursat returnare restituire retur возврат возвращено vozvrat повернення
		повернено кайтару қайтару`,
	meansReversal: `reversal reversed reversare anulare anulat anulata storno stornare отмена отменен отменена отменено otmena
		відміна скасування скасовано cancelled canceled cancellation`,
	meansRefused: `refuz- respins- esuat- nereusit- insuficient- declined rejected failed insufficient отказ отказано отклонен-
		неуспешн- недостаточно otkaz otklonen- nedostatochno neuspesh- відмов- відхилен- недостатньо denied неверный
		невірний blocked заблокирован- blocat- unsuccessful`,
	meansCode: `code cod codul код кода коду parola пароль пароля otp kod parol password pin`,
	meansSecret: `nimanui dezvalu- divulga- comunica- никому сообщайте никому nikomu soobshchajte повідомляйте розголошуйте
		share anyone nobody confirm confirma подтверждени- підтвердження podtverzhdeni-`,
	meansFuture: `scadent- urmeaza viitor- upcoming reminder due scheduled завтра спишется спишем zavtra tomorrow maine запланирован-
		напомина- напоминани- reamint- просит запрашивает requests requested requesting solicita cere счет-фактура нагадуємо
		очікується ожидает- будет буде fi`,
	meansOffer: `акция акции скидк- выгодн- ставк- рассрочк- подарок подарк- одобрен- предложени- ofert- reducer- promo-
		discount offer offers preaprobat- preapproved approved знижк- вигідн- бесплатн- gratuit- credit кредит лимит`,
	meansInvite: `оформите оформи оформить получите получи выиграй- obtine obtii aplica activeaza castiga castig apply win
		оформіть отримайте`,

	meansNothing: `op status reusita reusit aprobat aprobata efectuat efectuata success successful successfully approved ok
		data date ora time la in cu card cardul cardului karta карта карты карте картой карту картка картки картку карткою
		успешно успешна uspeshno uspeshna выполнен выполнена выполнено одобрено операция операции операція op oper operation
		справка тел tel spravka phone info www http https счет счета рахунок рахунку cont contul account из на по с в у и din de
		spre catre pentru the your you was has been with for on at to from от от кого вам ваш сбп sbp від для kartka factura facturii directa servicii lunar ваша ваш вашу на ваш tranzactie
		tranzactia tranzactiei tranzactionare transaction detalii details ref nr no id rrn auth autorizare авторизации авториз-
		банк bank banca mulțumim multumim спасибо sms смс push код терминал terminal term locatie locatia loc location
		место mesto merchant comerciant торговая точка summa suma сумма сума mcc iban stimate client уважаемый клиент ati ai ti
		s-a a fost via prin через cherez`,
}

// stems and forms are the vocabulary, by word.
var forms, stems = func() (forms, stems map[string][]meaning) {
	forms, stems = map[string][]meaning{}, map[string][]meaning{}
	for m, list := range vocabulary {
		for form := range strings.FieldsSeq(list) {
			form = string(newText(form).folded)
			if stem, ok := strings.CutSuffix(form, "-"); ok {
				stems[stem] = append(stems[stem], m)
				continue
			}
			forms[form] = append(forms[form], m)
		}
	}
	return forms, stems
}()

// shortestStem and longestStem bound how many bytes of a word are looked up.
const (
	shortestStem = 4
	longestStem  = 40
)

// meanings are those of a folded word.
func meanings(w string) (all []meaning) {
	all = append(all, forms[w]...)
	for n := shortestStem; n <= min(len(w), longestStem); n++ {
		all = append(all, stems[w[:n]]...)
	}
	return all
}

func means(w string, wanted meaning) bool {
	for _, m := range meanings(w) {
		if m == wanted {
			return true
		}
	}
	return false
}

// known reports whether a word is one of banks, and so no merchant.
func known(w string) bool { return len(meanings(w)) > 0 }
