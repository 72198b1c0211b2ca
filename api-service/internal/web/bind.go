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
	"strconv"
	"strings"
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
	if bytes.Contains(body, []byte(`\u0000`)) {
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

// explainJSON tells a field of the wrong type or name from what is no JSON at all.
func explainJSON(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		field := wrong.Field
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
	r := c.Request()
	if r.ContentLength > maxBody {
		return nil, ErrTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), r.Body, maxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, ErrTooLarge
		}
		return nil, ErrBadJSON.Saying("The body could not be read")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// bindParams fills fields tagged path or query.
func bindParams(c echo.Context, in reflect.Value) error {
	if in.Kind() != reflect.Struct {
		return nil
	}
	query := c.QueryParams()
	for _, f := range reflect.VisibleFields(in.Type()) {
		if f.Anonymous {
			continue
		}
		name, text, given := param(c, query, f)
		if !given {
			continue
		}
		if err := setParam(in.FieldByIndex(f.Index), name, text); err != nil {
			return err
		}
	}
	return nil
}

func param(c echo.Context, query url.Values, f reflect.StructField) (name, text string, given bool) {
	if name = f.Tag.Get("path"); name != "" {
		text, err := url.PathUnescape(c.Param(name))
		if err != nil {
			text = c.Param(name)
		}
		return name, text, true
	}
	if name = f.Tag.Get("query"); name != "" && query.Has(name) {
		return name, query.Get(name), true
	}
	return "", "", false
}

// setParam refuses a value that contradicts the one the body gave: nobody can tell which is meant.
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
		return fault(name, "contradiction", "The query and the body give different values.")
	}
	field.Set(value)
	return nil
}

func fault(field, code, message string) error {
	var c errs.Check
	c.That(false, field, code, message)
	return c.Err()
}
