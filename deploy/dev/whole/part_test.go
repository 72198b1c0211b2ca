package whole_test

import (
	"slices"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// part is something that may end without warning.
type part string

// What may crash.
const (
	theAPI        part = "the API"
	theBot        part = "the bot"
	thePostgres   part = "PostgreSQL"
	theConnection part = "every connection to PostgreSQL"
	theRedis      part = "Redis"
	theMemory     part = "all that Redis holds"
	theAnswers    part = "Redis' answers" // it takes everything and says nothing
)

// crash ends a part as a power cut would and starts it again. Services that have started need not
// be ready yet.
func (h *house) crash(what part) {
	h.t.Helper()
	h.fell(what)
	h.raise(what)
}

// fell ends a part, with no chance to tidy up.
func (h *house) fell(what part) {
	h.t.Helper()
	switch what {
	case theAPI:
		h.api.Kill()
	case theBot:
		h.bot.Kill()
	case thePostgres:
		h.postgres.Kill()
	case theConnection:
		rows(h, pgx.RowTo[bool], `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'finance-bot-api'`)
	case theRedis:
		h.redis.Kill()
	case theMemory:
		h.redisDo("FLUSHALL")
	case theAnswers:
		h.signalRedis(syscall.SIGSTOP)
		h.t.Cleanup(func() { h.signalRedis(syscall.SIGCONT) }) // a stopped one does not end
	}
}

// raise starts a part that was felled.
func (h *house) raise(what part) {
	h.t.Helper()
	switch what {
	case theAPI:
		h.api.Restart()
	case theBot:
		h.bot.Restart()
	case thePostgres:
		h.must(h.postgres.Restart(h.ctx))
	case theRedis:
		h.must(h.redis.Restart(h.ctx))
	case theAnswers:
		h.signalRedis(syscall.SIGCONT)
	case theConnection, theMemory:
		// They come back by themselves.
	}
}

// canFell skips the test where one of the parts cannot end like that here.
func (h *house) canFell(parts ...part) {
	h.t.Helper()
	if slices.Contains(parts, theAnswers) && h.redis.PID() == 0 {
		h.t.Skip("there is no redis-server here that could fall silent")
	}
}

func (h *house) signalRedis(what syscall.Signal) {
	if pid := h.redis.PID(); pid != 0 {
		_ = syscall.Kill(pid, what) // one that has ended does nothing either
	}
}
