package profile

import (
	"context"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/place"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// zone shows by which clock a day begins, and asks for another one.
func (f Feature) zone(ctx context.Context, t *telegram.Turn) error {
	user, err := f.Users.User(ctx, t.Chat)
	if err != nil {
		return err
	}
	if zone, ok := place.Find(t.Text); ok {
		return f.setZone(ctx, t, zone)
	}

	f.Dialogs.Ask(ctx, dialog.Who(t), askZone, nil)
	if t.Text != "" {
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("zone.unclear")})
	}
	return t.Redraw(ctx, zoneQuestion(t.Words, user.Timezone, f.Now()))
}

// zoneTyped takes a place or an offset for the answer.
func (f Feature) zoneTyped(ctx context.Context, t *telegram.Turn, q dialog.Question) (mine bool, err error) {
	zone, ok := place.Find(t.Text)
	switch {
	case ok:
		if err := f.setZone(ctx, t, zone); err != nil {
			return true, err
		}
		f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
		return true, nil
	case hasDigit(t.Text):
		return false, nil
	}
	return true, t.Send(ctx, telegram.Reply{Text: t.Words.Say("zone.unclear")})
}

// zoneTapped takes the button of a zone, or asks.
func (f Feature) zoneTapped(ctx context.Context, t *telegram.Turn) error {
	if t.With == "" {
		return f.zone(ctx, t)
	}
	if _, err := time.LoadLocation(t.With); err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	f.Dialogs.Close(ctx, dialog.Who(t))
	return f.setZone(ctx, t, t.With)
}

// located asks whether the clock is that of the town nearest to a shared location: near a border it
// may be another one.
func (f Feature) located(ctx context.Context, t *telegram.Turn) error {
	if _, err := f.Users.User(ctx, t.Chat); err != nil {
		return err
	}
	town, ok := place.Near(t.Location.Latitude, t.Location.Longitude)
	if !ok {
		f.Dialogs.Ask(ctx, dialog.Who(t), askZone, nil)
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("zone.unclear")})
	}
	return t.Send(ctx, zoneGuess(t.Words, town, f.Now()))
}

func (f Feature) setZone(ctx context.Context, t *telegram.Turn, zone string) error {
	user, err := f.change(ctx, t, api.UpdateUser{Timezone: &zone})
	if err != nil {
		return err
	}
	return t.Redraw(ctx, zoneChosen(t.Words, user.Timezone, f.Now()))
}

// clock names a zone by its town, with its distance from UTC and the time that it is there.
func clock(w text.Words, zone string, now time.Time) text.Data {
	at := now.In(text.Zone(zone))
	said := text.Data{"Town": place.Offset(at), "Offset": place.Offset(at), "Time": at.Format("15:04")}
	if town, ok := place.Of(zone); ok {
		said["Town"] = town.Name(w.Language) + ", " + place.Offset(at)
	}
	return said
}
