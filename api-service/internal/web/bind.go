package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// maxBody bounds every JSON body.
const maxBody = 1 << 20

// What cannot be read as an input.
var (
	ErrBadJSON   = errs.New(errs.Refused, api.CodeBadJSON, "The body is not valid JSON")
	ErrTooLarge  = errs.New(errs.TooLarge, api.CodeTooLarge, "The body is too large")
	ErrMediaType = errs.New(errs.Unsupported, api.CodeMediaType, "The body must be application/json")
)

// Bind reads an input from where its tags say it travels, and lets it check itself.
func Bind[In any](c echo.Context) (In, error) {
	var in In
	if err := bindBody(c, &in); err != nil {
		return in, err
	}
	if err := bindParams(c, reflect.ValueOf(&in).Elem()); err != nil {
		return in, err
	}
	if checked, ok := any(in).(interface{ Validate() error }); ok {
		return in, checked.Validate()
	}
	return in, nil
}

// bindBody accepts exactly one JSON value with known fields; no body at all is an empty input.
func bindBody(c echo.Context, in any) error {
	body, err := readBody(c)
	if err != nil || len(bytes.TrimSpace(body)) == 0 {
		return err
	}
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return ErrMediaType
	}
	if !utf8.Valid(body) {
		return ErrBadJSON
	}
	if escapesNUL(body) {
		return fault("body", "invalid", "The character U+0000 cannot be kept.")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(in); err != nil {
		return explainJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return ErrBadJSON
	}
	return nil
}

// escapesNUL finds the escape of a character that the database cannot keep. A backslash that
// is itself escaped begins none.
func escapesNUL(body []byte) bool {
	const escape = `\u0000`
	for at := bytes.Index(body, []byte(escape)); at >= 0; at = bytes.Index(body, []byte(escape)) {
		before := body[:at]
		if (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 0 {
			return true
		}
		body = body[at+len(escape):]
	}
	return false
}

// jsonPath leaves out of a field's path the types that it is embedded by: no input names them.
func jsonPath(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p != "" && unicode.IsUpper(rune(p[0])) }), ".")
}

// explainJSON tells a field of the wrong type or name from what is no JSON at all.
func explainJSON(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		field := jsonPath(wrong.Field)
		if field == "" {
			field = "body"
		}
		return fault(field, "type", "The value is of the wrong type.")
	}
	if e := errs.As(err); e != nil {
		return e
	}
	// encoding/json has no type for this error.
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault(strings.Trim(name, `"`), "unknown", "This field is not known.")
	}
	return ErrBadJSON
}

// readBody reads the body once, within the limit, and leaves it to be read again.
func readBody(c echo.Context) ([]byte, error) {
	if body, ok := c.Get(bodyKey).([]byte); ok {
		return body, nil
	}
	r := c.Request()
	file, isFile := c.Get(arrivalKey).(*arrival)
	limit := int64(maxBody)
	if isFile {
		limit = maxForm
	}
	if r.ContentLength > limit {
		return nil, ErrTooLarge
	}
	var body []byte
	var err error
	from := http.MaxBytesReader(c.Response(), r.Body, limit)
	if isFile {
		body, err = file.receive(from, limit)
	} else {
		body, err = io.ReadAll(from)
	}
	if err != nil {
		return nil, explainBody(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if isFile {
		c.Set(bodyKey, body)
	}
	return body, nil
}

// explainBody tells a body that is too large from one that broke off.
func explainBody(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return ErrTooLarge
	case errs.As(err) != nil:
		return err
	}
	return ErrBadJSON.Saying("The body could not be read")
}

// bindParams fills fields tagged path, query, header or cookie.
func bindParams(c echo.Context, in reflect.Value) error {
	if in.Kind() != reflect.Struct {
		return nil
	}
	query := c.QueryParams()
	for _, f := range reflect.VisibleFields(in.Type()) {
		if f.Anonymous {
			continue
		}
		name, text, err := param(c, query, f)
		if err != nil {
			return err
		}
		if name == "" {
			continue
		}
		if err := setParam(in.FieldByIndex(f.Index), name, text); err != nil {
			return err
		}
		if err := checkLeast(in.FieldByIndex(f.Index), name, f.Tag.Get("minimum")); err != nil {
			return err
		}
	}
	return nil
}

// param finds what the request gives beside its body for a field; the name is empty where that is
// nothing.
func param(c echo.Context, query url.Values, f reflect.StructField) (name, text string, err error) {
	if name = f.Tag.Get("path"); name != "" {
		return name, pathParam(c, name), nil
	}
	if name = f.Tag.Get("query"); name != "" && query.Has(name) {
		all := slices.Compact(query[name])
		if len(all) > 1 {
			return "", "", errContradiction(name)
		}
		return name, all[0], nil
	}
	if name = f.Tag.Get("cookie"); name != "" {
		if cookie, err := c.Cookie(name); err == nil {
			return name, cookie.Value, nil
		}
	}
	if name = f.Tag.Get("header"); name != "" && c.Request().Header.Get(name) != "" {
		return name, c.Request().Header.Get(name), nil
	}
	return "", "", nil
}

// pathParam decodes once: Echo routes by the path as it was sent only where decoding it would
// lose something.
func pathParam(c echo.Context, name string) string {
	text := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return text
	}
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}

// setParam refuses a value that contradicts the one the body gave.
func setParam(field reflect.Value, name, text string) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return fault(name, "invalid", "The value has characters that cannot be kept.")
	}
	value := reflect.New(field.Type()).Elem()
	switch field.Kind() {
	case reflect.String:
		value.SetString(text)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fault(name, "type", "The value must be a whole number.")
		}
		value.SetInt(n)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fault(name, "type", "The value must be true or false.")
		}
		value.SetBool(b)
	default:
		panic("web: a parameter cannot be of type " + field.Type().String())
	}
	if !field.IsZero() && !field.Equal(value) {
		return errContradiction(name)
	}
	field.Set(value)
	return nil
}

// checkLeast refuses a number that was sent and is too small. An input's own check takes a zero
// for a number that was not sent.
func checkLeast(field reflect.Value, name, minimum string) error {
	if minimum == "" {
		return nil
	}

	least, err := strconv.ParseInt(minimum, 10, 64)
	if err != nil {
		panic("web: the minimum of " + name + " is no number")
	}
	if field.Int() < least {
		return fault(name, "range", "The number must be at least "+minimum+".")
	}
	return nil
}

// errContradiction refuses a value that is given twice: nobody can tell which is meant.
func errContradiction(name string) error {
	return fault(name, "contradiction", "Two different values are given.")
}

func fault(field, code, message string) error {
	var c errs.Check
	c.That(false, field, code, message)
	return c.Err()
}
