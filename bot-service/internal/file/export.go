package file

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// maxExport is how much Telegram takes of a bot (Bot API, sendDocument).
const maxExport = 50 << 20

// askPeriod is the kind of question for the period of an export.
const askPeriod = "file.period"

// export asks for the period, unless words behind the command say it.
func (f Feature) export(ctx context.Context, t *telegram.Turn) error {
	if t.Text != "" {
		return f.exportWords(ctx, t)
	}
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	f.Dialogs.Ask(ctx, dialog.Who(t), askPeriod, nil)
	return t.Send(ctx, exportChoice(t.Words, "export.which", today))
}

// exportAnswer takes a text for the period that was asked for; entries are free for who books them.
func (f Feature) exportAnswer(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	q, open := f.Dialogs.Waiting(ctx, t)
	if !open || q.Kind != askPeriod || f.Entries.Reads(t.Words, t.Text) {
		return false, nil
	}
	return true, f.exportWords(ctx, t)
}

// exportWords exports the period that is written.
func (f Feature) exportWords(ctx context.Context, t *telegram.Turn) error {
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	p, ok := text.ReadPeriod(t.Text, today)
	if !ok {
		f.Dialogs.Ask(ctx, dialog.Who(t), askPeriod, nil)
		return t.Send(ctx, exportChoice(t.Words, "export.unclear", today))
	}
	if err := f.send(ctx, t, p); !tooLong(err) {
		if err == nil {
			f.closePeriod(ctx, t)
		}
		return err
	}
	return t.Send(ctx, exportChoice(t.Words, "export.too_long", today))
}

// closePeriod ends the question for a period, where that is the one that waits.
func (f Feature) closePeriod(ctx context.Context, t *telegram.Turn) {
	if q, open := f.Dialogs.Open(ctx, dialog.Who(t)); open && q.Kind == askPeriod {
		f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	}
}

// tooLong reports that the API does not give so much to a chat.
func tooLong(err error) bool {
	e := errs.As(err)
	return e != nil && e.Code == api.CodeStepUp
}

func (f Feature) exportPeriod(ctx context.Context, t *telegram.Turn) error {
	p, ok := text.ParsePeriod(t.With)
	if !ok {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	f.closePeriod(ctx, t)
	return f.send(ctx, t, p)
}

// send exports a period.
func (f Feature) send(ctx context.Context, t *telegram.Turn, p text.Period) error {
	in := api.ExportTransactions{BOM: true}
	in.From, in.To = p.From.Format(api.DateForm), p.To.Format(api.DateForm)
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
	switch {
	case len(content) > maxExport:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.too_large")})
	case rows(content) == 0:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.empty", days(t.Words, p))})
	}
	caption, err := f.exported(ctx, t, p, rows(content))
	if err != nil {
		return err
	}
	return t.SendFile(ctx, telegram.File{Name: fileName(p, name), Content: content, Caption: caption})
}

// rows counts the entries of a file, whose first line names the columns. A note may go over several
// lines.
func rows(content []byte) int {
	read := csv.NewReader(bytes.NewReader(content))
	read.FieldsPerRecord = -1
	n := -1
	for {
		if _, err := read.Read(); errors.Is(err, io.EOF) {
			return max(n, 0)
		} else if err != nil {
			return bytes.Count(content, []byte("\n")) - 1
		}
		n++
	}
}

// exported says what is in the file: of which days, how many entries, and what they come to.
func (f Feature) exported(ctx context.Context, t *telegram.Turn, p text.Period, n int) (string, error) {
	in := api.ReportPeriod{From: p.From.Format(api.DateForm), To: p.To.Format(api.DateForm)}
	var s api.Summary
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		s, err = c.Summary(ctx, in)
		return err
	})
	if err != nil {
		return "", err
	}

	first := "📄 " + periodIn(t.Words, p)
	if len(s.NotConverted) > 0 || s.Total.Net == "" { // what cannot be added up is not told as a sum
		return text.Lines(first, t.Words.Count("export.entries", n)), nil
	}
	net, err := money.Parse(s.Total.Net, s.Total.Currency)
	return text.Lines(first, t.Words.Count("export.entries_total", n, text.Data{"Total": t.Words.Signed(net)})), err
}

// fileName says which period is in a file; the API's name ends it.
func fileName(p text.Period, name string) string {
	base, ending := "transactions-", path.Ext(name)
	first, last := p.From.Format(api.DateForm), p.To.Format(api.DateForm)
	switch {
	case p == text.MonthOf(p.From, 0):
		return base + p.From.Format(api.MonthForm) + ending
	case p.From.YearDay() == 1 && p.To.Equal(p.From.AddDate(1, 0, -1)):
		return base + p.From.Format("2006") + ending
	case first == last:
		return base + first + ending
	}
	return base + first + "-" + last + ending
}

// periodIn names a period: a month, a year, a day, or its first and last one.
func periodIn(w text.Words, p text.Period) string {
	switch {
	case p == text.MonthOf(p.From, 0):
		return w.Month(p.From)
	case p.From.YearDay() == 1 && p.To.Equal(p.From.AddDate(1, 0, -1)):
		return p.From.Format("2006")
	case p.From.Equal(p.To):
		return w.Date(p.From)
	}
	return w.Date(p.From) + " – " + w.Date(p.To)
}

func days(w text.Words, p text.Period) text.Data {
	return text.Data{"From": w.Date(p.From), "To": w.Date(p.To)}
}

func exportChoice(w text.Words, said string, today time.Time) telegram.Reply {
	button := func(key, with string) telegram.Button {
		return telegram.Button{Text: w.Say(key), Tap: tapExport, With: with}
	}
	return telegram.Reply{Text: w.Say(said), Buttons: [][]telegram.Button{
		telegram.Row(
			button("button.this_month", text.MonthOf(today, 0).From.Format("2006-01")),
			button("button.last_month", text.MonthOf(today, 1).From.Format("2006-01")),
		),
		telegram.Row(button("button.this_year", today.Format("2006"))),
	}}
}
