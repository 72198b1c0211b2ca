// Package migrations carries the database's schema: numbered SQL files, each with its way back.
package migrations

import "embed"

// Files holds NNNN_name.sql, applied in order.
//
//go:embed *.sql
var Files embed.FS

// Optional holds optional/NAME.sql, which makes the index of that name. It needs what not every
// PostgreSQL has, so that the program works without it.
//
//go:embed optional/*.sql
var Optional embed.FS
