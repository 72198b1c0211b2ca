package report

import (
	"net/http"

	"financebot/api-service/internal/web"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/reports/summary", Access: web.Family,
		Summary: "What came in and went out, beside the period before"}, s.Summary)
	web.HandleDrawn(r, web.Route{Method: http.MethodGet, Path: "/reports/by-category", Access: web.Family,
		Summary: "What money was spent on, or came from"}, s.ByCategory, s.DrawByCategory)
	web.HandleDrawn(r, web.Route{Method: http.MethodGet, Path: "/reports/trend", Access: web.Family,
		Summary: "How money came, went and lay, day by day, week by week or month by month"}, s.Trend, s.DrawTrend)
	web.HandleDrawn(r, web.Route{Method: http.MethodGet, Path: "/reports/net-worth", Access: web.Family,
		Summary: "What there is and what is owed, by kind of account"}, s.NetWorth, s.DrawNetWorth)
}
