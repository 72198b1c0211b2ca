package app

import (
	"context"
	"io"
	"net/http"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/user"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// exportPatience is how long a reader may take for all of it.
const exportPatience = 10 * time.Minute

// mountExport adds the one route that needs every slice.
func mountExport(r *web.Router, s slices) {
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/me/export", Access: web.User, StepUp: true,
		Timeout: exportPatience, Produces: []web.Produces{{Media: "application/json", Body: api.UserExport{}}},
		Summary: "All that is kept of the caller, as a file"}, web.Simple(s.export))
}

// export gathers all that is kept of the one who acts, from every workspace of his. What may be
// long is read while it is written.
func (s slices) export(ctx context.Context) (web.Stream, error) {
	u, err := s.users.Me(ctx)
	if err != nil {
		return web.Stream{}, err
	}
	out := api.UserExport{ExportedAt: time.Now().UTC(), User: user.ToAPI(u)}
	for _, gather := range []func(context.Context, *api.UserExport) error{
		s.exportPhoto, s.exportFamilies, s.exportSessions, s.exportReferrals, s.exportAudit,
	} {
		if err := gather(ctx, &out); err != nil {
			return web.Stream{}, err
		}
	}
	return web.Stream{Media: "application/json", Name: "finance-bot-" + out.ExportedAt.Format(api.DateForm) + ".json",
		Write: func(ctx context.Context, w io.Writer) error { return s.writeExport(ctx, w, out) }}, nil
}

func (s slices) writeExport(ctx context.Context, w io.Writer, held api.UserExport) error {
	o := web.WriteObject(w)
	o.Field("exported_at", held.ExportedAt)
	o.Field("user", held.User)
	o.Field("photo", held.Photo)
	o.Field("families", held.Families)
	o.Field("accounts", held.Accounts)
	o.Field("categories", held.Categories)
	o.Field("sessions", held.Sessions)
	o.Field("referrals", held.Referrals)
	o.Field("audit", held.Audit)
	o.List("category_hints", everywhere(ctx, s, s.transactions.EachHint))
	o.List("imports", everywhere(ctx, s, s.transactions.EachImport))
	o.List("exchange_rates", everywhere(ctx, s, s.rates.Each))
	o.List("transactions", everywhere(ctx, s, s.transactions.Each))
	o.List("attachments", everywhere(ctx, s, s.transactions.EachAttachment))
	return o.End()
}

// everywhere adds what each gives in every workspace of the one who acts.
func everywhere[T any](ctx context.Context, s slices, each func(context.Context, func(T) error) error) func(func(any) error) error {
	return func(add func(any) error) error {
		return s.inEachFamily(ctx, actor.From(ctx).UserID, func(ctx context.Context) error {
			return each(ctx, func(item T) error { return add(item) })
		})
	}
}

func (s slices) exportPhoto(ctx context.Context, out *api.UserExport) (err error) {
	out.Photo, err = s.users.OwnPhoto(ctx)
	return err
}

func (s slices) exportFamilies(ctx context.Context, out *api.UserExport) (err error) {
	if out.Families, err = s.families.List(ctx); err != nil {
		return err
	}
	return s.inEachFamily(ctx, actor.From(ctx).UserID, func(ctx context.Context) error {
		accounts, err := s.accounts.List(ctx)
		if err != nil {
			return err
		}
		categories, err := s.transactions.Categories(ctx)
		out.Accounts = append(out.Accounts, accounts...)
		out.Categories = append(out.Categories, categories...)
		return err
	})
}

func (s slices) exportSessions(ctx context.Context, out *api.UserExport) error {
	sessions, err := s.auth.Sessions(ctx)
	for _, session := range sessions {
		out.Sessions = append(out.Sessions, auth.ToAPI(session, actor.From(ctx).SessionID))
	}
	return err
}

func (s slices) exportReferrals(ctx context.Context, out *api.UserExport) (err error) {
	out.Referrals, err = s.users.Referrals(ctx)
	return err
}

func (s slices) exportAudit(ctx context.Context, out *api.UserExport) error {
	entries, err := s.audit.OfUser(ctx, actor.From(ctx).UserID)
	for _, e := range entries {
		out.Audit = append(out.Audit, api.Audit{Action: e.Action, Detail: e.Detail, IP: e.IP, CreatedAt: e.CreatedAt})
	}
	return err
}
