package event

import (
	"context"
	"net/http"
	"time"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/events", Access: web.UserOrBot, Timeout: MaxWait + 5*time.Second,
		Summary: "What happened after a cursor, waiting for the first of it"}, h.after)
}

type handler struct{ events *Service }

func (h handler) after(ctx context.Context, in api.EventsAfter) (api.Page[api.Event], error) {
	events, err := h.events.After(ctx, in)
	page := api.Page[api.Event]{Items: make([]api.Event, 0, len(events)), NextCursor: in.After}
	for _, e := range events {
		page.Items = append(page.Items, toAPI(e))
		page.NextCursor = e.cursor().String()
	}
	return page, err
}

func toAPI(e Event) api.Event {
	out := api.Event{Cursor: e.cursor().String(), Kind: e.Kind, UserID: e.UserID, Data: e.Data, CreatedAt: e.CreatedAt}
	if e.ChatID != nil {
		out.ChatID = *e.ChatID
	}
	return out
}
