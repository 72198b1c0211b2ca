package suite

import (
	"strings"
	"testing"
)

func reported(events ...string) string {
	var out strings.Builder
	r := newReport(&out)
	_, _ = r.Write([]byte(strings.Join(events, "\n") + "\n"))
	r.summarize()
	return out.String()
}

func TestReportShowsFailuresAndCounts(t *testing.T) {
	t.Parallel()
	got := reported(
		`{"Action":"run","Package":"p","Test":"TestGood"}`,
		`{"Action":"output","Package":"p","Test":"TestGood","Output":"quiet words\n"}`,
		`{"Action":"pass","Package":"p","Test":"TestGood"}`,
		`{"Action":"output","Package":"p","Test":"TestBad","Output":"loud words\n"}`,
		`{"Action":"fail","Package":"p","Test":"TestBad"}`,
		`{"Action":"skip","Package":"p","Test":"TestLazy"}`,
		`{"Action":"output","Package":"p","Output":"FAIL\n"}`,
		`{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}`,
		`{"Action":"fail","Package":"p"}`,
		`go: a message of its own`,
	)
	for _, want := range []string{"loud words", "FAIL\tp\t0.1s", "p TestBad", "a message of its own", "FAIL: 1 passed, 1 failed, 1 skipped in 1 packages"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "quiet words") {
		t.Errorf("a test that passed is shown:\n%s", got)
	}
}

func TestVerboseReportShowsWhatPassedTestsWrote(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	r := newReport(&out)
	r.verbose = true
	_, _ = r.Write([]byte(`{"Action":"output","Package":"p","Test":"TestGood","Output":"a figure\n"}` + "\n" +
		`{"Action":"pass","Package":"p","Test":"TestGood"}` + "\n"))
	if !strings.Contains(out.String(), "a figure") {
		t.Errorf("got:\n%s", &out)
	}
}

func TestReportShowsWhatACrashCutOff(t *testing.T) {
	t.Parallel()
	got := reported(
		`{"Action":"output","Package":"p","Test":"TestCrash","Output":"panic: oh\n"}`,
		`{"Action":"fail","Package":"p"}`,
	)
	if !strings.Contains(got, "panic: oh") || !strings.Contains(got, "FAIL: ") {
		t.Errorf("the panic is not shown:\n%s", got)
	}
}

func TestReportNamesWhatWasSkippedAndWhy(t *testing.T) {
	t.Parallel()
	got := reported(
		`{"Action":"output","Package":"p","Test":"TestShown","Output":"=== RUN   TestShown\n"}`,
		`{"Action":"output","Package":"p","Test":"TestShown","Output":"    page_test.go:12: chromium is not installed\n"}`,
		`{"Action":"output","Package":"p","Test":"TestShown","Output":"--- SKIP: TestShown (0.00s)\n"}`,
		`{"Action":"skip","Package":"p","Test":"TestShown"}`,
		`{"Action":"skip","Package":"p","Test":"TestSilent"}`,
		`{"Action":"pass","Package":"p"}`,
	)
	for _, want := range []string{
		"p TestShown: chromium is not installed\n", "p TestSilent: it did not say why\n", "ok: 0 passed, 0 failed, 2 skipped",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
}

func TestReportEndsWellWhenAllPass(t *testing.T) {
	t.Parallel()
	got := reported(`{"Action":"pass","Package":"p","Test":"TestGood"}`, `{"Action":"pass","Package":"p"}`)
	if !strings.Contains(got, "ok: 1 passed, 0 failed, 0 skipped in 1 packages") {
		t.Errorf("got:\n%s", got)
	}
}
