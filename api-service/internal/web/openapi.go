package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"financebot/pkg/api"
)

// Document describes the operations, and the addresses beside them, as OpenAPI 3.1 in JSON.
// The same operations give the same bytes.
func Document(operations []Operation, version, serverURL string) ([]byte, error) {
	d := &document{reflector: newReflector()}
	d.spec().Info.WithTitle("Finance Bot API").WithVersion(version).WithDescription(overview)
	d.spec().WithServers(openapi31.Server{URL: serverURL})
	if err := d.addParts(); err != nil {
		return nil, err
	}
	for _, o := range operations {
		if err := d.add(o); err != nil {
			return nil, fmt.Errorf("openapi: %s %s: %w", o.Method, o.Path, err)
		}
	}
	for _, p := range besides {
		if err := d.addBeside(p); err != nil {
			return nil, fmt.Errorf("openapi: %s: %w", p.path, err)
		}
	}
	return json.Marshal(d.spec())
}

const overview = "Amounts are decimal strings beside an ISO 4217 currency; times are RFC 3339. " +
	"Every error is a problem document (RFC 9457) whose `code` is stable and whose `detail` may be shown. " +
	"Lists answer `{items, next_cursor}`. HEAD answers where GET does, with the same headers and no body. The paths below /api without a version answer as those below /api/v1."

// document is an OpenAPI document while it is being written.
type document struct {
	reflector *openapi31.Reflector
}

func (d *document) spec() *openapi31.Spec { return d.reflector.SpecEns() }

// add describes one route of the API.
func (d *document) add(o Operation) error {
	oc, err := d.reflector.NewOperationContext(o.Method, base+o.Path)
	if err != nil {
		return err
	}
	oc.SetID(operationID(o.Method, o.Path))
	oc.SetSummary(o.Summary)
	oc.SetTags(firstSegment(o.Path))
	oc.AddReqStructure(reflect.New(o.In).Interface())
	if o.Produces == nil {
		oc.AddRespStructure(reflect.New(o.Out).Interface(), openapi.WithHTTPStatus(o.Status))
	} else {
		oc.AddRespStructure(nil, openapi.WithHTTPStatus(o.Status))
	}
	travel := travelOf(o.Method, o.In)
	travel.body, travel.mustBody = travel.body || o.Files != nil, travel.mustBody || o.Files != nil
	for _, status := range refusals(o.Route, travel) {
		oc.AddRespStructure(nil, openapi.WithHTTPStatus(status), openapi.WithReference(responseRef(status)))
	}
	operation := oc.(openapi31.OperationExposer).Operation()
	operation.Security = security(o.Access)
	operation.Parameters = headerParams(o.Route)
	if travel.body && o.Method == http.MethodDelete {
		if err := d.forceBody(oc, operation, o.In); err != nil {
			return err
		}
	}
	describeFile(operation, o.Route)
	if err := d.reflector.AddOperation(oc); err != nil {
		return err
	}
	finish(operation, o.Route, travel)
	return d.describeStream(operation, o.Route)
}

// finish says what the reflector cannot read from the types.
func finish(operation *openapi31.Operation, route Route, travel travel) {
	for _, p := range operation.Parameters {
		if p.Parameter != nil && travel.either[p.Parameter.Name] {
			p.Parameter.WithRequired(false).WithDescription("Here or in the body.")
		}
	}
	if operation.RequestBody != nil {
		operation.RequestBody.RequestBody.WithRequired(travel.mustBody)
	}
	success := operation.Responses.MapOfResponseOrReferenceValues[fmt.Sprint(route.Status)].Response
	success.Headers = limitHeaders()
	if route.draw != nil {
		success.WithContentItem(mediaPNG, openapi31.MediaType{})
	}
	if route.ETag {
		success.Headers["ETag"] = openapi31.HeaderOrReference{Reference: ref("headers", "ETag")}
	}
}

// forceBody gives a DELETE its body, which the reflector thinks impossible.
func (d *document) forceBody(oc openapi.OperationContext, operation *openapi31.Operation, in reflect.Type) error {
	schema, err := d.schema(in, openapi.WithOperationCtx(oc, false, openapi.InBody))
	if err != nil {
		return err
	}
	operation.RequestBodyEns().RequestBodyEns().WithContentItem("application/json", openapi31.MediaType{Schema: schema})
	return nil
}

// travel tells where the fields of an input go.
type travel struct {
	input    bool            // there is any field at all
	body     bool            // some field goes into the body
	mustBody bool            // some required field goes nowhere else
	either   map[string]bool // may go into the query as well as into the body
}

func travelOf(method string, in reflect.Type) travel {
	t := travel{either: map[string]bool{}}
	for _, f := range reflect.VisibleFields(in) {
		if f.Anonymous {
			continue
		}
		t.input = true
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || method == http.MethodGet {
			continue
		}
		t.body = true
		if query := f.Tag.Get("query"); query != "" {
			t.either[query] = true
		} else if f.Tag.Get("required") == "true" {
			t.mustBody = true
		}
	}
	return t
}

// operationID is made of method and path, so that it stays while they stay.
func operationID(method, path string) string {
	var id strings.Builder
	id.WriteString(strings.ToLower(method))
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return strings.ContainsRune("/-_.", r) }) {
		if strings.HasPrefix(part, "{") {
			id.WriteString("By")
		}
		part = strings.Trim(part, "{}")
		id.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return id.String()
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// beside is an address outside the versioned API.
type beside struct {
	path, summary, media string
	out                  any
	statuses             []int
}

var besides = []beside{
	{"/health", "How the service and what it depends on are", "", api.Health{}, []int{200}},
	{"/livez", "Whether the process lives", "", Liveness{}, []int{200}},
	{"/readyz", "Whether requests should be sent here", "", api.Health{}, []int{200, 503}},
	{"/metrics", "Measurements for Prometheus", "text/plain", nil, []int{200}},
	{"/openapi.json", "This document", "", Description{}, []int{200}},
}

// Liveness is the answer of /livez.
type Liveness struct {
	Status string `json:"status" enum:"ok"`
}

// Description is as much of this document as a reader of it needs to be told.
type Description struct {
	OpenAPI string `json:"openapi" enum:"3.1.0"`
}

func (d *document) addBeside(p beside) error {
	oc, err := d.reflector.NewOperationContext(http.MethodGet, p.path)
	if err != nil {
		return err
	}
	oc.SetID(operationID(http.MethodGet, p.path))
	oc.SetSummary(p.summary)
	oc.SetTags("service")
	for _, status := range p.statuses {
		oc.AddRespStructure(p.out, openapi.WithHTTPStatus(status), openapi.WithContentType(p.media))
	}
	return d.reflector.AddOperation(oc)
}
