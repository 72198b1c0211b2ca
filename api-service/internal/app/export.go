package app

import (
	"context"
	"net/http"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/user"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// exportPatience is how long gathering everything may take.
const exportPatience = 20 * time.Second

// mountExport adds the one route that needs every slice.
func mountExport(r *web.Router, s slices) {
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/me/export", Access: web.User, StepUp: true,
		Timeout: exportPatience, Summary: "All that is kept of the caller"}, web.Simple(s.export))
}

// export gathers all that is kept of the one who acts, from every workspace of his.
func (s slices) export(ctx context.Context) (api.UserExport, error) {
	u, err := s.users.Me(ctx)
	if err != nil {
		return api.UserExport{}, err
	}
	out := api.UserExport{ExportedAt: time.Now().UTC(), User: user.ToAPI(u)}
	for _, gather := range []func(context.Context, *api.UserExport) error{
		s.exportFamilies, s.exportSessions, s.exportReferrals, s.exportAudit,
	} {
		if err := gather(ctx, &out); err != nil {
			return api.UserExport{}, err
		}
	}
	return out, nil
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
