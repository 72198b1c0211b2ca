package statement

import (
	"strings"
	"testing"
)

// mt940Of is a statement without balances, with these fields.
func mt940Of(fields ...string) string {
	return ":20:STARTUMS\r\n:25:10020030/1234567\r\n:28C:5/1\r\n:34F:EUR0,\r\n" + strings.Join(fields, "\r\n") + "\r\n-\r\n"
}

func TestMT940IsReadAsItsBanksWriteIt(t *testing.T) {
	t.Parallel()
	readings{
		"German": {
			mt940Of(":61:2601130113DR12,50NTRFNONREF//2026011300001",
				":86:166?00SEPA-UEBERWEISUNG?109310?20EREF+NOTPROVIDED-0123456789?21SVWZ+Rechnung 17 vom dritte?22n Januar?30MARKDEF1100",
				"?31DE02100100100006820101?32Oak Baeckerei Gesellschaft?33m.b.H.?34000"),
			"5 2026-01-13 expense 12.50 EUR ~Oak Baeckerei Gesellschaft m.b.H. 'Rechnung 17 vom dritten Januar id:2026011300001",
		},
		"Dutch": {
			mt940Of(":61:260113D3,NTRFEREF//26011312345678",
				":86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/J",
				"ANSEN BV/REMI/Factuur 12/2026/EREF/NOTPROVIDED",
				":61:2601140114C900,00NTRFEREF",
				":86:/EREF/S1//CNTP/NL91ABNA0417164300/ABNANL2A/Elm Works/AMSTERDAM///REMI/USTD//Salaris januari/"),
			"5 2026-01-13 expense 3 EUR ~JANSEN BV 'Factuur 12/2026 id:26011312345678\n8 2026-01-14 income 900.00 EUR ~Elm Works 'Salaris januari",
		},
		"Polish": {
			mt940Of(":61:2601130113DN20,00S020NONREF//0000042", ":86:020~00VE02~20Czynsz za styczen~21~22~30114020~31000000~32DAB SPOLKA~33Z O.O.~38PL61"),
			"5 2026-01-13 expense 20.00 EUR ~DAB SPOLKA Z O.O. 'Czynsz za styczen id:0000042",
		},
		"Romanian, in plain words": {
			mt940Of(":61:2601130113D45,5NMSC", ":86:Plata la POS", "Stejar SRL  Cluj-Napoca", ":61:2601140114C1,00NINTNONREF", "Dobanda luna ianuarie"),
			"5 2026-01-13 expense 45.5 EUR 'Plata la POS Stejar SRL Cluj-Napoca\n8 2026-01-14 income 1.00 EUR 'Dobanda luna ianuarie",
		},
		"reversals": {
			mt940Of(":61:260113RD5,00NTRFNONREF", ":61:260113RC6,00NTRFNONREF", ":61:260113RCR7,00NTRFNONREF"),
			"5 2026-01-13 income 5.00 EUR\n6 2026-01-13 expense 6.00 EUR\n7 2026-01-13 expense 7.00 EUR",
		},
		"booked in the year before or after": {
			mt940Of(":61:2601021231D1,NTRFNONREF", ":61:2512310102D2,NTRFNONREF", ":61:2403010229D3,NTRFNONREF"),
			"5 2025-12-31 expense 1 EUR\n6 2026-01-02 expense 2 EUR\n7 2024-02-29 expense 3 EUR",
		},
		"in SWIFT's envelope": {
			"{1:F01BANKDEFFXXXX0000000000}{2:I940CLIENTXXXXXXN}{4:\n:20:1\n:25:77\n:61:260113D1,NTRFNONREF\n-}\n{1:F01}{2:I940}{4:\n:20:2\n:25:78\n:61:260114D2,NTRFNONREF\n-}",
			"4 2026-01-13 expense 1 @77\n9 2026-01-14 expense 2 @78",
		},
		"a telephone number is no subfield": {mt940Of(":61:260113D1,NTRFNONREF", ":86:+40 722 111 222"), "5 2026-01-13 expense 1 EUR '+40 722 111 222"},
		"fields of the bank's own":          {mt940Of(":61:260113D1,NTRFNONREF", ":86:Oak", ":NS:22secret"), "5 2026-01-13 expense 1 EUR 'Oak"},
		"faults": {
			mt940Of(":61:261313D1,NTRF", ":61:2601130230D1,NTRF", ":61:260113X1,NTRF", ":61:260113D,NTRF", ":61:260113D1,NTRFNONREF"),
			"9 2026-01-13 expense 1 EUR\n5! date\n6! date\n7! movement\n8! movement",
		},
	}.hold(t)
}

func TestExpectedEntriesOfMT942AreHeld(t *testing.T) {
	t.Parallel()
	s, err := Read(t.Context(), []byte(mt940Of(":61:260113ED5,00NTRFNONREF", ":61:260113EC6,00NTRFNONREF")), Options{})
	if want := "5 2026-01-13 expense 5.00 EUR\n6 2026-01-13 income 6.00 EUR"; err != nil || briefs(s) != want {
		t.Fatalf("got %v\n%s\nwant\n%s", err, briefs(s), want)
	}
	if !s.Rows[0].Held || !s.Rows[1].Held || s.Source != "10020030/1234567" {
		t.Errorf("got %+v", s)
	}
}

func TestBalancesOfMT940AreCompared(t *testing.T) {
	t.Parallel()
	page := func(before, after string) string {
		return ":20:1\n:25:77\n:60" + before + "\n:61:260113D12,50NTRFNONREF\n:62" + after + "\n:86:Kontostand\n"
	}
	const row, second = "4 2026-01-13 expense 12.50 EUR", "\n10 2026-01-13 expense 12.50 EUR"

	readings{
		"they agree":  {page("F:C260112EUR10,00", "F:D260113EUR2,50") + "-\n", row},
		"of pages":    {page("F:C260112EUR100,00", "M:C260113EUR87,50") + page("M:C260113EUR87,50", "F:C260113EUR75,"), row + second},
		"they do not": {page("F:C260112EUR10,00", "F:C260113EUR2,50"), row + "\n5! balance"},
		"of a page":   {page("F:C260112EUR100,00", "M:C260113EUR87,50") + page("M:C260113EUR87,50", "F:C260113EUR70,"), row + second + "\n11! balance"},
		"none":        {page("X:", "F:C260113EUR2,50"), "4 2026-01-13 expense 12.50"},
	}.hold(t)
}
