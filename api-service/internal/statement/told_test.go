package statement

import (
	"fmt"
	"strings"
	"testing"

	"financebot/pkg/api"
)

// seen is a table as it is read, in a line each: rows, those that are summaries, faults, and what
// is unsure.
func seen(t *testing.T, file string, currencies ...string) string {
	t.Helper()
	s, err := Read(t.Context(), []byte(file), Options{Currencies: currencies})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, r := range s.Rows {
		line := fmt.Sprintf("%d %s %s", r.Line, r.Kind, strings.TrimSuffix(shortest(r.Amount), "."))
		if r.Currency != "" {
			line += " " + r.Currency
		}
		if r.Summary {
			line += " summary"
		}
		if r.Held {
			line += " held"
		}
		all = append(all, line)
	}
	for _, p := range s.Problems {
		all = append(all, fmt.Sprintf("%d! %s", p.Line, p.Code))
	}
	if len(s.Missing) > 0 {
		all = append(all, "missing "+strings.Join(s.Missing, " "))
	}
	if len(s.Unsure) > 0 {
		all = append(all, "unsure "+strings.Join(s.Unsure, " "))
	}
	return strings.Join(all, "\n")
}

type tellings map[string]struct{ file, want string }

func (all tellings) hold(t *testing.T, currencies ...string) {
	t.Helper()
	for name, test := range all {
		if got := seen(t, test.file, currencies...); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// A column of directions counts for the lines that are clear. A word that nobody knows, and one that the
// sign beside it contradicts, is told with its line.
func TestDirectionsCountLineByLine(t *testing.T) {
	t.Parallel()
	tellings{
		"an odd word and an odd sign": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,40,Zorp\n2026-01-16,Ash,-50,Credit\n2026-01-17,Bus,3,Debit\n",
			"2 expense 100\n3 income 900\n6 expense 3\n4! direction\n5! direction"},
		"letters": {
			"Date,Description,Amount,D/C\n2026-01-13,Oak,100,D\n2026-01-14,Pay,900,C\n2026-01-15,Elm,40,X\n2026-01-16,Ash,-50,C\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"German": {
			"Datum;Text;Betrag;Soll/Haben\n13.01.2026;Eiche;100,00;S\n14.01.2026;Lohn;900,00;H\n15.01.2026;Ulme;40,00;?\n16.01.2026;Esche;-50,00;H\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"Indian": {
			"Date,Narration,Amount,Cr/Dr\n13/01/2026,Oak,100.00,DR\n14/01/2026,Pay,900.00,CR\n15/01/2026,Elm,40.00,XX\n16/01/2026,Ash,-50.00,CR\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"Russian": {
			"Дата;Описание;Сумма;Приход/Расход\n13.01.2026;Дуб;100,00;Расход\n14.01.2026;Зарплата;900,00;Приход\n15.01.2026;Клён;40,00;Корр\n16.01.2026;Вяз;-50,00;Приход\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"Romanian": {
			"Data;Descriere;Suma;Intrare/Ieșire\n13.01.2026;Stejar;100,00;Ieșire\n14.01.2026;Salariu;900,00;Intrare\n15.01.2026;Ulm;40,00;Altele\n16.01.2026;Frasin;-50,00;Intrare\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"in and out": {
			"Date,Description,Amount,Direction\n2026-01-13,Oak,100,out\n2026-01-14,Pay,900,in\n2026-01-15,Elm,40,side\n2026-01-16,Ash,-50,in\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction"},
		"signs of their own": {
			"Date,Description,Amount,Flow\n2026-01-13,Oak,100,-\n2026-01-14,Pay,900,+\n2026-01-15,Elm,3,-\n2026-01-16,Ash,-50,+\n",
			"2 expense 100\n3 income 900\n4 expense 3\n5! direction"},
		"Chinese": {
			"交易时间,交易对方,收/支,金额\n2026-01-13 10:00:00,Oak,支出,100.00\n2026-01-14 10:00:00,Pay,收入,900.00\n2026-01-15 10:00:00,Elm,不计,40.00\n",
			"2 expense 100\n3 income 900\n4! direction"},
		"cells without a word": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,40,\n",
			"2 expense 100\n3 income 900\n4! direction"},
		"words of one way only": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,100,\n2026-01-14,Pay,900,CR\n2026-01-15,Elm,40,\n",
			"missing direction\nunsure direction"},
		"words of one way only, and a balance": {
			"Date,Description,Amount,Type,Balance\n2026-01-12,Start,7,CR,1000\n2026-01-13,Oak,100,,900\n2026-01-14,Pay,900,CR,1800\n2026-01-15,Elm,40,,1760\n",
			"2 income 7\n3 expense 100\n4 income 900\n5 expense 40"},
		"mostly odd words": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,40,Zorp\n2026-01-16,Ash,50,Zap\n2026-01-17,Bus,3,Zip\n",
			"2 expense 100\n3 income 900\n4! direction\n5! direction\n6! direction"},
		"signs rule, an odd word and an odd sign": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,-100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,-40,Zorp\n2026-01-16,Ash,-50,Credit\n2026-01-17,Bus,-3,Debit\n",
			"2 expense 100\n3 income 900\n4 expense 40\n6 expense 3\n5! direction"},
		"signs and words agree, an odd word": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,-100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,-40,Fee\n",
			"2 expense 100\n3 income 900\n4 expense 40"},
		"a card's credits have the minus": {
			"Date,Description,Amount,Type\n2026-01-13,Oak,100,Debit\n2026-01-14,Pay,-900,Credit\n2026-01-15,Elm,40,Debit\n2026-01-16,Back,-5,Credit\n",
			"2 expense 100\n3 income 900\n4 expense 40\n5 income 5"},
	}.hold(t)
}

// Of columns that nobody names the arithmetic decides only where it holds on each row, and more than one.
func TestUnnamedAmountsAreAskedUnlessTheyReckon(t *testing.T) {
	t.Parallel()
	tellings{
		"it holds": {
			"Day,Foo,Bar,Baz\n2026-01-13,Oak,12.50,87.50\n2026-01-14,Pay,900.00,987.50\n2026-01-15,Elm,7.50,980.00\n2026-01-16,Ash,80.00,900.00\n",
			"missing direction\nunsure direction"},
		"one row":  {"Day,Foo,Bar,Baz\n2026-01-13,Oak,12.50,87.50\n", "2 income 12.5\nunsure columns direction"},
		"two rows": {"Day,Foo,Bar,Baz\n2026-01-13,Oak,12.50,100.00\n2026-01-14,Elm,12.50,87.50\n", "2 income 12.5\n3 income 12.5\nunsure columns direction"},
		"but for one row": {
			"Day,Foo,Bar,Baz\n2026-01-13,Oak,12.50,87.50\n2026-01-14,Pay,900.00,987.50\n2026-01-15,Elm,7.50,981.00\n2026-01-16,Ash,80.00,901.00\n",
			"2 income 12.5\n3 income 900\n4 income 7.5\n5 income 80\nunsure columns direction"},
		"two sides and a balance": {
			"Day,Foo,Bar,Baz,Qux\n2026-01-13,Oak,12.50,,87.50\n2026-01-14,Pay,,900.00,987.50\n2026-01-15,Elm,7.50,,980.00\n",
			"2 expense 12.5\n3 income 900\n4 expense 7.5"},
		"two sides and two rows": {
			"Day,Foo,Bar,Baz,Qux\n2026-01-13,Oak,12.50,,87.50\n2026-01-14,Pay,,900.00,987.50\n", "missing direction\nunsure direction"},
		"equal amounts, newest first": {
			"Day,Foo,Bar,Balance\n2026-01-15,Oak,9.99,70.03\n2026-01-14,Oak,9.99,80.02\n2026-01-13,Oak,9.99,90.01\n",
			"2 expense 9.99\n3 expense 9.99\n4 expense 9.99"},
		"equal amounts of one day": {
			"Day,Foo,Amount,Balance\n2026-01-13,Oak,9.99,70.03\n2026-01-13,Oak,9.99,80.02\n2026-01-13,Oak,9.99,90.01\n",
			"2 income 9.99\n3 income 9.99\n4 income 9.99\nunsure direction"},
	}.hold(t)
}

// A line that tells a balance or a total is no movement. One that merely has such a word is.
func TestBalancesAndTotalsAreNoMovements(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"Opening balance", "Closing Balance", "CLOSING BALANCE AS OF 31.01.2026", "Balance b/f", "Total", "TOTAL:", "Grand total", "Total debits",
		"Sold final", "Sold inițial la 01.01.2026", "Sold la data de 31.01.2026", "Total rulaj", "Остаток", "Исходящий остаток на 31.01.2026", "Итого", "Итого за январь 2026:",
		"Входящее сальдо", "Остаток на начало периода", "Вхідний залишок", "Усього", "Saldovortrag", "Neuer Kontostand", "Solde au 31/01/2026", "Saldo anterior", "Saldo do dia",
		"S A L D O", "期末余额", "合计", "Balance 1,234.00 USD",
	} {
		file := "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-31,\"" + words + "\",987.50\n"
		if got := seen(t, file); got != "2 expense 12.5\n3 income 987.5 summary" {
			t.Errorf("%s: %s", words, got)
		}
	}
	for _, words := range []string{
		"Total Wine", "New Balance shoes", "TotalEnergies 4412", "Total 4412 Paris", "Balance Yoga Studio", "Sold to Ana", "Sumar Market", "Итого-Маркет Дуб", "Balance transfer fee",
		"Остаток пути кафе", "Solder parts", "Report magazine", "Saldo Pizzeria", "Closing balance sheet course", "Total Martin", "Summe Bäckerei",
	} {
		file := "Date,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-31,\"" + words + "\",-9.50\n"
		if got := seen(t, file); got != "2 expense 12.5\n3 expense 9.5" {
			t.Errorf("%s: %s", words, got)
		}
	}
	tellings{
		"a shop of that name, with more words": {"Date,Payee,Note,Amount\n2026-01-13,Total,fuel,-12.50\n2026-01-14,Oak,bread,-3.00\n", "2 expense 12.5\n3 expense 3"},
		"before the headings": {
			"Opening balance,2026-01-01,1000.00\nDate,Description,Amount\n2026-01-13,Oak,-12.50\n2026-01-14,Elm,-3.00\n", "3 expense 12.5\n4 expense 3"},
		"with a word of direction": {"Date,Description,Amount,Type\n2026-01-13,Oak,12.50,Debit\n2026-01-14,Pay,900,Credit\n2026-01-31,Total,887.50,Credit\n",
			"2 expense 12.5\n3 income 900\n4 income 887.5 summary"},
		"on its own side": {"Date,Description,Debit,Credit\n2026-01-01,Opening balance,,1000.00\n2026-01-13,Oak,12.50,\n2026-01-14,Pay,,900.00\n",
			"2 income 1000 summary\n3 expense 12.5\n4 income 900"},
		"beside a balance that it is": {
			"Date,Description,Amount,Balance\n2026-01-01,Opening balance,100.00,100.00\n2026-01-13,Oak,12.50,87.50\n2026-01-14,Elm,7.50,80.00\n2026-01-31,Closing balance,80.00,80.00\n",
			"2 expense 100 summary\n3 expense 12.5\n4 expense 7.5\n5 expense 80 summary"},
		"in QIF": {"!Type:Bank\nD01/31/2026\nT1000.00\nPOpening Balance\nL[Checking]\n^\nD02/13/2026\nT-12.50\nPOak\n^\n", "2 income 1000 summary\n7 expense 12.5"},
	}.hold(t)
}

// Each amount has its own currency. What is booked is the account's amount, whatever the shop asked for.
func TestOriginalAmountsAreNotTheAccounts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ headings, cells, want string }{
		"no currency of its own":          {"Original amount,Original currency,Amount", "-10.00,EUR,-195.00|-25.00,MDL,-25.00", "195| 25"},
		"with its own":                    {"Original amount,Original currency,Amount,Currency", "-10.00,EUR,-195.00,MDL|-25.00,MDL,-25.00,MDL", "195 MDL|25 MDL"},
		"behind it":                       {"Amount,Original amount,Original currency", "-195.00,-10.00,EUR|-25.00,-25.00,MDL", "195|25"},
		"its own first":                   {"Amount,Currency,Foreign amount,Foreign currency", "-195.00,MDL,-10.00,EUR|-25.00,MDL,-25.00,MDL", "195 MDL|25 MDL"},
		"only one is foreign":             {"Foreign amount,Foreign currency,Amount", "-10.00,EUR,-195.00|-12.00,EUR,-234.00", "195|234"},
		"billing":                         {"Transaction amount,Transaction currency,Billing amount,Billing currency", "-10.00,EUR,-195.00,MDL|-25.00,MDL,-25.00,MDL", "195 MDL|25 MDL"},
		"billing apart from its currency": {"Transaction currency,Billing currency,Transaction amount,Billing amount", "EUR,MDL,-10.00,-195.00|MDL,MDL,-25.00,-25.00", "195 MDL|25 MDL"},
		"billing without a currency":      {"Transaction amount,Transaction currency,Billing amount", "-10.00,EUR,-195.00|-25.00,MDL,-25.00", "195|25"},
		"Russian":                         {"Сумма операции,Валюта операции,Сумма платежа,Валюта платежа", "-10.00,EUR,-195.00,MDL|-25.00,MDL,-25.00,MDL", "195 MDL|25 MDL"},
		"Russian, of the account":         {"Сумма операции,Валюта операции,Сумма в валюте счета", "-10.00,EUR,-195.00|-25.00,MDL,-25.00", "195|25"},
		"Romanian":                        {"Suma în valută,Valuta,Suma", "-10.00,EUR,-195.00|-25.00,MDL,-25.00", "195|25"},
		"Romanian, in lei":                {"Suma în valuta,Valuta,Suma în MDL", "-10.00,EUR,-195.00|-25.00,MDL,-25.00", "195 MDL|25 MDL"},
		"German":                          {"Originalbetrag,Originalwährung,Betrag,Währung", "-10.00,EUR,-195.00,MDL|-25.00,MDL,-25.00,MDL", "195 MDL|25 MDL"},
		"two sides":                       {"Original amount,Original currency,Debit,Credit", "10.00,EUR,195.00,|1.00,EUR,,25.00", "195|+25"},
		"beside a tax":                    {"Amount,Currency,VAT amount", "-195.00,MDL,-19.00|-25.00,MDL,-2.00", "195 MDL|25 MDL"},
	} {
		file := "Date,Description," + test.headings + "\n"
		want := ""
		for i, cells := range strings.Split(test.cells, "|") {
			file += fmt.Sprintf("2026-01-1%d,Oak,%s\n", 3+i, cells)
		}
		for i, amount := range strings.Split(test.want, "|") {
			kind := api.Expense
			if rest, in := strings.CutPrefix(amount, "+"); in {
				kind, amount = api.Income, rest
			}
			want += fmt.Sprintf("%d %s %s\n", 2+i, kind, strings.TrimSpace(amount))
		}
		if got := seen(t, file, "MDL", "EUR"); got != strings.TrimSpace(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	const pairs = "Date,Description,Transaction amount,Transaction currency,Amount in account currency,Account currency\n2026-01-13,Oak,-10.00,EUR,-195.00,MDL\n"
	if got := seen(t, pairs, "USD", "MDL"); got != "2 expense 195 MDL" {
		t.Errorf("of an account that is not the first: %s", got)
	}
	tellings{
		"two that are alike": {"Date,Description,Amount 1,Amount 2\n2026-01-13,Oak,-12.50,-3.00\n2026-01-14,Elm,-4.00,-5.00\n", "2 expense 12.5\n3 expense 4\nunsure columns"},
	}.hold(t)
}
