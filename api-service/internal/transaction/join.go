package transaction

import "strings"

// twin is a category that comes into a workspace which has one of the same kind, place and name.
type twin struct{ coming, there int64 }

// twins pairs the categories that become one when workspaces are joined, lower ones first, so
// that none is left under a category that is gone.
func twins(coming, there []Category) []twin {
	type place struct {
		parent     int64
		kind, name string
	}
	at := map[place]int64{}
	for _, c := range there {
		at[place{parentOf(c), c.Kind, strings.ToLower(c.Name)}] = c.ID
	}

	var upper, lower []twin
	became := map[int64]int64{}
	for _, c := range coming {
		if id, ok := at[place{0, c.Kind, strings.ToLower(c.Name)}]; ok && c.ParentID == nil {
			upper = append(upper, twin{c.ID, id})
			became[c.ID] = id
		}
	}
	for _, c := range coming {
		under, ok := became[parentOf(c)]
		if id, same := at[place{under, c.Kind, strings.ToLower(c.Name)}]; ok && same {
			lower = append(lower, twin{c.ID, id})
		}
	}
	return append(lower, upper...)
}

// parentOf is the category above one, or zero.
func parentOf(c Category) int64 {
	if c.ParentID == nil {
		return 0
	}
	return *c.ParentID
}
