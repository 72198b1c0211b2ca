// Package report tells the chat how a month went.
package report

import (
	"context"
	"strings"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
	Users  *token.Users
}

// Register takes its commands and taps.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("month", telegram.Reads(f.month))
	b.Tap(tapMonth, telegram.Reads(f.turn))
	b.Tap(tapChart, telegram.Reads(f.chart))
}

// Month tells of the month that it is for the user.
func (f Feature) Month(ctx context.Context, t *telegram.Turn) error { return f.month(ctx, t) }

// month tells of the month it is for the user, or of the one that is named.
func (f Feature) month(ctx context.Context, t *telegram.Turn) error {
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	wanted, ok := parseMonth(t.Text)
	if t.Text != "" && !ok {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("month.which")})
	}
	if !ok {
		wanted = text.MonthOf(today, 0).From
	}
	if err := f.show(ctx, t, wanted); err != nil {
		return err
	}
	return f.draw(ctx, t, wanted)
}

// turn goes to the month of a button, in its place.
func (f Feature) turn(ctx context.Context, t *telegram.Turn) error {
	wanted, ok := parseMonth(t.With)
	if !ok {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.show(ctx, t, wanted)
}

// chart draws the month of a button, below it.
func (f Feature) chart(ctx context.Context, t *telegram.Turn) error {
	wanted, ok := parseMonth(t.With)
	if !ok {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.draw(ctx, t, wanted)
}

// draw sends what a month's expenses were for as a picture, where there were any.
func (f Feature) draw(ctx context.Context, t *telegram.Turn, month time.Time) error {
	in := api.ByCategoryReport{ReportPeriod: api.ReportPeriod{Month: month.Format(api.MonthForm)}}
	var picture []byte
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		by, err := c.ByCategory(ctx, in)
		if err != nil || len(by.Items) == 0 {
			return err
		}
		picture, err = c.ByCategoryPNG(ctx, in)
		return err
	})
	if err != nil || picture == nil {
		return err
	}
	name := "month-" + in.Month + ".png"
	caption := t.Words.Say("month.title", text.Data{"Month": t.Words.Month(month)})
	return t.SendFile(ctx, telegram.File{Name: name, Caption: caption, Picture: true, Content: picture})
}

func (f Feature) show(ctx context.Context, t *telegram.Turn, month time.Time) error {
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	period := api.ReportPeriod{Month: month.Format(api.MonthForm)}
	var s api.Summary
	var by api.ByCategory
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		if s, err = c.Summary(ctx, period); err != nil {
			return err
		}
		by, err = c.ByCategory(ctx, api.ByCategoryReport{ReportPeriod: period})
		return err
	})
	if err != nil {
		return err
	}
	shown, err := summary(t.Words, month, text.MonthOf(today, 0).From, s, by)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// parseMonth reads a month as "2026-03" or "03.2026".
func parseMonth(words string) (time.Time, bool) {
	for _, form := range []string{api.MonthForm, "1.2006"} {
		if month, err := time.Parse(form, strings.TrimSpace(words)); err == nil {
			return month, true
		}
	}
	return time.Time{}, false
}
