package statement

import (
	"fmt"
	"strings"
	"testing"

	"financebot/pkg/api"
)

// asPeopleSee is a table as it is read, with days and words: what people would see of it.
func asPeopleSee(t *testing.T, file, currency string) string {
	t.Helper()
	s, err := Read(t.Context(), []byte(file), Options{Currencies: []string{currency}})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, r := range s.Rows {
		line := fmt.Sprintf("%s %s %s", r.Date.Format(api.DateForm), r.Kind, shortest(r.Amount))
		if r.Currency != "" && r.Currency != currency {
			line += " " + r.Currency
		}
		switch {
		case r.Zero():
			line += " zero"
		case r.Summary:
			line += " summary"
		case r.Held:
			line += " held"
		}
		if words := strings.TrimSpace(r.Payee + " " + r.Note); words != "" {
			line += " " + words
		}
		all = append(all, line)
	}
	for _, p := range s.Problems {
		all = append(all, fmt.Sprintf("line %d: %s", p.Line, p.Code))
	}
	for what, fields := range map[string][]string{"missing": s.Missing, "unsure": s.Unsure} {
		if len(fields) > 0 {
			all = append(all, what+" "+strings.Join(fields, " "))
		}
	}
	return strings.Join(all, "\n")
}

// Small statements as banks of many countries write them.
func TestOddStatementsAreReadOrAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ currency, file, want string }{
		"md: headings in the middle": {"MDL",
			"Banca Stejar\nClient;Ion Popescu\nPerioada;01.01.2026 - 31.01.2026\n\nData;Descriere;Debit;Credit\n13.01.2026;Brutaria;12,50;\n14.01.2026;Salariu;;9 000,00\n",
			"2026-01-13 expense 12.5 Brutaria\n2026-01-14 income 9000 Salariu"},
		"md: two tables, a summary first": {"MDL",
			"Cont;Sold initial;Sold final\nMD24AG;1000,00;987,50\n\nData;Descriere;Suma\n13.01.2026;Brutaria;-12,50\n14.01.2026;Salariu;900,00\n15.01.2026;Chirie;-400,00\n",
			"2026-01-13 expense 12.5 Brutaria\n2026-01-14 income 900 Salariu\n2026-01-15 expense 400 Chirie"},
		"md: footer of totals": {"MDL",
			"Data;Descriere;Debit;Credit\n13.01.2026;Brutaria;12,50;\n14.01.2026;Salariu;;900,00\n31.01.2026;Total rulaj;12,50;900,00\n",
			"2026-01-13 expense 12.5 Brutaria\n2026-01-14 income 900 Salariu\nline 4: amount"},
		"md: Cyrillic headings, lei glued": {"MDL",
			"Дата операции;Описание;Сумма\n13.01.2026;Дуб;-12,50lei\n14.01.2026;Зарплата;900,00lei\n",
			"2026-01-13 expense 12.5 Дуб\n2026-01-14 income 900 Зарплата"},
		"ro: thousands with points": {"RON",
			"Data;Detalii;Suma\n13.01.2026;Chirie;-1.234,50\n14.01.2026;Salariu;10.900,00\n",
			"2026-01-13 expense 1234.5 Chirie\n2026-01-14 income 10900 Salariu"},
		"ro: only whole thousands": {"RON", "Data;Detalii;Suma\n13.01.2026;Chirie;-1.234\n14.01.2026;Salariu;10.900\n",
			"2026-01-13 expense 1234 Chirie\n2026-01-14 income 10900 Salariu\nunsure decimal"},
		"ro: month names": {"RON", "Data;Detalii;Debit;Credit\n13 ianuarie 2026;Chirie;400,00;\n14 ianuarie 2026;Salariu;;900,00\n",
			"2026-01-13 expense 400 Chirie\n2026-01-14 income 900 Salariu"},
		"ro: details under the entry": {"RON", "Data;Detalii;Debit;Credit\n13.01.2026;Plata POS;12,50;\n;Brutaria Stejar;;\n14.01.2026;Salariu;;900,00\n",
			"2026-01-13 expense 12.5 Plata POS\n2026-01-14 income 900 Salariu\nline 3: date"},
		"ru: both sides of zero": {"RUB", "Дата;Описание;Расход;Приход\n13.01.2026;Дуб;12,50;0\n14.01.2026;Зарплата;0;900,00\n15.01.2026;Проверка;0;0\n",
			"2026-01-13 expense 12.5 Дуб\n2026-01-14 income 900 Зарплата\n2026-01-15 income 0 zero Проверка"},
		"ru: time and seconds": {"RUB", "Дата операции;Сумма;Описание\n13.01.2026 10:15:59;-12,50;Дуб\n14.01.2026 00:00:01;900,00;Зарплата\n",
			"2026-01-13 expense 12.5 Дуб\n2026-01-14 income 900 Зарплата"},
		"ru: rouble sign behind": {"RUB", "Дата;Операция;Сумма\n13.01.26;Дуб;−1 234,50 ₽\n14.01.26;Зарплата;+90 000,00 ₽\n",
			"2026-01-13 expense 1234.5 Дуб\n2026-01-14 income 90000 Зарплата\nunsure date_order"},
		"ru: cashback beside": {"RUB", "Дата;Сумма операции;Валюта операции;Сумма платежа;Валюта платежа;Кэшбэк;Описание\n13.01.2026;-10,00;EUR;-950,00;RUB;9,00;Дуб\n14.01.2026;-25,00;RUB;-25,00;RUB;;Клён\n",
			"2026-01-13 expense 950 Дуб\n2026-01-14 expense 25 Клён"},
		"ru: totals under it": {"RUB", "Дата;Описание;Сумма\n13.01.2026;Дуб;-12,50\nИтого;;-12,50\n", "2026-01-13 expense 12.5 Дуб\nline 3: date"},
		"ua: state and balance": {"UAH", "Дата і час операції;Деталі операції;MCC;Сума в валюті картки (UAH);Сума в валюті операції;Валюта;Залишок після операції\n13.01.2026 10:00:00;Дуб;5411;-12.5;-12.5;UAH;987.5\n12.01.2026 10:00:00;Клен;5411;-430.0;-10.0;EUR;1000.0\n",
			"2026-01-13 expense 12.5 Дуб\n2026-01-12 expense 430 Клен"},
		"de: Soll and Haben letters glued": {"EUR", "Buchungstag;Verwendungszweck;Umsatz\n13.01.2026;Eiche;12,50 S\n14.01.2026;Lohn;900,00 H\n",
			"2026-01-13 expense 12.5 Eiche\n2026-01-14 income 900 Lohn"},
		"de: trailing minus": {"EUR", "Datum;Text;Betrag\n13.01.26;Eiche;1.234,50-\n14.01.26;Lohn;900,00+\n", "2026-01-13 expense 1234.5 Eiche\n2026-01-14 income 900 Lohn\nunsure date_order"},
		"de: balance lines around": {"EUR", "Buchungstag;Text;Betrag\n01.01.2026;Anfangssaldo;1.000,00\n13.01.2026;Eiche;-12,50\n31.01.2026;Endsaldo;987,50\n",
			"2026-01-01 income 1000 summary Anfangssaldo\n2026-01-13 expense 12.5 Eiche\n2026-01-31 income 987.5 summary Endsaldo"},
		"de: pending block": {"EUR", "Buchungstag;Text;Betrag;Status\n13.01.2026;Eiche;-12,50;Gebucht\n14.01.2026;Ulme;-3,00;Vorgemerkt\n", "2026-01-13 expense 12.5 Eiche\n2026-01-14 expense 3 held Ulme"},
		"us: parentheses": {"USD", "Date,Description,Amount\n01/13/2026,Oak,(12.50)\n01/14/2026,Pay,900.00\n01/15/2026,Elm,\"($1,234.00)\"\n",
			"2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay\n2026-01-15 expense 1234 Elm"},
		"us: years of two digits": {"USD", "Date,Description,Amount\n1/13/26,Oak,-12.50\n1/14/26,Pay,900.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"us: card, charges positive": {"USD", "Trans. Date,Post Date,Description,Amount,Category\n01/13/2026,01/14/2026,OAK,12.50,Food\n01/14/2026,01/15/2026,ELM,40.00,Food\n01/20/2026,01/20/2026,PAYMENT THANK YOU,-52.50,Payments\n",
			"2026-01-13 income 12.5 OAK\n2026-01-14 income 40 ELM\n2026-01-20 expense 52.5 PAYMENT THANK YOU\nunsure direction"},
		"us: sale and payment in words": {"USD", "Date,Description,Type,Amount\n01/13/2026,OAK,Sale,-12.50\n01/20/2026,THANK YOU,Payment,52.50\n01/21/2026,OAK,Return,3.00\n",
			"2026-01-13 expense 12.5 OAK\n2026-01-20 income 52.5 THANK YOU\n2026-01-21 income 3 OAK"},
		"us: purchases and payments without signs": {"USD", "Date,Description,Type,Amount\n01/13/2026,OAK,Purchase,12.50\n01/14/2026,ELM,Purchase,3.00\n01/20/2026,THANK YOU,Payment,15.50\n",
			"2026-01-13 expense 12.5 OAK\n2026-01-14 expense 3 ELM\nline 4: direction"},
		"us: check numbers":                       {"USD", "Date,Check Number,Description,Withdrawals,Deposits,Balance\n01/13/2026,1001,OAK,12.50,,987.50\n01/14/2026,,PAY,,900.00,1887.50\n", "2026-01-13 expense 12.5 OAK\n2026-01-14 income 900 PAY"},
		"us: memo lines in quotes over two lines": {"USD", "Date,Description,Amount\n01/13/2026,\"OAK\nBAKERY\",-12.50\n01/14/2026,\"A \"\"B\"\" C\",5.00\n", "2026-01-13 expense 12.5 OAK\nBAKERY\n2026-01-14 income 5 A \"B\" C"},
		"br: sums with sign letters":              {"BRL", "Data;Histórico;Valor\n13/01/2026;Padaria;12,50 D\n14/01/2026;Salário;1.900,00 C\n", "2026-01-13 expense 12.5 Padaria\n2026-01-14 income 1900 Salário"},
		"br: S A L D O": {"BRL", "Data;Histórico;Valor\n13/01/2026;Padaria;-12,50\n13/01/2026;SALDO DO DIA;987,50\n14/01/2026;Pix recebido;100,00\n14/01/2026;S A L D O;1.087,50\n",
			"2026-01-13 expense 12.5 Padaria\n2026-01-13 income 987.5 summary SALDO DO DIA\n2026-01-14 income 100 Pix recebido\n2026-01-14 income 1087.5 summary S A L D O"},
		"br: real before":       {"BRL", "Data,Descrição,Valor\n2026-01-13,Padaria,\"R$ -12,50\"\n2026-01-14,Salário,\"R$ 1.900,00\"\n", "2026-01-13 expense 12.5 Padaria\n2026-01-14 income 1900 Salário"},
		"br: entrada and saída": {"BRL", "Data;Lançamento;Valor;Entrada/Saída\n13/01/2026;Padaria;12,50;Saída\n14/01/2026;Salário;900,00;Entrada\n15/01/2026;Ajuste;1,00;\n", "2026-01-13 expense 12.5 Padaria\n2026-01-14 income 900 Salário\nline 4: direction"},
		"in: withdrawal and deposit": {"INR", "Txn Date,Value Date,Narration,Chq/Ref No.,Withdrawal Amt.,Deposit Amt.,Closing Balance\n13/01/26,13/01/26,UPI-OAK,0001,\"1,23,456.50\",,\"8,76,543.50\"\n14/01/26,14/01/26,SALARY,0002,,\"90,000.00\",\"9,66,543.50\"\n",
			"2026-01-13 expense 123456.5 UPI-OAK\n2026-01-14 income 90000 SALARY\nunsure date_order"},
		"in: Cr and Dr behind": {"INR", "Date,Particulars,Amount\n13-Jan-2026,OAK,12.50 Dr\n14-Jan-2026,PAY,900.00 Cr\n15-Jan-2026,ELM,3.00 Dr.\n", "2026-01-13 expense 12.5 OAK\n2026-01-14 income 900 PAY\n2026-01-15 expense 3 ELM"},
		"in: B/F line": {"INR", "Date,Particulars,Debit,Credit,Balance\n01-01-2026,B/F,,1000.00,1000.00\n13-01-2026,OAK,12.50,,987.50\n31-01-2026,C/F,,987.50,987.50\n",
			"2026-01-01 income 1000 summary B/F\n2026-01-13 expense 12.5 OAK\n2026-01-31 income 987.5 summary C/F"},
		"in: lakh without decimals": {"INR", "Date,Particulars,Amount\n13-01-2026,OAK,\"-1,23,456\"\n14-01-2026,PAY,\"9,00,000\"\n", "2026-01-13 expense 123456 OAK\n2026-01-14 income 900000 PAY"},
		"cn: wallet": {"CNY", "微信支付账单明细\n----------\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号\n2026-01-13 10:00:00,商户消费,Oak,bread,支出,¥12.50,零钱,支付成功,1000001\n2026-01-14 10:00:00,转账,Pay,transfer,收入,¥900.00,零钱,已存入零钱,1000002\n2026-01-15 10:00:00,商户消费,Elm,tea,/,¥3.00,零钱,已全额退款,1000003\n",
			"2026-01-13 expense 12.5 Oak bread\n2026-01-14 income 900 Pay transfer\n2026-01-15 income 3 held Elm tea"},
		"cn: two sides":                         {"CNY", "交易日期,摘要,支出金额,收入金额,余额\n20260113,Oak,12.50,,987.50\n20260114,Pay,,900.00,1887.50\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"cn: days in characters":                {"CNY", "日期,摘要,金额\n2026年1月13日,Oak,-12.50\n2026年1月14日,Pay,900.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"tabs":                                  {"USD", "Date\tDescription\tAmount\n2026-01-13\tOak, Inc; north\t-12.50\n2026-01-14\tPay\t900.00\n", "2026-01-13 expense 12.5 Oak, Inc; north\n2026-01-14 income 900 Pay"},
		"a mark before it":                      {"EUR", "\ufeffDate;Description;Amount\n2026-01-13;Oak;-12,50\n", "2026-01-13 expense 12.5 Oak"},
		"semicolons, decimal commas and quotes": {"EUR", "\"Date\";\"Description\";\"Amount\"\n\"2026-01-13\";\"Oak; north\";\"-12,50\"\n", "2026-01-13 expense 12.5 Oak; north"},
		"commas as decimals between commas":     {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12,50\n2026-01-14,Pay,900,00\n", "line 2: columns\nline 3: columns"},
		"days of mixed order":                   {"USD", "Date,Description,Amount\n13/01/2026,Oak,-12.50\n01/14/2026,Elm,-3.00\n15/01/2026,Ash,-4.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-15 expense 4 Ash\nline 3: date"},
		"days that may be either":               {"USD", "Date,Description,Amount\n03/04/2026,Oak,-12.50\n05/04/2026,Elm,-3.00\n", "2026-04-03 expense 12.5 Oak\n2026-04-05 expense 3 Elm\nunsure date_order"},
		"a fee column":                          {"EUR", "Date,Description,Amount,Fee\n2026-01-13,Oak,-12.50,0.00\n2026-01-14,Cash,-50.00,1.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 51 Cash\nunsure fee"},
		"a balance alone":                       {"EUR", "Date,Description,Balance\n2026-01-13,Oak,987.50\n2026-01-14,Pay,1887.50\n", "missing amount"},
		"both sides filled":                     {"EUR", "Date,Description,Debit,Credit\n2026-01-13,Oak,12.50,\n2026-01-14,Swap,5.00,7.00\n", "2026-01-13 expense 12.5 Oak\nline 3: amount"},
		"zero lines":                            {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-14,Card check,0.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 0 zero Card check"},
		"headings again on each page":           {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\nDate,Description,Amount\n2026-01-14,Elm,-3.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 3 Elm\nline 3: date"},
		"a second table":                        {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-14,Elm,-3.00\n\nDate,Description,Shares,Price,Amount\n2026-01-15,Fund,2,5.00,-10.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 3 Elm\nline 5: columns\nline 6: columns"},
		"a second table of the same width":      {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-14,Elm,-3.00\n\nDate,Description,Balance\n2026-01-15,Savings,500.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 3 Elm\nline 5: date\nline 6: table"},
		"a count of rows below":                 {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n\"1 row\"\n", "2026-01-13 expense 12.5 Oak\nline 3: columns"},
		"amounts with the code before":          {"EUR", "Date,Description,Amount\n2026-01-13,Oak,EUR -12.50\n2026-01-14,Pay,EUR900.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"another currency glued":                {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50USD\n2026-01-14,Pay,900.00EUR\n", "2026-01-13 expense 12.5 USD Oak\n2026-01-14 income 900 Pay"},
		"apostrophes":                           {"CHF", "Datum;Text;Betrag\n13.01.2026;Eiche;-1'234.50\n14.01.2026;Lohn;9’000.00\n", "2026-01-13 expense 1234.5 Eiche\n2026-01-14 income 9000 Lohn"},
		"a sign apart":                          {"EUR", "Date;Text;Sign;Amount\n13/01/2026;Oak;-;12,50\n14/01/2026;Pay;+;900,00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"in and out under short names":          {"EUR", "Date;Text;Out;In\n13/01/2026;Oak;12,50;\n14/01/2026;Pay;;900,00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"three decimals":                        {"TND", "Date;Text;Amount\n13/01/2026;Oak;-12,500\n14/01/2026;Pay;900,250\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900.25 Pay\nunsure decimal"},
		"a row without an amount":               {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-14,Note only,\n", "2026-01-13 expense 12.5 Oak\nline 3: amount"},
		"spaces everywhere":                     {"EUR", " Date ; Text ; Amount \n 13/01/2026 ; Oak ; -12,50 \n 14/01/2026 ; Pay ; 900,00 \n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"an exchange rate beside":               {"EUR", "Date,Description,Exchange rate,Amount\n2026-01-13,Oak,1.0850,-12.50\n2026-01-14,Pay,1.0900,900.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"a quantity beside":                     {"EUR", "Date,Item,Quantity,Price,Total\n2026-01-13,Oak,2,6.25,-12.50\n2026-01-14,Elm,1,3.00,-3.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 3 Elm"},
		"sides in brackets":                     {"INR", "Date,Narration,Amount (DR),Amount (CR)\n13/01/2026,Oak,12.50,\n14/01/2026,Pay,,900.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay"},
		"a card that tells what is owed": {"USD", "Date,Description,Amount,Balance\n01/13/2026,OAK,12.50,112.50\n01/14/2026,ELM,40.00,152.50\n01/15/2026,ASH,1.00,153.50\n01/20/2026,PAYMENT,-100.00,53.50\n",
			"2026-01-13 income 12.5 OAK\n2026-01-14 income 40 ELM\n2026-01-15 income 1 ASH\n2026-01-20 expense 100 PAYMENT\nunsure direction"},
		"the day once for several": {"EUR", "Date,Description,Amount\n2026-01-13,Oak,-12.50\n,Elm,-3.00\n", "2026-01-13 expense 12.5 Oak\nline 3: date"},
		"a word for neither way":   {"EUR", "Date,Description,Amount,Type\n2026-01-13,Oak,12.50,Debit\n2026-01-14,Pay,900.00,Credit\n2026-01-15,Own,40.00,Transfer\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 income 900 Pay\nline 4: direction"},
		"in cents":                 {"EUR", "Date,Description,Amount (cents)\n2026-01-13,Oak,-1250\n2026-01-14,Pay,90000\n", "missing amount"},
		"a fee beside two sides": {"EUR", "Date,Description,Debit,Credit,Fee\n2026-01-13,Oak,12.50,,0.00\n2026-01-14,Cash,50.00,,1.00\n2026-01-15,Pay,,900.00,0.00\n",
			"2026-01-13 expense 12.5 Oak\n2026-01-14 expense 51 Cash\n2026-01-15 income 900 Pay\nunsure fee"},
		"a fee beside two sides, and a balance": {"EUR", "Date,Description,Debit,Credit,Fee,Balance\n2026-01-13,Oak,12.50,,0.00,987.50\n2026-01-14,Cash,50.00,,1.00,937.50\n2026-01-15,Pay,,900.00,0.00,1837.50\n",
			"2026-01-13 expense 12.5 Oak\n2026-01-14 expense 50 Cash\n2026-01-15 income 900 Pay"},
		"two amounts of one name": {"EUR", "Date,Description,Amount,Amount\n2026-01-13,Oak,-12.50,-1.00\n2026-01-14,Elm,-3.00,-2.00\n", "2026-01-13 expense 12.5 Oak\n2026-01-14 expense 3 Elm\nunsure columns"},
		"unsigned, one row":       {"EUR", "Date,Description,Amount\n2026-01-13,Oak,12.50\n", "2026-01-13 income 12.5 Oak\nunsure direction"},
	} {
		if got := asPeopleSee(t, test.file, test.currency); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}
