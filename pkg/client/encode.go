package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"financebot/pkg/api"
)

// encoded is an input spread over the parts of a request.
type encoded struct {
	path, query string
	header      http.Header
	body        []byte // nil where the call has none
	media       string // of the body
}

// encode spreads an input as its tags say. A field that both query and body may carry goes
// into the body where the method has one.
func encode(method, path string, in any) (encoded, error) {
	out := encoded{path: path, header: http.Header{}}
	if in == nil {
		return out, nil
	}
	inBody := method != http.MethodGet && method != http.MethodDelete
	query, hasBody := url.Values{}, false
	for _, f := range reflect.VisibleFields(reflect.TypeOf(in)) {
		if f.Anonymous {
			continue
		}
		value := reflect.ValueOf(in).FieldByIndex(f.Index)
		if file, is := value.Interface().(api.Upload); is {
			out.body, out.media = append([]byte{}, file.Content...), file.Media
			if out.media == "" {
				out.media = "application/octet-stream"
			}
			continue
		}
		jsonName, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if jsonName != "-" && (inBody || f.Tag.Get("query") == "") {
			hasBody = true
			continue
		}
		text := fmt.Sprint(reflect.Indirect(value).Interface())
		if name := f.Tag.Get("path"); name != "" {
			out.path = strings.Replace(out.path, "{"+name+"}", url.PathEscape(text), 1)
		} else if name := f.Tag.Get("query"); name != "" && !value.IsZero() {
			query.Set(name, text)
		} else if name := f.Tag.Get("header"); name != "" && !value.IsZero() {
			out.header.Set(name, text)
		}
	}
	out.query = query.Encode()
	if !hasBody {
		return out, nil
	}
	var err error
	out.media = "application/json"
	out.body, err = json.Marshal(in)
	return out, err
}
