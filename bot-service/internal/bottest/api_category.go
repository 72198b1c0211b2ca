package bottest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Categories are all there are.
func (a *API) Categories() []api.Category {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.book.categories)
}

// AddCategory adds a category for everybody.
func (a *API) AddCategory(c api.Category) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.book.categories = append(a.book.categories, c)
}

func (a *API) listCategories(int64, *http.Request) (any, error) {
	return api.Page[api.Category]{Items: slices.Clone(a.book.categories)}, nil
}

func (a *API) createCategory(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		asked, err := in[api.CreateCategory](r)
		if err != nil {
			return nil, err
		}
		for _, c := range a.book.categories {
			if c.Kind == asked.Kind && strings.EqualFold(c.Name, asked.Name) {
				return nil, errs.New(errs.Conflict, api.CodeCategoryNameTaken, "There is a category of this name")
			}
		}
		c := api.Category{ID: a.next() + 100, Kind: asked.Kind, Name: asked.Name, Emoji: asked.Emoji, ParentID: asked.ParentID}
		a.book.categories = append(a.book.categories, c)
		return c, nil
	})
}

// categoryAt is the place of the category in the path of a call.
func (a *API) categoryAt(r *http.Request) (int, error) {
	id, _ := strconv.ParseInt(named(r), 10, 64)
	at := slices.IndexFunc(a.book.categories, func(c api.Category) bool { return c.ID == id })
	if at < 0 {
		return 0, errs.New(errs.NotFound, api.CodeCategoryUnknown, "There is no such category")
	}
	return at, nil
}

func (a *API) updateCategory(_ int64, r *http.Request) (any, error) {
	at, err := a.categoryAt(r)
	if err != nil {
		return nil, err
	}
	asked, err := in[api.UpdateCategory](r)
	if err != nil {
		return nil, err
	}
	c := &a.book.categories[at]
	if asked.Name != nil {
		c.Name = *asked.Name
	}
	if asked.Emoji != nil {
		c.Emoji = *asked.Emoji
	}
	return *c, nil
}

func (a *API) mergeCategory(_ int64, r *http.Request) (any, error) {
	at, err := a.categoryAt(r)
	if err != nil {
		return nil, err
	}
	asked, err := in[api.MergeCategory](r)
	if err != nil {
		return nil, err
	}
	from := a.book.categories[at].ID
	for id, e := range a.book.entries {
		if e.CategoryID != nil && *e.CategoryID == from {
			e.CategoryID = &asked.Into
			a.book.entries[id] = e
		}
	}
	a.book.categories = slices.Delete(slices.Clone(a.book.categories), at, at+1)
	return api.Success{Success: true}, nil
}
