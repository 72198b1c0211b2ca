package app_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// drawer makes up requests from the schemas of the document. What the service says it uses
// again, so that a drawn id or code is often one that exists.
type drawer struct {
	*rand.Rand
	heard map[string][]any // by the name of the member
}

// meant are values that make sense under a name, where the schema says no more than "a string".
var meant = map[string][]any{
	"email":         {"ana@example.com", "new@example.com"},
	"password":      {"a long enough passphrase"},
	"currency":      {"MDL", "USD", "EUR"},
	"base":          {"USD", "EUR"},
	"quote":         {"MDL", "RON"},
	"rate":          {"17.25", "0.0513"},
	"kind":          {"expense", "income", "cash", "card", "bank"},
	"amount":        {"12.50", "0.01", "3"},
	"opening":       {"100", "0"},
	"date":          {"2026-01-31", "2026-02-28"},
	"from":          {"2026-01-01"},
	"to":            {"2026-12-31"},
	"month":         {"2026-01", "2026-02"},
	"text":          {"12.50 coffee", "+100 salary\n3 tea", "50 lei taxi yesterday"},
	"purpose":       {"web_login", "telegram_link"},
	"chat_id":       {"7", "8", "9"},
	"limit":         {"1", "20", "200"},
	"min_amount":    {"1"},
	"max_amount":    {"1000"},
	"icon":          {"🦁"},
	"language":      {"en", "ro", "ru"},
	"new_password":  {"a long enough passphrase"},
	"old_password":  {"a long enough passphrase"},
	"referral_code": {"UP-AAAAAA"},
}

// odd are values that fit nothing, or only just.
var odd = []any{
	nil, true, -1.0, 0.0, 1.5, 1e300, "", " ", "a\x00b", "\ufffd", "'; DROP TABLE users; --", "%", "9223372036854775808",
	json.Number("9223372036854775807"), "2026-02-30", "-0", "1e9", "NaN", "../../etc/passwd", "а́б🦁", strings.Repeat("x", 5_000),
	[]any{}, map[string]any{}, []any{nil, []any{"x"}},
}

func pick[T any](d *drawer, from []T) T { return from[d.IntN(len(from))] }

func (d *drawer) oneIn(n int) bool { return d.IntN(n) == 0 }

// value is one that a schema allows, mostly one that has been heard or makes sense.
func (d *drawer) value(name string, ref *openapi3.SchemaRef, depth int) any {
	s := ref.Value
	if len(s.Enum) > 0 {
		return pick(d, s.Enum)
	}
	switch kinds := s.Type; {
	case kinds.Includes("array"):
		all := []any{}
		for range d.IntN(3) {
			all = append(all, d.value(name, s.Items, depth+1))
		}
		return all
	case kinds.Includes("object"):
		return d.object(s, depth+1)
	case kinds.Includes("boolean"):
		return d.oneIn(2)
	case kinds.Includes("integer"), kinds.Includes("number"):
		return d.number(name)
	}
	return d.text(name)
}

func (d *drawer) object(s *openapi3.Schema, depth int) map[string]any {
	out := map[string]any{}
	for _, name := range namesOf(s.Properties) {
		required := slices.Contains(s.Required, name)
		if required || depth < 4 && d.oneIn(3) {
			out[name] = d.value(name, s.Properties[name], depth)
		}
	}
	return out
}

func (d *drawer) number(name string) any {
	if heard := d.known(name); heard != nil && !d.oneIn(6) {
		return heard
	}
	return float64(1 + d.IntN(20))
}

func (d *drawer) text(name string) any {
	if likely := meant[name]; likely != nil && !d.oneIn(4) {
		return pick(d, likely)
	}
	if heard := d.known(name); heard != nil && !d.oneIn(4) {
		return heard
	}
	return fmt.Sprintf("%s %d", name, d.IntN(1_000))
}

// collection is what a path is about: of /api/v1/accounts/{id} the accounts.
func collection(path string) string {
	before, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/v1/"), "/{")
	return before
}

// ofCollections are the collections whose ids stand under a name.
var ofCollections = map[string]string{
	"account_id": "accounts id", "from_account_id": "accounts id", "to_account_id": "accounts id",
	"category_id": "categories id", "parent_id": "categories id", "into_id": "categories id", "family_id": "families id",
	"transactions/quick id": "transactions id", "transactions/transfer id": "transactions id",
}

// known is something the service has said under a name.
func (d *drawer) known(name string) any {
	if of := ofCollections[name]; of != "" {
		name = of
	}
	if all := d.heard[name]; len(all) > 0 {
		return pick(d, all)
	}
	return nil
}

// hear remembers what an answer about a collection holds, the latest of each name.
func (d *drawer) hear(about string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range namesOf(v) {
			at := strings.TrimPrefix(name, "next_")
			if name == "id" {
				at = about + " id"
			}
			d.remember(at, v[name])
			d.hear(about, v[name])
		}
	case []any:
		for _, inner := range v {
			d.hear(about, inner)
		}
	}
}

func (d *drawer) remember(name string, value any) {
	const remembered = 50
	if of := ofCollections[name]; of != "" {
		name = of
	}
	switch value.(type) {
	case string, float64:
		d.heard[name] = append(d.heard[name], value)
	}
	if all := d.heard[name]; len(all) > remembered {
		d.heard[name] = all[1:]
	}
}

// broken is a body with one thing wrong in it.
func (d *drawer) broken(body any) string {
	members, isObject := body.(map[string]any)
	whole := encoded(body)
	switch d.IntN(6) {
	case 0:
		return whole[:d.IntN(len(whole))]
	case 1:
		return whole + pick(d, []string{"{}", "]", "\x00", "null"})
	case 2:
		return encoded(pick(d, odd))
	case 3:
		return strings.Repeat("[", 10_000)
	}
	if !isObject || len(members) == 0 {
		return encoded([]any{body})
	}
	names := namesOf(members)
	if d.oneIn(4) {
		members["unheard_of"] = pick(d, odd)
	}
	members[pick(d, names)] = pick(d, odd)
	return encoded(members)
}

func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // no value drawn above is like that
	}
	return string(text)
}

func namesOf[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
