package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Constraints names the business error behind each constraint that a statement may violate.
type Constraints map[string]error

// Explain turns a violated constraint into its error and leaves every other error as it is.
func Explain(err error, meaning Constraints) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		if known, ok := meaning[pg.ConstraintName]; ok {
			return known
		}
	}
	return err
}

// OutOfRange reports that a sum did not fit its column (Appendix A: 22003).
func OutOfRange(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "22003"
}

// Missing turns "no row" into the error that says what is missing.
func Missing(err, missing error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, pgx.ErrNoRows) {
		return missing
	}
	return err
}

// Outage reports whether err means that the database cannot be worked with right now: nobody
// answers, it shuts down or starts, is full, or took longer than the request may.
func Outage(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code[:2] {
		case "08", "53", "57", "58": // connection, resources, operator intervention, system (Appendix A)
			return true
		}
		if pg.Code == "XX000" && strings.HasPrefix(pg.Message, "could not extend file") {
			return true // a limit of file sizes, which PostgreSQL 18 takes for no want of room
		}
		return pg.Code == "55P03" || pg.Code == "25P03" || lostRace(err)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, sql.ErrTxDone) || // its time ran out between two statements
		errors.Is(err, net.ErrClosed) || strings.HasSuffix(err.Error(), "unexpected EOF") ||
		strings.Contains(err.Error(), "conn closed")
}
