package web

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

const bearerScheme = "bearer"

// signatureSchemes are the four headers of a signed call, which only count together.
var signatureSchemes = []struct{ name, header, description string }{
	{"client", "X-Client-Id", "The name of the client that signs."},
	{"timestamp", "X-Timestamp", "Unix seconds; may differ from the server's clock by 60."},
	{"nonce", "X-Nonce", "A text never used before with the same key."},
	{"signature", "X-Signature", "`<kid>:<hex HMAC-SHA256>` over method, path with query, timestamp, nonce, " +
		"hex SHA-256 of the body, client, hex SHA-256 of Authorization and Idempotency-Key, joined by newlines."},
}

// refused tells, beyond the title of its kind, when an error is answered.
var refused = []struct {
	kind errs.Kind
	when string
}{
	{errs.Refused, "The request cannot be read, or a rule of the business forbids it."},
	{errs.Unauthenticated, "The token, the password or the signature is missing, wrong or over."},
	{errs.Forbidden, "The role or the kind of session does not allow it."},
	{errs.NotFound, "There is no such thing, or it belongs to somebody else."},
	{errs.Conflict, "It contradicts what is there by now."},
	{errs.TooLarge, "The body is over 1 MiB, or a file over 10 MiB."},
	{errs.Unsupported, "The body is not application/json, or the file is of a kind that is not taken."},
	{errs.Invalid, "Fields fail validation; `errors` names them."},
	{errs.Limited, "Too many calls, or files at once."},
	{errs.Internal, "The fault is the server's."},
	{errs.Unavailable, "Something that the server depends on is down."},
}

// refusals are the statuses that a route may answer beside success.
func refusals(route Route, travel travel) []int {
	writes := route.Method != http.MethodGet
	wanted := map[errs.Kind]bool{
		errs.Refused: travel.body || writes, errs.Unauthenticated: true,
		errs.Forbidden: route.StepUp || route.PartlyStepUp || route.Access == Family && writes,
		errs.NotFound:  route.Access == Bot || route.Access == Family || strings.Contains(route.Path, "{"),
		errs.Conflict:  writes && route.Access != Public,
		errs.TooLarge:  travel.body, errs.Unsupported: travel.body,
		errs.Invalid: travel.input || route.Access == Family,
		errs.Limited: true, errs.Internal: true, errs.Unavailable: true,
	}
	var statuses []int
	if route.ETag && !writes {
		statuses = append(statuses, http.StatusNotModified)
	}
	for _, r := range refused {
		if wanted[r.kind] {
			statuses = append(statuses, r.kind.Status())
		}
	}
	return statuses
}

// security is who may call; of several entries one is enough.
func security(access Access) []map[string][]string {
	bearer, signed := map[string][]string{bearerScheme: {}}, map[string][]string{}
	for _, s := range signatureSchemes {
		signed[s.name] = []string{}
	}
	switch access {
	case Public, Open:
		return nil
	case Bot:
		return []map[string][]string{signed}
	case UserOrBot:
		return []map[string][]string{bearer, signed}
	}
	return []map[string][]string{bearer}
}

// addParts writes what operations refer to.
func (d *document) addParts() error {
	d.spec().SetHTTPBearerTokenSecurity(bearerScheme, "JWT",
		"An access token. The token of a chat is accepted in its place only on signed calls.")
	for _, s := range signatureSchemes {
		d.spec().SetAPIKeySecurity(s.name, s.header, openapi.InHeader, s.description)
	}
	parts := d.spec().ComponentsEns()
	for name, p := range params {
		parts.WithParametersItem(name, openapi31.ParameterOrReference{Parameter: &p})
	}
	for name, description := range headers {
		h := openapi31.Header{Description: &description, Schema: map[string]any{"type": headerType(name)}}
		parts.WithHeadersItem(name, openapi31.HeaderOrReference{Header: &h})
	}
	problem, err := d.schema(reflect.TypeFor[api.Problem]())
	if err != nil {
		return err
	}
	for _, r := range refused {
		response := openapi31.Response{Description: r.when, Headers: refusalHeaders(r.kind)}
		response.WithContentItem(api.ProblemType, openapi31.MediaType{Schema: problem})
		parts.WithResponsesItem(responseName(r.kind.Status()), openapi31.ResponseOrReference{Response: &response})
	}
	unchanged := openapi31.Response{Description: "The content is still the one that If-None-Match names."}
	parts.WithResponsesItem(responseName(http.StatusNotModified), openapi31.ResponseOrReference{Response: &unchanged})
	return nil
}

var headers = map[string]string{
	"ETag":                  "Names this content.",
	"Retry-After":           "Seconds to wait.",
	"X-RateLimit-Limit":     "Calls allowed in a minute.",
	"X-RateLimit-Remaining": "Calls left in this minute.",
	"X-RateLimit-Reset":     "When the count starts anew, in Unix seconds.",
}

func headerType(name string) string {
	if name == "ETag" {
		return "string"
	}
	return "integer"
}

func limitHeaders() map[string]openapi31.HeaderOrReference {
	limit := map[string]openapi31.HeaderOrReference{}
	for name := range headers {
		if strings.HasPrefix(name, "X-RateLimit-") {
			limit[name] = openapi31.HeaderOrReference{Reference: ref("headers", name)}
		}
	}
	return limit
}

func refusalHeaders(kind errs.Kind) map[string]openapi31.HeaderOrReference {
	var given map[string]openapi31.HeaderOrReference
	switch kind {
	case errs.Limited:
		given = limitHeaders()
	case errs.Unavailable:
		given = map[string]openapi31.HeaderOrReference{}
	default:
		return nil
	}
	given["Retry-After"] = openapi31.HeaderOrReference{Reference: ref("headers", "Retry-After")}
	return given
}

var params = map[string]openapi31.Parameter{
	"FamilyHeader": headerParam("X-Family-Id", "The workspace to work in; the active one where missing.", "integer"),
	"FamilyQuery": *(&openapi31.Parameter{Name: "family_id", In: openapi31.ParameterInQuery}).
		WithDescription("In place of X-Family-Id.").WithSchema(map[string]any{"type": "integer", "format": "int64"}),
	"IdempotencyKey": headerParam("Idempotency-Key",
		"Asked again with the same key and body, the first answer is given again, for 72 hours.", "string"),
	"IfNoneMatch": headerParam("If-None-Match", "The ETag of the content one has.", "string"),
}

func headerParam(name, description, kind string) openapi31.Parameter {
	return *(&openapi31.Parameter{Name: name, In: openapi31.ParameterInHeader}).
		WithDescription(description).WithSchema(map[string]any{"type": kind})
}

// headerParams are the parameters that no input type carries.
func headerParams(route Route) []openapi31.ParameterOrReference {
	var list []openapi31.ParameterOrReference
	if route.Access == Family {
		list = append(list,
			openapi31.ParameterOrReference{Reference: ref("parameters", "FamilyHeader")},
			openapi31.ParameterOrReference{Reference: ref("parameters", "FamilyQuery")})
	}
	if route.Creates {
		list = append(list, openapi31.ParameterOrReference{Reference: ref("parameters", "IdempotencyKey")})
	}
	if route.ETag && route.Method == http.MethodGet {
		list = append(list, openapi31.ParameterOrReference{Reference: ref("parameters", "IfNoneMatch")})
	}
	return list
}

func ref(kind, name string) *openapi31.Reference {
	return &openapi31.Reference{Ref: "#/components/" + kind + "/" + name}
}

func responseRef(status int) string { return ref("responses", responseName(status)).Ref }

// responseName is the status in one word, as in its phrase.
func responseName(status int) string {
	if phrase := http.StatusText(status); phrase != "" {
		return strings.ReplaceAll(phrase, " ", "")
	}
	return strconv.Itoa(status)
}
