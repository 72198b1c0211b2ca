package web

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"
)

// newReflector reads the contract's types as they travel: what an answer always holds is
// required, and a list or a map is never null.
func newReflector() *openapi31.Reflector {
	r := openapi31.NewReflector()
	r.DefaultOptions = append(r.DefaultOptions,
		func(rc *jsonschema.ReflectContext) { rc.EnvelopNullability = true },
		jsonschema.InterceptDefName(func(t reflect.Type, _ string) string { return schemaName(t) }),
		jsonschema.InterceptProp(requireAnswered),
		jsonschema.InterceptNullability(onlyPointers),
	)
	return r
}

var generic = regexp.MustCompile(`^(\w+)\[.*?(\w+)\]$`)

// schemaName is the type's own name; Page[Session] becomes SessionPage.
func schemaName(t reflect.Type) string {
	return generic.ReplaceAllString(t.Name(), "$2$1")
}

// onlyPointers lets null stand for a pointer that is not left out, and for nothing else.
func onlyPointers(p jsonschema.InterceptNullabilityParams) {
	if p.Type.Kind() != reflect.Pointer || p.OmitEmpty {
		p.Schema.RemoveType(jsonschema.Null)
	} else if p.Type.Elem().Kind() == reflect.Int64 {
		p.Schema.WithFormat("int64") // the reflector looks for the format before it looks behind the pointer
	}
}

// requireAnswered requires each property of an answer that is never left out. Inputs say by
// the tag required what they cannot do without.
func requireAnswered(p jsonschema.InterceptPropParams) error {
	if !p.Processed || slices.Contains(p.ParentSchema.Required, p.Name) {
		return nil
	}
	oc, known := openapi.OperationCtx(p.Context)
	if known && !oc.IsProcessingResponse() {
		return nil
	}
	_, options, _ := strings.Cut(p.Field.Tag.Get("json"), ",")
	if !slices.Contains(strings.Split(options, ","), "omitempty") {
		p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
	}
	return nil
}

// schema adds a type to the components and refers to it.
func (d *document) schema(t reflect.Type, options ...func(*jsonschema.ReflectContext)) (map[string]any, error) {
	options = append(options, jsonschema.DefinitionsPrefix("#/components/schemas/"), jsonschema.RootRef)
	schema, err := d.reflector.Reflect(reflect.New(t).Interface(), options...)
	if err != nil {
		return nil, err
	}
	for name, definition := range schema.Definitions {
		m, err := definition.ToSimpleMap()
		if err != nil {
			return nil, err
		}
		d.spec().ComponentsEns().WithSchemasItem(name, m)
	}
	schema.Definitions = nil
	return schema.ToSchemaOrBool().ToSimpleMap()
}
