// Package migrations carries the database's schema: numbered SQL files, each with its way back.
package migrations

import "embed"

// Files holds NNNN_name.sql, applied in order.
//
//go:embed *.sql
var Files embed.FS
