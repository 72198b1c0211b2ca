package web

import (
	"fmt"
	"reflect"

	"github.com/swaggest/openapi-go/openapi31"
)

// binary is the schema of bytes (OpenAPI 3.1, 4.8.14.2).
func binary() map[string]any { return map[string]any{"type": "string", "format": "binary"} }

// describeFile says that the body is a file: by itself, or as the part of a form.
func describeFile(operation *openapi31.Operation, route Route) {
	if route.Files == nil {
		return
	}
	body := operation.RequestBodyEns().RequestBodyEns()
	for _, media := range route.Files {
		body.WithContentItem(media, openapi31.MediaType{Schema: binary()})
	}
	body.WithContentItem("multipart/form-data", openapi31.MediaType{Schema: map[string]any{
		"type": "object", "required": []string{formField}, "properties": map[string]any{formField: binary()},
	}})
}

// describeStream says in which forms a streamed answer comes.
func (d *document) describeStream(operation *openapi31.Operation, route Route) error {
	if route.Produces == nil {
		return nil
	}
	success := operation.Responses.MapOfResponseOrReferenceValues[fmt.Sprint(route.Status)].Response
	for _, p := range route.Produces {
		schema := binary()
		if p.Body != nil {
			var err error
			if schema, err = d.schema(reflect.TypeOf(p.Body)); err != nil {
				return err
			}
		}
		success.WithContentItem(p.Media, openapi31.MediaType{Schema: schema})
	}
	return nil
}
