package account

import (
	"strconv"
	"strings"

	"financebot/pkg/api"
)

// tellApart gives accounts that come into a workspace other names where theirs are taken: with
// the next number behind them.
func tellApart(coming, there []Account) map[int64]string {
	taken := map[string]bool{}
	for _, a := range there {
		taken[strings.ToLower(a.Name)] = true
	}

	names := map[int64]string{}
	for _, a := range coming {
		name := a.Name
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = numbered(a.Name, n)
		}
		taken[strings.ToLower(name)] = true
		if name != a.Name {
			names[a.ID] = name
		}
	}
	return names
}

// numbered puts a number behind a name, which is cut where both would be too long.
func numbered(name string, n int) string {
	number := " " + strconv.Itoa(n)
	letters := []rune(name)
	return string(letters[:min(len(letters), api.MaxName-len(number))]) + number
}

// worthMoving leaves accounts out that hold nothing and whose name is taken: of two workspaces
// that nobody furnished, one "Cash" is enough.
func worthMoving(coming, there []Account, used map[int64]bool) []Account {
	taken := map[string]bool{}
	for _, a := range there {
		taken[strings.ToLower(a.Name)] = true
	}

	var worth []Account
	for _, a := range coming {
		if used[a.ID] || a.Opening != 0 || !taken[strings.ToLower(a.Name)] {
			worth = append(worth, a)
		}
	}
	return worth
}
