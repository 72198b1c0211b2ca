package postgres

import "github.com/jackc/pgx/v5/pgxpool"

// Measure is one measurement of the pool of connections.
type Measure struct {
	Name, Help string
	Grows      bool // it counts what has happened so far
	Value      func() float64
}

// Measures tell how full the pool is, and how much that is waited for. Whoever finds no free
// connection waits, also for one that is being made.
func (db *DB) Measures() []Measure {
	measure := func(name, help string, grows bool, of func(*pgxpool.Stat) float64) Measure {
		return Measure{name, help, grows, func() float64 { return of(db.pool.Stat()) }}
	}
	return []Measure{
		measure("api_postgres_connections", "Connections of the pool.", false,
			func(s *pgxpool.Stat) float64 { return float64(s.TotalConns()) }),
		measure("api_postgres_connections_idle", "Connections of the pool that nobody uses.", false,
			func(s *pgxpool.Stat) float64 { return float64(s.IdleConns()) }),
		measure("api_postgres_connections_max", "The most that the pool may have: DATABASE_MAX_CONNS.", false,
			func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) }),
		measure("api_postgres_waits_total", "How often a connection was waited for.", true,
			func(s *pgxpool.Stat) float64 { return float64(s.EmptyAcquireCount()) }),
		measure("api_postgres_wait_seconds_total", "How long connections were waited for.", true,
			func(s *pgxpool.Stat) float64 { return s.EmptyAcquireWaitTime().Seconds() }),
		measure("api_postgres_waits_canceled_total", "How often nobody waited to the end.", true,
			func(s *pgxpool.Stat) float64 { return float64(s.CanceledAcquireCount()) }),
	}
}
