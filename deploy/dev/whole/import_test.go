package whole_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/pkg/api"
)

// The API dies over a file twice: when all of it is written and not yet committed, and when it
// is committed and perhaps not yet answered.
func TestImportIsBookedWholeAndOnceWhileTheAPIIsKilled(t *testing.T) {
	h := build(t)
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	c := h.signUp("ana@example.com")
	const lines = 5_000
	file := bankFile(lines)
	seen, err := c.Import(h.ctx, file)
	if err != nil || seen.New != lines {
		t.Fatalf("looked at: %d new, %v", seen.New, err)
	}
	apply := func() (api.Import, error) { return c.ApplyImport(h.ctx, api.ImportPlan{ID: seen.ID}) }

	began := time.Now()
	release := h.holdAccounts()
	answer := make(chan error, 1)
	go func() {
		_, err := apply()
		answer <- err
	}()
	h.eventually("the entries are written and wait for the account", h.importWaits)
	h.api.Kill()
	release()
	if err := <-answer; err == nil {
		t.Error("an API that was killed has booked the file")
	}
	h.eventually("what it did is rolled back", func() bool { return h.connections() == 0 })
	h.bookedOnce(0)

	h.api.Restart()
	h.api.WaitReady(h.apiURL + "/readyz")
	go func() {
		_, err := apply()
		answer <- err
	}()
	h.eventually("the file is booked", func() bool { return h.booked() > 0 })
	h.api.Kill()
	t.Logf("the second answer: %v", <-answer)
	h.api.Restart()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.took("an import with two kills", began)

	done, err := apply()
	if err != nil || done.Status != api.ImportApplied || done.New != lines {
		t.Errorf("applied again: %s, %d new, %v", done.Status, done.New, err)
	}
	again, err := c.Import(h.ctx, file)
	if err != nil || again.New != 0 || again.Duplicates != lines {
		t.Errorf("sent again: %d new, %d duplicates, %v", again.New, again.Duplicates, err)
	}
	h.bookedOnce(lines)
}

// bankFile has so many expenses, each with a note of its own.
func bankFile(lines int) api.ImportFile {
	var text strings.Builder
	text.WriteString("date,amount,note\n")
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range lines {
		fmt.Fprintf(&text, "%s,-%d.%02d,entry %d\n", day.AddDate(0, 0, n/10).Format(time.DateOnly), 1+n/100, n%100, n)
	}
	return api.ImportFile{Name: "bank.csv", File: api.Upload{Media: "text/csv", Content: []byte(text.String())}}
}

// holdAccounts lets nobody move a balance until it is told to release them; entries may be
// written meanwhile.
func (h *house) holdAccounts() (release func()) {
	h.t.Helper()
	conn := h.connect()
	if _, err := conn.Exec(h.ctx, "BEGIN; SELECT FROM accounts FOR NO KEY UPDATE"); err != nil {
		h.t.Fatal(err)
	}
	return func() { _ = conn.Close(h.ctx) }
}

// importWaits reports whether somebody who wrote entries waits for a lock.
func (h *house) importWaits() bool {
	return rows(h, pgx.RowTo[bool], `SELECT EXISTS (SELECT FROM pg_stat_activity a JOIN pg_locks l USING (pid)
		WHERE a.wait_event_type = 'Lock' AND l.relation = 'transactions'::regclass AND l.mode = 'RowExclusiveLock' AND l.granted)`)[0]
}

// connections counts those of the API.
func (h *house) connections() int {
	return int(rows(h, pgx.RowTo[int64], "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'finance-bot-api'")[0])
}
