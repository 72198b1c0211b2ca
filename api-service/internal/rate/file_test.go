package rate

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"financebot/pkg/errs"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestFilesOfRatesAreRead(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain":      "2026-02-01,EUR,MDL,19.5\n2024-02-29,usd,mdl,17.80\n",
		"heading":    "Date,base,QUOTE,rate\r\n2026-02-01,EUR,MDL,19.5\r\n\r\n2024-02-29,USD,MDL,17.8",
		"semicolons": "\xef\xbb\xbfdate;base;quote;rate\n2026-02-01; EUR ;MDL;19,5\n2024-02-29;USD;MDL;17.8\n",
		"tabs":       "2026-02-01\tEUR\tMDL\t19,50\n2024-02-29\tUSD\tMDL\t17,8\n",
		"quotes":     "\"2026-02-01\",\"EUR\",\"MDL\",\"19.5\"\n2024-02-29,USD,MDL,17.8\n",
	} {
		got, err := readFile([]byte(text), noon)
		if err != nil || len(got) != 2 || got[0].Base != "EUR" || got[0].Rate != "19.5" || got[1].Quote != "MDL" || got[1].Rate != "17.8" ||
			got[1].Date.Format(time.DateOnly) != "2024-02-29" || !got[0].CreatedAt.Equal(noon) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestBrokenLinesAreNamed(t *testing.T) {
	t.Parallel()
	for line, code := range map[string]string{
		"2026-02-30,EUR,MDL,19.5": "invalid", ",EUR,MDL,19.5": "rate.date", "01.02.2026,EUR,MDL,19.5": "invalid", "1969-01-01,EUR,MDL,1": "rate.date",
		"2026-02-01,XXX,MDL,19.5": "unknown", "2026-02-01,EUR,EUR,1": "same", "2026-02-01,EUR,MDL,0": "money.rate", "2026-02-01,EUR,MDL,x": "money.rate",
		"2026-02-01,EUR,MDL,-1": "money.rate", "2026-02-01,EUR,MDL,": "required", "2026-02-01,EUR,MDL": "columns", "2026-02-01,EUR,MDL,19,5": "columns",
		"2026-01-01,EUR,MDL,7": "double", "2026-02-01,EUR,MDL,\"7": "quotes", "date,base,quote,rate": "invalid",
	} {
		got, err := readFile([]byte("date,base,quote,rate\n2026-01-01,EUR,MDL,19\n\n"+line+"\n2026-01-02,EUR,MDL,19\n"), noon)
		e := errs.As(err)
		if got != nil || !errors.Is(err, ErrFile) || len(e.Fields) != 1 || e.Fields[0].Field != "line 4" || e.Fields[0].Code != code || e.Fields[0].Message == "" {
			t.Errorf("%q: %+v, %+v", line, got, e)
		}
	}
	if len(ErrFile.Fields) != 0 {
		t.Error("the declared error was written to")
	}
}

func TestFilesHaveBounds(t *testing.T) {
	t.Parallel()
	var long, faulty strings.Builder
	for i := range maxLines + 1 {
		day := time.Date(1970, 1, 1+i%19000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		fmt.Fprintf(&long, "%s,%s,MDL,1\n", day, []string{"EUR", "USD", "RON"}[i/19000])
		faulty.WriteString("x\n")
	}
	for want, text := range map[*errs.Error]string{
		ErrFileLong: long.String(), ErrFileNone: "date,base,quote,rate\n", ErrFileText: "2026-01-01,EUR,MDL,\xff",
	} {
		if _, err := readFile([]byte(text), noon); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if _, err := readFile([]byte(faulty.String()), noon); len(errs.As(err).Fields) != faultsShown {
		t.Errorf("got %d faults", len(errs.As(err).Fields))
	}
}

func FuzzFile(f *testing.F) {
	f.Add([]byte("date;base;quote;rate\n2026-02-01;EUR;MDL;19,5\n"))
	f.Add([]byte("\"\n,"))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := readFile(content, noon)
		if (err == nil) != (len(got) > 0) || err != nil && errs.As(err) == nil {
			t.Fatalf("%q: %v, %v", content, got, err)
		}
	})
}
