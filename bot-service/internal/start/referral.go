package start

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// maxNamed is how many of those who came are named; the others are counted.
const maxNamed = 20

// referral shows what to send to friends, and who came by it.
func (f Feature) referral(ctx context.Context, t *telegram.Turn) error {
	var all api.Referrals
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		all, err = c.Referrals(ctx)
		return err
	})
	if err != nil {
		return err
	}
	defer f.Photos.Glance(t.Chat) // the page that is shown to friends has it
	return t.Say(ctx, referrals(t.Words, all))
}

func referrals(w text.Words, all api.Referrals) telegram.Reply {
	lines := []string{w.Say("referral.code", text.Data{"Code": all.Code, "Link": all.DeepLink, "Page": all.URL}), ""}
	if len(all.Items) == 0 {
		return telegram.Reply{Text: text.Lines(append(lines, w.Say("referral.nobody"))...)}
	}

	lines = append(lines, w.Count("referral.came", len(all.Items)))
	for _, who := range all.Items[:min(len(all.Items), maxNamed)] {
		name := who.FirstName
		if name == "" {
			name = w.Say("referral.nameless")
		}
		lines = append(lines, w.Say("referral.line", text.Data{"Name": name, "Day": w.Date(who.JoinedAt)}))
	}
	if more := len(all.Items) - maxNamed; more > 0 {
		lines = append(lines, w.Count("referral.more", more))
	}
	return telegram.Reply{Text: text.Lines(lines...)}
}
