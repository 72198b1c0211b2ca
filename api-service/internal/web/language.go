package web

import (
	"strings"

	frontend "financebot/api-service/web"
	"financebot/pkg/api"
)

// likedLanguage is the language of the pages that an Accept-Language header likes best, the first
// of equals (RFC 9110 §12.5.4); English where it likes none.
func likedLanguage(accept string) string {
	best, weight := api.Languages[0], 0
	for part := range strings.SplitSeq(accept, ",") {
		tag, params, _ := strings.Cut(part, ";")
		language, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if w := weightOf(params); w > weight && frontend.Speaks(language) {
			best, weight = language, w
		}
	}
	return best
}
