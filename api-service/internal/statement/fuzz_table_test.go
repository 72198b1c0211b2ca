package statement

import (
	"errors"
	"slices"
	"testing"

	"financebot/pkg/api"
)

// answersEnough is more than a table has doubts.
const answersEnough = 12

// FuzzCSV holds whatever a table may be against what is promised of all files. Each of its doubts is
// answered by what is offered, and none is asked for ever.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"Date,Description,Amount,Type\n2026-01-13,Oak,100,Debit\n2026-01-14,Pay,900,Credit\n2026-01-15,Elm,40,Zorp\n2026-01-16,Ash,-50,Credit\n",
		"Day,Foo,Bar,Baz\n2026-01-13,Oak,12.50,87.50\n2026-01-14,Pay,900.00,987.50\n2026-01-15,Elm,7.50,980.00\n",
		"Day,Foo,Bar,Baz,Qux\n2026-01-13,Oak,12.50,,87.50\n2026-01-14,Pay,,900.00,987.50\n", "Date;Text;Xx;Yy\n13.01.26;Oak;1.234;\n14.01.26;Pay;;9.000\n",
		"Original amount,Original currency,Amount,Currency,Date\n-10.00,EUR,-195.00,MDL,03/04/2026\n", "Date,Amount,Type\n2026-01-13,1,\n2026-01-14,2,CR\n",
		"Дата;Описание;Расход;Приход;Статус\n13.01.2026;Дуб;1 234,50;;Проведено\n31.01.2026;Итого;1;;Ждёт\n", "Date,Amount,Fee,Balance\n2026-01-13,-50,1,949\n2026-01-14,-5,0,944\n",
		"交易时间,收/支,金额(元)\n2026年1月13日,支出,¥12.50\n", "Date,Amount\n2026-01-13,-1\n\nDate,Balance\n2026-01-14,2\n", "Date,Amount,Way\n2026-01-13,1,xup\n2026-01-14,2,yod\n2026-01-15,3,xup\n",
		"date,amount,kind,to_account,splits,tags\n2026-01-05,-1,transfer,B,\"[{\"\"amount\"\":\"\"1\"\"}]\",\"[\"\"a\"\"]\"\n",
	} {
		f.Add(seed, uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, way uint8) {
		const longest = 4 << 10
		if len(text) > longest {
			return
		}
		mapping := api.ImportMapping{}
		for range answersEnough {
			s, err := Read(t.Context(), []byte(text), Options{Format: api.FormatCSV, Encoding: "utf-8", Mapping: mapping, Currencies: []string{"MDL", "EUR"}})
			if err != nil {
				if mapping.Columns != nil && !errors.Is(err, ErrEmpty) {
					t.Fatalf("answered with %+v: %v", mapping, err)
				}
				return
			}
			hold(t, s, breaks(text)+1)
			if most := 40 * (len(text) + 100); s.Steps() > most {
				t.Errorf("%d steps for %d bytes", s.Steps(), len(text))
			}
			if len(s.Unsure) == 0 {
				return
			}
			ways := slices.DeleteFunc(s.Choices, func(c api.ImportChoice) bool { return c.Field != s.Unsure[0] })
			if len(ways) < 2 {
				t.Fatalf("%s is unsure, and there are %d ways: %q", s.Unsure[0], len(ways), text)
			}
			mapping = *ways[int(way)%len(ways)].Mapping
		}
		t.Errorf("%q is asked about for ever, at last by %+v", text, mapping)
	})
}

// FuzzSummary: what is a balance or a total is one however it is written, and with more words it is none.
func FuzzSummary(f *testing.F) {
	for _, seed := range []string{"Closing balance", "Итого", "S A L D O", "B/F", "Total 12", "余额"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !balances[summaryPhrase(text)] && !totals[summaryPhrase(text)] {
			return
		}
		if more := summaryPhrase(text + " Bakery"); balances[more] || totals[more] {
			t.Errorf("%q is a summary also with more words", text)
		}
	})
}
