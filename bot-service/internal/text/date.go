package text

import (
	"strconv"
	"time"
)

// Date writes the day of t, in t's own time zone.
func (w Words) Date(t time.Time) string {
	month := w.Say("date.m" + strconv.Itoa(int(t.Month())))
	return w.Say("date.day", Data{"Day": t.Day(), "Month": month, "Year": t.Year()})
}

// Month names the month of t.
func (w Words) Month(t time.Time) string {
	return w.Say("date.month", Data{"Month": w.Say("month.m" + strconv.Itoa(int(t.Month()))), "Year": t.Year()})
}

// Moment writes the day and the time of t, in t's own time zone.
func (w Words) Moment(t time.Time) string {
	return w.Say("date.moment", Data{"Date": w.Date(t), "Time": t.Format("15:04")})
}
