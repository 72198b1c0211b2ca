package text

import (
	"math"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// kinds gives a sentence to errors whose code has none of its own, as those of newer APIs.
var kinds = map[errs.Kind]string{
	errs.Refused:     "error.kind.refused",
	errs.Invalid:     "error.request.invalid",
	errs.Forbidden:   "error.kind.forbidden",
	errs.NotFound:    "error.kind.not_found",
	errs.Conflict:    "error.kind.refused",
	errs.Limited:     "error.kind.limited",
	errs.Unavailable: "error.kind.unavailable",
}

// Error is a sentence about what went wrong, whatever it was.
func (w Words) Error(err error) string {
	e := errs.As(err)
	if e == nil {
		return w.Say("error.general")
	}
	if e.Kind == errs.Limited && e.Code == api.CodeLimited && e.RetryAfter > 0 {
		return w.wait(e.RetryAfter)
	}
	if e.Code == "http.404" { // an API so old that it does not even explain itself
		return w.Say("error.request.route_unknown")
	}
	if said, ok := w.find(&i18n.LocalizeConfig{MessageID: "error." + e.Code}); ok {
		return said
	}
	if key, ok := kinds[e.Kind]; ok {
		return w.Say(key)
	}
	return w.Say("error.general")
}

// wait rounds up: nobody should come back too early.
func (w Words) wait(d time.Duration) string {
	if seconds := int(math.Ceil(d.Seconds())); seconds < 60 {
		return w.Count("error.wait_seconds", seconds)
	}
	return w.Count("error.wait_minutes", int(math.Ceil(d.Minutes())))
}
