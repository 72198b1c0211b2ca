package telegram

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxRequest is a little more than the largest document a bot may send.
const maxRequest = 51 << 20

// params are a call's arguments, however they came. Values that were JSON stay
// JSON text, because clients send them as text and as values alike.
type params struct {
	values map[string]string
	files  map[string]upload
}

// upload is a file that came with a call.
type upload struct {
	name, mime string
	content    []byte
}

// readParams reads a call's query, form, JSON or multipart arguments.
func readParams(w http.ResponseWriter, r *http.Request) (params, error) {
	p := params{values: map[string]string{}, files: map[string]upload{}}
	for name, values := range r.URL.Query() {
		p.values[name] = values[0]
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		err = p.readJSON(r.Body)
	case "application/x-www-form-urlencoded":
		if err = r.ParseForm(); err == nil {
			for name, values := range r.PostForm {
				p.values[name] = values[0]
			}
		}
	case "multipart/form-data":
		err = p.readMultipart(multipart.NewReader(r.Body, options["boundary"]))
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return p, errTooLarge
	}
	if err != nil {
		return p, bad("can't parse request: %v", err)
	}
	for _, value := range p.values {
		if !utf8.ValidString(value) {
			return p, bad("strings must be encoded in UTF-8")
		}
	}
	return p, nil
}

func (p params) readJSON(body io.Reader) error {
	var raw map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&raw); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	maps.Copy(p.values, textOf(raw))
	return nil
}

// textOf writes JSON values as the text other encodings would carry.
func textOf(raw map[string]json.RawMessage) map[string]string {
	values := map[string]string{}
	for name, value := range raw {
		var text string
		switch {
		case string(value) == "null":
		case json.Unmarshal(value, &text) == nil:
			values[name] = text
		default:
			values[name] = string(value)
		}
	}
	return values
}

// readMultipart reads the parts itself: http.Request drops parts whose file
// name is empty, and bots that send from memory leave it empty.
func (p params) readMultipart(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		_, disposition, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if _, isFile := disposition["filename"]; !isFile {
			p.values[part.FormName()] = string(content)
			continue
		}
		p.files[part.FormName()] = upload{
			name: part.FileName(), mime: part.Header.Get("Content-Type"), content: content,
		}
	}
}

func (p params) str(name string) string { return p.values[name] }

func (p params) has(name string) bool { return p.values[name] != "" }

// number is 0 for what is absent or no number, as in Telegram.
func (p params) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(p.values[name]), 10, 64)
	return n
}

func (p params) flag(name string) bool {
	switch strings.ToLower(p.values[name]) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// decode reads a JSON argument into out and leaves out alone if there is none.
func (p params) decode(name string, out any) error {
	if !p.has(name) {
		return nil
	}
	if err := json.Unmarshal([]byte(p.values[name]), out); err != nil {
		return bad("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return nil
}

// file is the upload called name, or the one that name's "attach://" points to.
func (p params) file(name, value string) (upload, bool) {
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		name = attached
	}
	f, ok := p.files[name]
	return f, ok
}
