package file

import (
	"context"
	"io"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// maxExport is how much Telegram takes of a bot (Bot API, sendDocument).
const maxExport = 50 << 20

// period is days, both included.
type period struct{ from, to time.Time }

func month(day time.Time, ago int) period {
	first := time.Date(day.Year(), day.Month()-time.Month(ago), 1, 0, 0, 0, 0, time.UTC)
	return period{first, first.AddDate(0, 1, -1)}
}

func year(n int) period {
	return period{time.Date(n, time.January, 1, 0, 0, 0, 0, time.UTC), time.Date(n, time.December, 31, 0, 0, 0, 0, time.UTC)}
}

// parsePeriod reads a month ("2026-03", "03.2026"), a year, a day, or two days.
func parsePeriod(words string) (period, bool) {
	fields := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '…' || r == '–' })
	if len(fields) == 2 {
		from, ok := parsePeriod(fields[0])
		to, also := parsePeriod(fields[1])
		return period{from.from, to.to}, ok && also && !to.to.Before(from.from)
	}
	if len(fields) != 1 {
		return period{}, false
	}
	for _, form := range []string{api.DateForm, "2.1.2006"} {
		if day, err := time.Parse(form, fields[0]); err == nil {
			return period{day, day}, true
		}
	}
	for _, form := range []string{"2006-01", "1.2006"} {
		if day, err := time.Parse(form, fields[0]); err == nil {
			return month(day, 0), true
		}
	}
	day, err := time.Parse("2006", fields[0])
	return year(day.Year()), err == nil
}

// export asks for the period, unless words behind the command say it.
func (f Feature) export(ctx context.Context, t *telegram.Turn) error {
	user, err := f.Users.User(ctx, t.Chat)
	if err != nil {
		return err
	}
	if p, ok := parsePeriod(t.Text); ok {
		return f.send(ctx, t, p)
	}
	return t.Send(ctx, exportChoice(t.Words, today(user)))
}

// today is the day it is for the user.
func today(user api.User) time.Time {
	zone, err := time.LoadLocation(user.Timezone)
	if err != nil {
		zone = time.UTC // the API says which zones there are; this machine may know fewer
	}
	return time.Now().In(zone)
}

func (f Feature) exportPeriod(ctx context.Context, t *telegram.Turn) error {
	if t.With == "" {
		return f.send(ctx, t, period{})
	}
	p, ok := parsePeriod(t.With)
	if !ok {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.send(ctx, t, p)
}

// send exports a period; the zero period is everything, which the API refuses to a chat.
func (f Feature) send(ctx context.Context, t *telegram.Turn, p period) error {
	in := api.ExportTransactions{BOM: true}
	if !p.from.IsZero() {
		in.From, in.To = p.from.Format(api.DateForm), p.to.Format(api.DateForm)
	}
	var name string
	var content []byte
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		d, err := c.ExportTransactions(ctx, in)
		if err != nil {
			return err
		}
		defer func() { _ = d.Body.Close() }()
		name = d.Name
		content, err = io.ReadAll(io.LimitReader(d.Body, maxExport+1))
		return err
	})
	if err != nil {
		return err
	}
	switch rows := strings.Count(string(content), "\n") - 1; {
	case len(content) > maxExport:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.too_large")})
	case rows <= 0:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.empty", days(t.Words, p))})
	}
	return t.SendFile(ctx, telegram.File{Name: name, Content: content, Caption: t.Words.Say("export.done", days(t.Words, p))})
}

func days(w text.Words, p period) text.Data {
	return text.Data{"From": w.Date(p.from), "To": w.Date(p.to)}
}

func exportChoice(w text.Words, today time.Time) telegram.Reply {
	button := func(key, with string) telegram.Button {
		return telegram.Button{Text: w.Say(key), Tap: tapExport, With: with}
	}
	return telegram.Reply{Text: w.Say("export.which"), Buttons: [][]telegram.Button{
		telegram.Row(
			button("button.this_month", month(today, 0).from.Format("2006-01")),
			button("button.last_month", month(today, 1).from.Format("2006-01")),
		),
		telegram.Row(button("button.this_year", today.Format("2006")), button("button.everything", "")),
	}}
}
