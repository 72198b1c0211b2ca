package app_test

import (
	"fmt"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"financebot/api-service/internal/app/apptest"
)

// bankTwin is a table that shows a kind of bankTables as another bank writes it.
type bankTwin struct {
	bankTable
	encoding string // utf-8 where it is empty
	content  string
}

func twin(name, currency, content string, rows ...string) bankTwin {
	return bankTwin{bankTable: bankTable{name: name, currency: currency, rows: rows}, content: content}
}

// in is the twin in another encoding.
func (b bankTwin) in(encoding string) bankTwin { b.encoding = encoding; return b }

// holding is the twin with so many rows that the bank holds back.
func (b bankTwin) holding(rows int) bankTwin { b.held = rows; return b }

// faulty is the twin with faults.
func (b bankTwin) faulty(faults ...string) bankTwin { b.faults = faults; return b }

var bankTwins = []bankTwin{
	twin("zero with a sign, Russian", "RUB", "Дата;Описание;Расход;Приход\n13.01.2026;Пекарня Дуб;425,00 ₽;0,00 ₽\n14.01.2026;Зарплата;0,00 ₽;90 000,00 ₽\n",
		"2026-01-13 expense 425.00 Пекарня Дуб", "2026-01-14 income 90000.00 Зарплата"),
	twin("two columns, Polish", "PLN", "Data operacji;Opis;Obciążenia;Uznania;Saldo\n2026-01-13;Piekarnia Dąb;12,50;;100,00\n2026-01-14;Pensja;;900,00;1000,00\n",
		"2026-01-13 expense 12.50 Piekarnia Dąb", "2026-01-14 income 900.00 Pensja"),
	twin("two columns of no known words, the balance tells", "EUR",
		"Kuup;Selgitus;Välja xx;Sisse xx;Jääk\n13.01.2026;Tamm Pagar;12,50;;100,00\n14.01.2026;Tamm Palk;;900,00;1000,00\n15.01.2026;Üür;400,00;;600,00\n",
		"2026-01-13 expense 12.50 Tamm Pagar", "2026-01-14 income 900.00 Tamm Palk", "2026-01-15 expense 400.00 Üür"),
	twin("two columns, only one known", "EUR", "Date,What,Zzz,Deposit\n13/01/2026,Oak Bakery,12.50,\n14/01/2026,Oak Works,,900.00\n15/01/2026,Elm Shop,3.00,\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works", "2026-01-15 expense 3.00 Elm Shop"),
	twin("direction, German letters", "EUR", "Buchungstag;Verwendungszweck;Betrag;Soll/Haben\n13.01.2026;Bäckerei Eiche;12,50;S\n14.01.2026;Lohn;900,00;H\n15.01.2026;Miete;400,00;S\n",
		"2026-01-13 expense 12.50 Bäckerei Eiche", "2026-01-14 income 900.00 Lohn", "2026-01-15 expense 400.00 Miete"),
	twin("direction in words that only the balance explains", "EUR",
		"Date,Text,Amount,Flow,Balance\n13/01/2026,Oak Bakery,12.50,xup,100.00\n14/01/2026,Oak Works,900.00,yod,1000.00\n15/01/2026,Elm Shop,400.00,xup,600.00\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works", "2026-01-15 expense 400.00 Elm Shop"),
	twin("direction, an odd word in Romanian", "MDL", "Data;Descriere;Suma;Tip\n13.01.2026;Brutăria Stejar;12,50;Debit\n14.01.2026;Salariu;900,00;Credit\n15.01.2026;Ajustare;7,00;Corecție\n16.01.2026;Chirie;400,00;Debit\n",
		"2026-01-13 expense 12.50 Brutăria Stejar", "2026-01-14 income 900.00 Salariu", "2026-01-16 expense 400.00 Chirie").faulty("4 direction"),
	twin("only incomes have a sign, English", "USD", "Date,Payee,Amount\n01/13/2026,Oak Bakery,12.50\n01/14/2026,Oak Works,+900.00\n01/15/2026,Elm Shop,40.00\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works", "2026-01-15 expense 40.00 Elm Shop"),
	twin("direction without headings, signs of a column", "EUR", "13.01.2026;Dub;12,50;-\n14.01.2026;Prijem Dub;900,00;+\n15.01.2026;Najem;400,00;-\n",
		"2026-01-13 expense 12.50 Dub", "2026-01-14 income 900.00 Prijem Dub", "2026-01-15 expense 400.00 Najem"),
	twin("kind of payment beside signs, Romanian", "RON", "Data;Beneficiar;Tip;Suma\n13.01.2026;Client Stejar;Plata;100,00\n14.01.2026;Magazin Ulm;Plata;-20,00\n",
		"2026-01-13 income 100.00 Client Stejar", "2026-01-14 expense 20.00 Magazin Ulm"),
	twin("refund among debits, German, all but one with a minus", "EUR", "Datum;Buchungstext;Soll;Haben\n13.01.2026;Eiche;-12,50;\n14.01.2026;Eiche Erstattung;5,00;\n15.01.2026;Ulme;-3,00;\n16.01.2026;Lohn;;900,00\n",
		"2026-01-13 expense 12.50 Eiche", "2026-01-14 income 5.00 Eiche Erstattung", "2026-01-15 expense 3.00 Ulme", "2026-01-16 income 900.00 Lohn"),
	twin("refund beside a word", "USD", "Date,Text,Amount,Type\n01/13/2026,Oak,12.50,debit\n01/14/2026,Oak refund,-5.00,debit\n01/15/2026,Elm,3.00,debit\n01/16/2026,Pay,900.00,credit\n",
		"2026-01-13 expense 12.50 Oak", "2026-01-14 income 5.00 Oak refund", "2026-01-15 expense 3.00 Elm", "2026-01-16 income 900.00 Pay"),
	twin("charges without a sign, the balance tells", "GBP", "Date,Description,Amount,Balance\n13/01/2026,Oak Bakery,12.50,987.50\n14/01/2026,Oak Shop,40.00,947.50\n15/01/2026,Elm Shop,7.50,940.00\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 expense 40.00 Oak Shop", "2026-01-15 expense 7.50 Elm Shop"),
	twin("one side, Russian", "RUB", "Дата;Описание;Списание\n13.01.2026;Дуб;12,50\n14.01.2026;Клён;2,50\n15.01.2026;Вяз;1,00\n",
		"2026-01-13 expense 12.50 Дуб", "2026-01-14 expense 2.50 Клён", "2026-01-15 expense 1.00 Вяз"),
	twin("states, Romanian", "MDL", "Data;Descriere;Suma;Stare\n13.01.2026;Stejar;-12,50;Finalizat\n14.01.2026;Ulm;-3,00;În așteptare\n15.01.2026;Frasin;-4,00;Respins\n",
		"2026-01-13 expense 12.50 Stejar").holding(2),
	twin("states, German, under an unknown heading", "EUR", "Datum;Text;Betrag;Info\n13.01.2026;Eiche;-12,50;gebucht\n14.01.2026;Ulme;-3,00;vorgemerkt\n15.01.2026;Esche;-4,00;gebucht\n",
		"2026-01-13 expense 12.50 Eiche", "2026-01-15 expense 4.00 Esche").holding(1),
	twin("a pending row without a day and amount, Ukrainian", "UAH", "Дата;Опис;Сума;Статус\n13.01.2026;Дуб;-12,50;Виконано\n;Клен;;Очікується\n", "2026-01-13 expense 12.50 Дуб").holding(1),
	twin("fee, Russian, the balance tells", "RUB", "Дата;Описание;Сумма;Комиссия;Остаток\n13.01.2026;Дуб;-12,50;0,00;1000,00\n14.01.2026;Банкомат;-500,00;10,00;490,00\n",
		"2026-01-13 expense 12.50 Дуб", "2026-01-14 expense 510.00 Банкомат"),
	twin("fee within the amount, the balance tells", "EUR", "Date,Text,Amount,Fee,Balance\n2026-01-13,Oak,-12.50,0.00,1000.00\n2026-01-14,Cash,-51.00,1.00,949.00\n",
		"2026-01-13 expense 12.50 Oak", "2026-01-14 expense 51.00 Cash"),
	twin("value date, Swiss", "CHF", "Valuta;Datum;Text;Belastung;Gutschrift\n13.01.2026;13.01.2026;Eiche;12.50;\n14.01.2026;14.01.2026;Lohn;;900.00\n",
		"2026-01-13 expense 12.50 Eiche", "2026-01-14 income 900.00 Lohn"),
	twin("currency over the amounts, Russian", "MDL", "Дата;Описание;Сумма, EUR\n13.01.2026;Дуб;-12,50\n14.01.2026;Клён;900,00\n").faulty("2 currency", "3 currency"),
	twin("two pairs, Russian, the account's first", "RUB", "Дата;Сумма платежа;Валюта платежа;Сумма операции;Валюта операции;Описание\n13.01.2026;-950,00;RUB;-10,00;EUR;Дуб\n14.01.2026;-25,00;RUB;-25,00;RUB;Клён\n",
		"2026-01-13 expense 950.00 Дуб", "2026-01-14 expense 25.00 Клён"),
	twin("Western letters, German", "EUR", "Datum;Text;Betrag\n13.01.2026;Bäckerei Grün, Straße;-12,50\n14.01.2026;Überweisung für März;-3,00\n",
		"2026-01-13 expense 12.50 Bäckerei Grün, Straße", "2026-01-14 expense 3.00 Überweisung für März").in("iso-8859-15"),
	twin("Western letters, Spanish", "EUR", "Fecha;Concepto;Importe\n13.01.2026;Panadería Ñandú, año;-12,50\n14.01.2026;Transferencia a Muñoz, según;-3,00\n",
		"2026-01-13 expense 12.50 Panadería Ñandú, año", "2026-01-14 expense 3.00 Transferencia a Muñoz, según").in("windows-1252"),
	twin("Central letters, Polish", "PLN", "Data;Opis;Kwota\n13.01.2026;Płatność kartą, żółty sklep;-12,50\n14.01.2026;Książka, święta;-3,00\n",
		"2026-01-13 expense 12.50 Płatność kartą, żółty sklep", "2026-01-14 expense 3.00 Książka, święta").in("iso-8859-2"),
	twin("Central letters, Hungarian", "HUF", "Dátum;Szöveg;Összeg\n13.01.2026;Könyvesbolt, fűszer, kőműves;-1250\n14.01.2026;Átutalás, díj;-300\n",
		"2026-01-13 expense 1250 Könyvesbolt, fűszer, kőműves", "2026-01-14 expense 300 Átutalás, díj").in("windows-1250"),
	twin("Cyrillic letters, KOI8-R", "RUB", "Дата;Описание;Сумма\n13.01.2026;ПЕКАРНЯ ДУБ, хлеб;-12,50\n14.01.2026;Перевод Анне;-3,00\n",
		"2026-01-13 expense 12.50 ПЕКАРНЯ ДУБ, хлеб", "2026-01-14 expense 3.00 Перевод Анне").in("koi8-r"),
	twin("Cyrillic letters, CP866", "RUB", "Дата;Описание;Сумма\n13.01.2026;Пекарня Дуб, хлеб;-12,50\n14.01.2026;Перевод Анне;-3,00\n",
		"2026-01-13 expense 12.50 Пекарня Дуб, хлеб", "2026-01-14 expense 3.00 Перевод Анне").in("ibm866"),
	twin("Cyrillic letters, ISO-8859-5", "RUB", "Дата;Описание;Сумма\n13.01.2026;Пекарня Дуб, хлеб;-12,50\n14.01.2026;Перевод Анне;-3,00\n",
		"2026-01-13 expense 12.50 Пекарня Дуб, хлеб", "2026-01-14 expense 3.00 Перевод Анне").in("iso-8859-5"),
	twin("names of currencies in a column, Russian", "RUB", "Дата;Описание;Сумма;Валюта\n13.01.2026;Дуб;-12,50;руб.\n14.01.2026;Клён;-3,00;₽\n",
		"2026-01-13 expense 12.50 Дуб", "2026-01-14 expense 3.00 Клён"),
	twin("words under no known heading", "EUR", "Date,Gizmo,Ref,Amount\n13/01/2026,Oak Bakery,A1,-12.50\n14/01/2026,Oak Works,A2,900.00\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works"),
	twin("words, Finnish and short", "EUR", "Pvm;Viite;Kohde;Summa\n2026-01-13;12345;TAMMI;-12,50\n2026-01-14;12346;PALKKA;900,00\n",
		"2026-01-13 expense 12.50 TAMMI", "2026-01-14 income 900.00 PALKKA"),
	twin("an entry that reads like headings, without headings", "EUR", "13.01.2026;Credit;Beneficiary;900,00\n14.01.2026;Card;Oak Bakery;-12,50\n",
		"2026-01-13 income 900.00 Beneficiary", "2026-01-14 expense 12.50 Oak Bakery"),
	twin("year first, settled by three days", "USD", "Date;Text;Amount\n26.01.05;Oak Bakery;-1.00\n26.02.11;Elm Shop;-2.00\n26.03.09;Ash Shop;-3.00\n",
		"2026-01-05 expense 1.00 Oak Bakery", "2026-02-11 expense 2.00 Elm Shop", "2026-03-09 expense 3.00 Ash Shop"),
	twin("names of days, Romanian and Russian", "MDL", "Data;Descriere;Suma\n\"marți, 13 ianuarie 2026\";Stejar;-1,50\n\"понедельник, 2 марта 2026 г.\";Ulm;-2,50\n",
		"2026-01-13 expense 1.50 Stejar", "2026-03-02 expense 2.50 Ulm"),
	twin("months by their names, Spanish", "EUR", "Fecha;Concepto;Importe\n5 de enero de 2026;Roble;-1,00\n13 de mayo de 2026;Olmo;-2,00\n",
		"2026-01-05 expense 1.00 Roble", "2026-05-13 expense 2.00 Olmo"),
	twin("time zones, another form", "EUR", "Date,Text,Amount\n13/01/2026 09:15:00 CET,Oak,-1.00\n14/01/2026 23:59 Europe/Chisinau,Elm,-2.00\n",
		"2026-01-13 expense 1.00 Oak", "2026-01-14 expense 2.00 Elm"),
	twin("CR before the amount", "GBP", "Date,Text,Amount\n13/01/2026,Oak Bakery,DR 12.50\n14/01/2026,Oak Works,CR £900.00\n",
		"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works"),
	twin("crores in two columns", "INR", "Date,Narration,Withdrawal Amt.,Deposit Amt.\n13/01/2026,Oak House,\"1,23,45,678.00\",\n14/01/2026,Oak Works,,\"9,00,000.50\"\n",
		"2026-01-13 expense 12345678.00 Oak House", "2026-01-14 income 900000.50 Oak Works"),
	twin("whole amounts, Japanese", "JPY", "日付,内容,xx,通貨\n2026-01-13,オーク,-1250,JPY\n2026-01-14,給料,250000,JPY\n",
		"2026-01-13 expense 1250 オーク", "2026-01-14 income 250000 給料"),
	twin("a line of sums, Russian", "RUB", "Дата;Описание;Сумма\n13.01.2026;Дуб;-1,00\n14.01.2026;Клён;-2,00\nИтого;;-3,00\n",
		"2026-01-13 expense 1.00 Дуб", "2026-01-14 expense 2.00 Клён").faulty("4 date"),
	twin("order settled by days that go on", "EUR", "Date,Text,Amount\n02/01/2026,Oak,-1.00\n05/01/2026,Elm,-2.00\n03/02/2026,Ash,-3.00\n",
		"2026-01-02 expense 1.00 Oak", "2026-01-05 expense 2.00 Elm", "2026-02-03 expense 3.00 Ash"),
}

func TestOtherBanksTablesAreReadAsTheBankMeantThem(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for i, file := range bankTwins {
		content := file.content
		if file.encoding != "" {
			table, err := htmlindex.Get(file.encoding)
			if err != nil {
				t.Fatal(err)
			}
			if content, err = table.NewEncoder().String(content); err != nil {
				t.Fatal(err)
			}
		}
		c, _ := a.Register(t, fmt.Sprintf("ion%d@example.com", i))
		importBankTable(t, c, file.bankTable, []byte(content))
	}
	sound(t, a)
}
