package file

import (
	"bytes"
	"context"
	"io"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// maxExport is how much Telegram takes of a bot (Bot API, sendDocument).
const maxExport = 50 << 20

// export asks for the period, unless words behind the command say it.
func (f Feature) export(ctx context.Context, t *telegram.Turn) error {
	today, err := f.Users.Today(ctx, t.Chat)
	if err != nil {
		return err
	}
	if t.Text == "" {
		return t.Send(ctx, exportChoice(t.Words, "export.which", today))
	}
	p, ok := text.ParsePeriod(t.Text)
	if !ok {
		return t.Send(ctx, exportChoice(t.Words, "export.unclear", today))
	}
	if err := f.send(ctx, t, p); !tooLong(err) {
		return err
	}
	return t.Send(ctx, exportChoice(t.Words, "export.too_long", today))
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
	switch rows := bytes.Count(content, []byte("\n")) - 1; {
	case len(content) > maxExport:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.too_large")})
	case rows <= 0:
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("export.empty", days(t.Words, p))})
	}
	return t.SendFile(ctx, telegram.File{Name: name, Content: content, Caption: t.Words.Say("export.done", days(t.Words, p))})
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
