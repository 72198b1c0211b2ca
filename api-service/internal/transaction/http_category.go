package transaction

import (
	"context"
	"net/http"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

func mountCategories(r *web.Router, h handler) {
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/categories", Access: web.Family,
		Summary: "The categories of the workspace"}, web.Simple(h.categories))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/categories", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, ETag: true, Summary: "Add a category"}, h.createCategory)
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/categories/{id}", Access: web.Family, Least: actor.Member, ETag: true,
		Summary: "Rename a category"}, h.updateCategory)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/categories/{id}/merge", Access: web.Family, Least: actor.Member, Creates: true, ETag: true,
		Summary: "Move all that a category holds into another and remove it"}, h.mergeCategory)
}

func (h handler) categories(ctx context.Context) (api.Page[api.Category], error) {
	items, err := h.transactions.Categories(ctx)
	return api.Page[api.Category]{Items: items}, err
}

func (h handler) createCategory(ctx context.Context, in api.CreateCategory) (api.Category, error) {
	c, err := h.transactions.CreateCategory(ctx, in)
	return categoryToAPI(c), err
}

func (h handler) updateCategory(ctx context.Context, in api.UpdateCategory) (api.Category, error) {
	c, err := h.transactions.UpdateCategory(ctx, in, func(now Category) error { return web.MustMatch(in.IfMatch, categoryToAPI(now)) })
	return categoryToAPI(c), err
}

func (h handler) mergeCategory(ctx context.Context, in api.MergeCategory) (api.Category, error) {
	c, err := h.transactions.MergeCategory(ctx, in)
	return categoryToAPI(c), err
}

func hintToAPI(h Hint) api.CategoryHint {
	return api.CategoryHint{FamilyID: h.FamilyID, Kind: h.Kind, Source: h.Source, Words: h.Words, CategoryID: h.CategoryID, UpdatedAt: h.UpdatedAt}
}

func categoryToAPI(c Category) api.Category {
	return api.Category{ID: c.ID, FamilyID: c.FamilyID, ParentID: c.ParentID, Kind: c.Kind, Name: c.Name, Emoji: c.Emoji}
}
