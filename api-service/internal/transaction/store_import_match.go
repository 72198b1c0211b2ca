package transaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// standing says which lines e count: those of an import i that was taken back do only where
// their entries t stayed.
const standing = `(i.undone_at IS NULL OR e.booked AND t.id IS NOT NULL)`

// formatOf is the format of the file that a line e of an import i comes from.
const formatOf = `coalesce(e.format, i.format, '')`

// linesLike gives what is remembered of rows that have a name or a print of the drafts.
func (s store) linesLike(ctx context.Context, familyID int64, drafts []Draft) (all []line, err error) {
	names, prints := []string{}, []string{}
	for _, d := range drafts {
		if d.ExternalID != "" {
			names = append(names, d.ExternalID)
		}
		prints = append(prints, d.print)
	}
	err = s.db.Joining(ctx, len(drafts), func(ctx context.Context) error {
		rows, err := s.db.From(ctx).Raw(linesSQL,
			map[string]any{"family": familyID, "names": listJSON(names), "prints": listJSON(prints)}).Rows()
		if err != nil {
			return err
		}
		all, err = scanLines(rows)
		return err
	})
	return all, err
}

const linesSQL = `
	WITH e AS (
		SELECT e.* FROM json_array_elements_text(CAST(@names AS json)) n
		JOIN imported_entries e ON e.family_id = @family AND e.external_id = n.value AND e.external_id <> ''
		UNION
		SELECT e.* FROM json_array_elements_text(CAST(@prints AS json)) p
		JOIN imported_entries e ON e.family_id = @family AND e.print = decode(p.value, 'hex') AND e.print <> ''
	)
	SELECT e.transaction_id, e.account_id, e.external_id, ` + formatOf + `, encode(e.print, 'hex'),
		coalesce(e.date, t.date, '1970-01-01'), coalesce(e.amount, CASE
			WHEN t.kind = 'transfer' AND t.to_account_id = e.account_id THEN t.to_amount
			WHEN t.kind = 'income' THEN t.amount ELSE -t.amount END, 0),
		e.date IS NOT NULL OR coalesce(t.version = e.version, false), t.id IS NOT NULL
	FROM e LEFT JOIN imports i ON i.family_id = e.family_id AND i.id = e.import_id
	LEFT JOIN transactions t ON t.family_id = e.family_id AND t.id = e.transaction_id
	WHERE ` + standing + ` ORDER BY e.transaction_id`

func scanLines(rows *sql.Rows) (all []line, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var l line
		var date time.Time
		err := rows.Scan(&l.entry, &l.account, &l.externalID, &l.format, &l.print, &date, &l.side.minor, &l.known, &l.alive)
		if err != nil {
			return nil, err
		}
		l.side.account, l.side.day = l.account, dayOf(date)
		all = append(all, l)
	}
	return all, rows.Err()
}

// entriesNear gives the entries that move an amount of the drafts a few days before or after
// them, with the rows that they are known to be.
func (s store) entriesNear(ctx context.Context, familyID int64, drafts []Draft) (all []*candidate, err error) {
	days, amounts := daysNear(drafts)
	err = s.db.Joining(ctx, len(drafts), func(ctx context.Context) error {
		rows, err := s.db.From(ctx).Raw(nearSQL,
			map[string]any{"family": familyID, "days": listJSON(days), "amounts": listJSON(amounts)}).Rows()
		if err != nil {
			return err
		}
		all, err = scanEntries(familyID, rows)
		return err
	})
	return all, err
}

const nearSQL = `
	SELECT t.id, t.version, t.kind, t.account_id, t.amount, t.currency, coalesce(t.to_account_id, 0), coalesce(t.to_amount, 0), t.date,
		t.payee, t.note, t.is_split, coalesce(e.account_id, 0), ` + formatOf + `, coalesce(encode(e.print, 'hex'), ''),
		coalesce(e.print <> '' OR t.version = e.version, false)
	FROM json_array_elements_text(CAST(@days AS json)) d
	JOIN transactions t ON t.family_id = @family AND t.date = CAST(d.value AS date)
	LEFT JOIN (imported_entries e LEFT JOIN imports i ON i.family_id = e.family_id AND i.id = e.import_id)
		ON e.family_id = t.family_id AND e.transaction_id = t.id AND ` + standing + `
	WHERE t.amount IN (SELECT CAST(a.value AS bigint) FROM json_array_elements_text(CAST(@amounts AS json)) a)
		OR t.to_amount IN (SELECT CAST(a.value AS bigint) FROM json_array_elements_text(CAST(@amounts AS json)) a)
	ORDER BY t.id`

// daysNear are the days on which entries may lie that are rows of the file, and their amounts.
func daysNear(drafts []Draft) (days []string, amounts []int64) {
	nearDays, moved := map[day]bool{}, map[int64]bool{}
	for _, d := range drafts {
		for distance := -nearby; distance <= nearby; distance++ {
			nearDays[dayOf(d.Date)+distance] = true
		}
		moved[d.Amount.Minor] = true
		if d.ToAmount.Minor != 0 {
			moved[d.ToAmount.Minor] = true
		}
	}
	for d := range nearDays {
		days = append(days, d.String())
	}
	for minor := range moved {
		amounts = append(amounts, minor)
	}
	return days, amounts
}

// scanEntries reads entries that come once for each of their lines.
func scanEntries(familyID int64, rows *sql.Rows) (all []*candidate, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		e, l := &candidate{Transaction: Transaction{FamilyID: familyID}}, line{alive: true}
		err := rows.Scan(&e.ID, &e.Version, &e.Kind, &e.AccountID, &e.Amount.Minor, &e.Amount.Currency, &e.ToAccountID, &e.ToAmount.Minor,
			&e.Date, &e.Payee, &e.Note, &e.isSplit, &l.account, &l.format, &l.print, &l.known)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 && all[len(all)-1].ID == e.ID {
			e = all[len(all)-1]
		} else {
			all = append(all, e)
		}
		if l.account != 0 {
			l.entry = e.ID
			e.lines = append(e.lines, l)
		}
	}
	return all, rows.Err()
}

// recognised is a row that an entry was found to be.
type recognised struct {
	Entry      int64        `json:"entry"`
	Account    int64        `json:"account"`
	ExternalID string       `json:"external_id"`
	Print      string       `json:"print"`
	Date       string       `json:"date"`
	Amount     int64        `json:"amount"`
	Version    int64        `json:"version"`
	Before     *Transaction `json:"before"` // what the row made a transfer
}

func recognisedAs(d Draft, entry int64) recognised {
	return recognised{Entry: entry, Account: d.home, ExternalID: d.ExternalID, Print: d.print, Date: d.at.day.String(), Amount: d.at.minor, Version: 1}
}

// recognise remembers rows that became no entries of their own, so that they are known again
// also once their entries are changed. Without an import only their format is kept.
func (s store) recognise(ctx context.Context, familyID int64, importID, format string, rows []recognised) error {
	if len(rows) == 0 {
		return nil
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec(`
		INSERT INTO imported_entries (family_id, transaction_id, import_id, format, account_id, external_id, print, date, amount, version, booked, before)
		SELECT @family, entry, CAST(nullif(@import, '') AS uuid), @format, account, external_id, decode(print, 'hex'), date, amount, version, false,
			nullif(before, 'null') FROM json_to_recordset(CAST(@rows AS json))
			AS r(entry bigint, account bigint, external_id text, print text, date date, amount bigint, version bigint, before jsonb)
		ON CONFLICT (family_id, transaction_id, account_id, print) DO NOTHING`,
		map[string]any{"family": familyID, "import": importID, "format": format, "rows": string(text)}).Error
}

// forgetRows takes away what is remembered of rows whose entries are gone, and which come anew.
func (s store) forgetRows(ctx context.Context, familyID int64, restored []Draft) error {
	if len(restored) == 0 {
		return nil
	}
	gone := make([]recognised, 0, len(restored))
	for _, d := range restored {
		gone = append(gone, recognised{Entry: d.match, Account: d.home})
	}
	text, err := json.Marshal(gone)
	if err != nil {
		return err
	}
	return s.db.Joining(ctx, len(gone), func(ctx context.Context) error {
		return s.db.From(ctx).Exec(forgetSQL, map[string]any{"family": familyID, "gone": string(text)}).Error
	})
}

const forgetSQL = `
	DELETE FROM imported_entries e USING json_to_recordset(CAST(@gone AS json)) AS g(entry bigint, account bigint)
	WHERE e.family_id = @family AND e.transaction_id = g.entry AND e.account_id = g.account`

// lockImports keeps all other files of the workspace from being booked until the transaction ends.
func (s store) lockImports(ctx context.Context, familyID int64) error {
	return s.db.From(ctx).Exec("SELECT pg_advisory_xact_lock(hashtextextended('imports', ?))", familyID).Error
}

// joinedNow gives the entries that an import made transfers of and that are still there.
func (s store) joinedNow(ctx context.Context, f importFile) (all []joinedEntry, err error) {
	err = s.db.Joining(ctx, f.Booked, func(ctx context.Context) error {
		rows, err := s.db.From(ctx).Raw(joinedSQL, map[string]any{"family": f.FamilyID, "import": f.ID}).Rows()
		if err != nil {
			return err
		}
		all, err = scanJoined(f.FamilyID, rows)
		return err
	})
	return all, err
}

const joinedSQL = `
	SELECT e.before, t.version > e.version FROM imported_entries e
	JOIN transactions t ON t.family_id = e.family_id AND t.id = e.transaction_id
	WHERE e.family_id = @family AND e.import_id = CAST(@import AS uuid) AND e.before IS NOT NULL ORDER BY t.id FOR UPDATE OF t`

func scanJoined(familyID int64, rows *sql.Rows) (all []joinedEntry, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var j joinedEntry
		var before []byte
		if err := rows.Scan(&before, &j.changed); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(before, &j.before); err != nil {
			return nil, err
		}
		j.before.FamilyID = familyID // which another one was before workspaces were joined
		all = append(all, j)
	}
	return all, rows.Err()
}

// keepUnchanged lets an entry that is again what it was count as not changed, if it did before.
func (s store) keepUnchanged(ctx context.Context, familyID, id, was, is int64) error {
	return s.db.From(ctx).Exec(`UPDATE imported_entries SET version = @is
		WHERE family_id = @family AND transaction_id = @id AND booked AND version = @was`,
		map[string]any{"family": familyID, "id": id, "was": was, "is": is}).Error
}
