package telegram

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	updates    *prometheus.CounterVec
	pollErrors prometheus.Counter
	sends      *prometheus.CounterVec
	limited    prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		updates: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bot_updates_total", Help: "Updates by kind and by what became of them.",
		}, []string{"kind", "outcome"}),
		pollErrors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "bot_poll_errors_total", Help: "Polls that failed.",
		}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bot_sends_total", Help: "Calls that show something in a chat, by method and outcome.",
		}, []string{"method", "outcome"}),
		limited: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "bot_telegram_limited_total", Help: "Calls that Telegram answered with 429.",
		}),
	}
	r.MustRegister(m.updates, m.pollErrors, m.sends, m.limited)
	return m
}

func (m *metrics) update(kind, outcome string) { m.updates.WithLabelValues(kind, outcome).Inc() }
