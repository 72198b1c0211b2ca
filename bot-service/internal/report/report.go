// Package report tells the chat how a month went.
package report

import (
	"context"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Users   *token.Users
	Dialogs *dialog.Store
}

// Register takes its commands and taps.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("month", telegram.Reads(f.month))
	b.Tap(tapMonth, telegram.Reads(f.turn))
	b.Tap(tapChart, telegram.Reads(f.chart))
	b.Text(f.answer)
}

// askMonth is the kind of question after which a month is enough.
const askMonth = "report.month"

// Month tells of the month that it is for the user.
func (f Feature) Month(ctx context.Context, t *telegram.Turn) error { return f.month(ctx, t) }

// month tells of the month it is for the user, or of the one that is named. Another may follow by
// its name alone, unless another question waits.
func (f Feature) month(ctx context.Context, t *telegram.Turn) error {
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	if _, waits := f.Dialogs.Waiting(ctx, t); !waits {
		f.Dialogs.Ask(ctx, dialog.Who(t), askMonth, nil)
	}
	wanted := text.MonthOf(today, 0)
	if t.Text != "" {
		named, ok := text.ParseMonth(t.Text, today)
		if !ok {
			return t.Send(ctx, telegram.Reply{Text: t.Words.Say("month.which")})
		}
		wanted = named
	}
	return f.tell(ctx, t, wanted.From)
}

// answer takes a text that is a month for the one that is wanted.
func (f Feature) answer(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	q, open := f.Dialogs.Waiting(ctx, t)
	if !open || q.Kind != askMonth {
		return false, nil
	}
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return false, nil //nolint:nilerr // whoever takes the text instead tells what is wrong
	}
	wanted, ok := text.ParseMonth(t.Text, today)
	if !ok {
		return false, nil
	}
	return true, f.tell(ctx, t, wanted.From)
}

// tell tells of a month in words and as a picture.
func (f Feature) tell(ctx context.Context, t *telegram.Turn, month time.Time) error {
	if err := f.show(ctx, t, month); err != nil {
		return err
	}
	return f.draw(ctx, t, month)
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

// parseMonth reads the month that a button carries.
func parseMonth(carried string) (time.Time, bool) {
	month, err := time.Parse(api.MonthForm, carried)
	return month, err == nil
}
