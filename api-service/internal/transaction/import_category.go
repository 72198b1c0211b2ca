package transaction

import (
	"strings"

	"financebot/pkg/api"
)

// categoryIndex finds categories by what files call them.
type categoryIndex struct {
	kinds map[int64]string
	paths map[int64]string             // "Food:Fruit"
	ids   map[string]map[string]int64  // by kind and path
	names map[string]map[string]*int64 // by kind and name alone; nil where two have it
}

func indexCategories(all []Category) categoryIndex {
	x := categoryIndex{kinds: map[int64]string{}, paths: map[int64]string{}, ids: map[string]map[string]int64{}, names: map[string]map[string]*int64{}}
	for _, kind := range []string{api.Income, api.Expense} {
		x.ids[kind], x.names[kind] = map[string]int64{}, map[string]*int64{}
	}
	parents := map[int64]string{}
	for _, c := range all {
		parents[c.ID] = c.Name
	}
	for _, c := range all {
		path := escapePath(c.Name)
		if c.ParentID != nil {
			path = escapePath(parents[*c.ParentID]) + ":" + path
		}
		x.kinds[c.ID], x.paths[c.ID] = c.Kind, path
		x.ids[c.Kind][plainName(path)] = c.ID
		name, id := plainName(c.Name), c.ID
		if _, taken := x.names[c.Kind][name]; taken {
			x.names[c.Kind][name] = nil
		} else {
			x.names[c.Kind][name] = &id
		}
	}
	return x
}

// find gives the category of that path, or the only one of that name.
func (x categoryIndex) find(kind, name string) *int64 {
	name = plainName(name)
	if id, ok := x.ids[kind][name]; ok {
		return &id
	}
	return x.names[kind][name]
}

func plainName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// escapePath keeps a colon in a name from dividing a path.
func escapePath(name string) string {
	return strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(name)
}

// splitPath takes a path apart into the names of its two levels; the upper one may be empty.
func splitPath(path string) (parent, name string) {
	var level strings.Builder
	escaped, divided := false, false
	for _, r := range path {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && !divided && r == ':':
			parent, divided = strings.TrimSpace(level.String()), true
			level.Reset()
			continue
		}
		escaped = false
		level.WriteRune(r)
	}
	return parent, strings.TrimSpace(level.String())
}
