package postgres

import "context"

// CopyFamily copies the rows of a table from one workspace into another, each with all its
// columns, as Rows says. What stands there are parts of statements, never anything from outside.
//
// Rows are copied and not changed, because a distributed database takes no change of family_id.
func (db *DB) CopyFamily(ctx context.Context, table string, from, into int64, rows Rows) error {
	set := "'family_id', CAST(@into AS bigint)"
	for column, value := range rows.Set {
		set += ", '" + column + "', " + value
	}

	args := map[string]any{"from": from, "into": into}
	for name, value := range rows.Args {
		args[name] = value
	}

	where := "r.family_id = @from"
	if rows.Where != "" {
		where += " AND " + rows.Where
	}

	return db.From(ctx).Exec(`INSERT INTO `+table+` OVERRIDING SYSTEM VALUE
		SELECT c.* FROM `+table+` r, LATERAL jsonb_populate_record(r, jsonb_build_object(`+set+`)) c
		WHERE `+where+` `+rows.Conflict, args).Error
}

// Rows says which rows CopyFamily copies, and how; its zero value is all rows as they are.
type Rows struct {
	Set      map[string]string // what else changes, by column: expressions over the row r
	Where    string            // a condition on the row r
	Conflict string            // what happens to a row that is there already
	Args     map[string]any    // of the expressions
}
