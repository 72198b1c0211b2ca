package statement

import (
	"fmt"
	"strings"
	"testing"

	"financebot/pkg/api"
)

func TestQIFIsReadAsItsProgramsWriteIt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Scategory\nDa category\nTx\n^\n", 500)

	readings{
		"lines that end in CR": {"!Type:Bank\rD13/01/2026\rT-1,5\r^\rD02/03/2026\rT-3,25\r^\r", "2 2026-01-13 expense 1.5\n5 2026-03-02 expense 3.25"},
		"years of one digit":   {"!Type:Bank\nD8/31' 0\nT-1\n^\nD1/ 5' 7\nT-2\n^\nD1/ 5'07\nT-3\n^\n", "2 2000-08-31 expense 1\n5 2007-01-05 expense 2\n8 2007-01-05 expense 3"},
		"a date late in the file settles the order": {
			"!Type:Bank\n" + strings.Repeat("D01/02/2026\nT-1\n^\n", 600) + "D13/02/2026\nT-2\n^\n",
			strings.Join(repeated(600, "2026-02-01 expense 1"), "\n") + "\n1802 2026-02-13 expense 2",
		},
		"lists before the entries": {"!Type:Cat\n" + long + "!Type:Bank\nD13/02/2026\nT-1\n^\n", "2003 2026-02-13 expense 1"},
	}.hold(t)
}

// repeated is a row of three lines each, from line 2 on.
func repeated(times int, row string) []string {
	var all []string
	for i := range times {
		all = append(all, fmt.Sprintf("%d %s", 2+3*i, row))
	}
	return all
}

func TestPartsOfQIF(t *testing.T) {
	t.Parallel()
	entry := func(amount string, parts ...string) string {
		return "!Type:Bank\nD1/25/2026\nT" + amount + "\nPOak\n" + strings.Join(parts, "\n") + "\n^\n"
	}

	readings{
		"of nothing": {entry("-100.00", "LPrincipal", "SPrincipal", "$-100.00", "S", "$0.00"), "2 2026-01-25 expense 100.00 ~Oak !Principal"},
		"of no amount": {
			entry("-100.00", "SPrincipal", "$-60.00", "SInterest", "$-40.00", "S"),
			"2 2026-01-25 expense 100.00 ~Oak [Principal 60.00 ] [Interest 40.00 ]",
		},
		"both ways": {
			entry("1,000.00", "LSalary", "SSalary", "$1,500.00", "STax", "Estate", "$-500.00"),
			"2 2026-01-25 income 1000.00 ~Oak !Salary 'Salary 1500.00; Tax state -500.00",
		},
		"that do not add up": {
			entry("-10", "SFood", "$-6", "SHome", "$-3"), "2 2026-01-25 expense 10 ~Oak 'Food 6; Home 3",
		},
		"for another account": {
			entry("-100", "SFood", "$-60", "S[Savings]", "Eput by", "$-40"),
			"2 2026-01-25 expense 60 ~Oak !Food\n2 2026-01-25 expense 40 >Savings ~Oak 'put by",
		},
		"that are none": {entry("-10", "SFood", "$x"), "2! splits"},
	}.hold(t)
}

func TestManyPartsOfQIFAreToldInTheNote(t *testing.T) {
	t.Parallel()
	parts := strings.Repeat("SFood\n$-1\n", api.MaxSplits+1)

	s, err := Read(t.Context(), []byte("!Type:Bank\nD1/25/2026\nT-101\n"+parts+"^\nD1/26/2026\nT-1\n^\n"), Options{})
	if err != nil || len(s.Problems) != 0 || len(s.Rows) != 2 {
		t.Fatalf("got %v, %s", err, briefs(s))
	}
	if r := s.Rows[0]; len(r.Splits) != 0 || r.Amount != "101" || !strings.HasPrefix(r.Note, "Food 1; Food 1; ") || !strings.HasSuffix(r.Note, "…") {
		t.Errorf("got %s", brief(r))
	}
}

// Of transfers that a file tells on both sides the second is marked, and no more than there are.
func TestTheOtherSideOfATransferIsMarked(t *testing.T) {
	t.Parallel()
	account := func(name string, entries ...string) string {
		return "!Account\nN" + name + "\nTBank\n^\n!Type:Bank\n" + strings.Join(entries, "")
	}
	entry := func(day, amount, to string) string { return "D1/" + day + "/2026\nT" + amount + "\nL[" + to + "]\n^\n" }

	for name, test := range map[string]struct{ file, want string }{
		"once":        {account("A", entry("25", "-100", "B")) + account("B", entry("25", "100.00", "A")), "-+"},
		"twins":       {account("A", entry("25", "-5", "B"), entry("25", "-5", "B")) + account("B", entry("25", "5", "A")), "--+"},
		"back again":  {account("A", entry("25", "-5", "B"), entry("25", "5", "B")) + account("B", entry("25", "5", "A"), entry("25", "-5", "A")), "--++"},
		"another day": {account("A", entry("25", "-5", "B")) + account("B", entry("26", "5", "A")), "--"},
		"one side":    {account("A", entry("25", "-5", "C")) + account("B", entry("25", "5", "C")), "--"},
		"a part":      {account("A", "D1/25/2026\nT-9\nSFood\n$-4\nS[B]\n$-5\n^\n") + account("B", entry("25", "5", "A")), "--+"},
	} {
		s, err := Read(t.Context(), []byte(test.file), Options{})
		got := ""
		for _, r := range s.Rows {
			if r.Mirror {
				got += "+"
			} else {
				got += "-"
			}
		}
		if err != nil || got != test.want {
			t.Errorf("%s: %v, got %s, want %s of\n%s", name, err, got, test.want, briefs(s))
		}
	}
}

func TestDoubtsAboutQIFAreOffered(t *testing.T) {
	t.Parallel()
	file := []byte("!Type:Bank\nD3/4/2026\nT-1,500\nPOak\n^\n")

	s, err := Read(t.Context(), file, Options{})
	if err != nil || strings.Join(s.Unsure, " ") != "date_order decimal" || len(s.Choices) != 4 {
		t.Fatalf("got %v, unsure %v, %+v", err, s.Unsure, s.Choices)
	}
	for i, want := range []string{
		"date_order dmy false 2026-04-03 1500", "date_order mdy true 2026-03-04 1500",
		"decimal . true 2026-03-04 1500", "decimal , false 2026-03-04 1.500",
	} {
		choice := s.Choices[i]
		got := fmt.Sprintln(choice.Field, choice.Value, choice.Supposed, choice.Rows[0].Date, choice.Rows[0].Amount)
		if strings.TrimSpace(got) != want {
			t.Errorf("choice %d: got %s, want %s", i, got, want)
		}

		again, err := Read(t.Context(), file, Options{Mapping: *choice.Mapping})
		if err != nil || len(again.Unsure) != 1 || again.Rows[0].Amount != choice.Rows[0].Amount || sampleOf(again.Rows[0]) != choice.Rows[0] {
			t.Errorf("choice %d taken: %v, unsure %v, %s", i, err, again.Unsure, briefs(again))
		}
	}
}
