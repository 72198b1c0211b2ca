package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// encode spreads an input over path, query and body. A field that both query and body may
// carry goes into the body where the method has one.
func encode(method, path string, in any) (filled, query string, body []byte, err error) {
	if in == nil {
		return path, "", nil, nil
	}
	inBody := method != http.MethodGet && method != http.MethodDelete
	values, hasBody := url.Values{}, false
	for _, f := range reflect.VisibleFields(reflect.TypeOf(in)) {
		if f.Anonymous {
			continue
		}
		value := reflect.ValueOf(in).FieldByIndex(f.Index)
		jsonName, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		travelsInBody := jsonName != "-" && (inBody || f.Tag.Get("query") == "")
		hasBody = hasBody || travelsInBody
		if name := f.Tag.Get("path"); name != "" {
			path = strings.Replace(path, "{"+name+"}", url.PathEscape(fmt.Sprint(value.Interface())), 1)
		} else if name := f.Tag.Get("query"); name != "" && !travelsInBody && !value.IsZero() {
			values.Set(name, fmt.Sprint(reflect.Indirect(value).Interface()))
		}
	}
	if hasBody {
		body, err = json.Marshal(in)
	}
	return path, values.Encode(), body, err
}
