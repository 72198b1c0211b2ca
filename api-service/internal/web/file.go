package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

const (
	maxForm      = api.MaxFile + 64<<10 // a file with what a form puts around it
	linePatience = time.Minute          // for a slow line
	formField    = "file"
)

// What cannot be taken as a file.
var (
	ErrFileTooLarge = ErrTooLarge.Saying("A file has at most 10 MiB")
	errFileMedia    = ErrMediaType.Saying("A file of this kind is not taken here")
	errFileMissing  = errs.New(errs.Invalid, "request.no_file", "The form has no part named file")
)

// keys of what a request remembers about its file
const (
	limitKey       = "web.limit"
	fingerprintKey = "web.fingerprint"
)

// takeFile makes room for a file in memory before any of it is read. Only a caller with a
// token gets that room; all others are read as far as any JSON body.
func (r *Router) takeFile(c echo.Context) (release func(), err error) {
	who, err := r.guard.Sessions.Verify(bearerToken(c), true)
	if err != nil {
		return func() {}, nil //nolint:nilerr // whoever has no token is turned away by the guard
	}
	if c.Request().ContentLength > maxForm {
		return nil, ErrFileTooLarge
	}
	release, err = r.places.take(who.UserID)
	if errors.Is(err, errFilesOfOne) { // a call of his like any other
		if err := r.guard.limit(c, userBucket(who.UserID), r.guard.APIPerMinute); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	c.Set(limitKey, int64(maxForm))
	// Recorders in tests have no deadline to move.
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(r.linePatience))
	return release, nil
}

// limitOf is how much of the body may be read.
func limitOf(c echo.Context) int64 {
	if limit, ok := c.Get(limitKey).(int64); ok {
		return limit
	}
	return maxBody
}

// bindFile reads an input whose body is a file, or a form with one. What goes with it travels
// in the query.
func bindFile[In any](c echo.Context, medias []string) (In, error) {
	var in In
	file, err := readFile(c, medias)
	if err != nil {
		return in, err
	}
	sum := sha256.Sum256(file.Content)
	c.Set(fingerprintKey, c.QueryString()+"\n"+hex.EncodeToString(sum[:]))
	v := reflect.ValueOf(&in).Elem()
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.Type == reflect.TypeFor[api.Upload]() {
			v.FieldByIndex(f.Index).Set(reflect.ValueOf(file))
		}
	}
	if err := bindParams(c, v); err != nil {
		return in, err
	}
	if checked, ok := any(in).(interface{ Validate() error }); ok {
		return in, checked.Validate()
	}
	return in, nil
}

func readFile(c echo.Context, medias []string) (api.Upload, error) {
	media, options, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil {
		return api.Upload{}, errFileMedia
	}
	if media == echo.MIMEMultipartForm {
		body := http.MaxBytesReader(c.Response(), c.Request().Body, maxForm)
		return readForm(multipart.NewReader(body, options["boundary"]), medias)
	}
	if !slices.Contains(medias, media) {
		return api.Upload{}, errFileMedia
	}
	content, err := readBody(c)
	if err != nil {
		return api.Upload{}, err
	}
	return fileOf("", media, content)
}

// readForm takes the one part that is the file, and none but that.
func readForm(form *multipart.Reader, medias []string) (api.Upload, error) {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return api.Upload{}, errFileMissing
		}
		if err != nil {
			return api.Upload{}, explainForm(err)
		}
		if part.FormName() != formField {
			continue
		}
		media, _, err := mime.ParseMediaType(part.Header.Get(echo.HeaderContentType))
		if err != nil || !slices.Contains(medias, media) {
			return api.Upload{}, errFileMedia
		}
		content, err := io.ReadAll(io.LimitReader(part, api.MaxFile+1))
		if err != nil {
			return api.Upload{}, explainForm(err)
		}
		return fileOf(part.FileName(), media, content)
	}
}

func explainForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return ErrFileTooLarge
	}
	return ErrBadJSON.Saying("The form could not be read")
}

func fileOf(name, media string, content []byte) (api.Upload, error) {
	if len(content) > api.MaxFile {
		return api.Upload{}, ErrFileTooLarge
	}
	return api.Upload{Name: api.FileName(name), Media: media, Content: content}, nil
}
