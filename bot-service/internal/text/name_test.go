package text

import (
	"strings"
	"testing"

	"financebot/pkg/api"
)

func TestNamesFitOnALine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ж", MaxLabel)
	for want, c := range map[string]api.Category{
		"🍔 Food and drink": {Emoji: "🍔", Name: " Food\nand  drink "},
		"Food":             {Name: "Food"},
		long:               {Name: long},
		"🍔 " + long + "…":  {Emoji: "🍔", Name: long + "ж"},
	} {
		if got := Category(c); got != want {
			t.Errorf("%q: got %q, want %q", c.Name, got, want)
		}
	}
}
