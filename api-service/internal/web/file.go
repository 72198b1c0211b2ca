package web

import (
	"bytes"
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

	"financebot/api-service/internal/actor"
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
	errForm         = ErrBadJSON.Saying("The form could not be read")
	errFileMissing  = errs.New(errs.Invalid, api.CodeRequestNoFile, "The form has no part named file").On("file")
)

// keys of what a request remembers about its file
const (
	arrivalKey     = "web.arrival"
	bodyKey        = "web.body"
	fingerprintKey = "web.fingerprint"
)

// takeFile makes room for a file before any of it is read. Only a caller with a token gets
// that room; all others are read as far as any JSON body.
func (r *Router) takeFile(c echo.Context) (release func(), err error) {
	who, err := r.guard.Sessions.Verify(bearerToken(c), true)
	if err != nil {
		return func() {}, nil //nolint:nilerr // whoever has no token is turned away by the guard
	}
	if c.Request().ContentLength > maxForm {
		return nil, ErrFileTooLarge
	}
	// Recorders in tests have no deadline to move.
	line := http.NewResponseController(c.Response())
	file, err := r.arrivals.begin(who.UserID, func() { _ = line.SetReadDeadline(time.Now()) })
	if errors.Is(err, errFilesOfOne) { // a call like any other
		if err := r.guard.limit(c, userBucket(who.UserID), r.guard.APIPerMinute); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	c.Set(arrivalKey, file)
	_ = line.SetReadDeadline(time.Now().Add(r.linePatience))
	return file.release, nil
}

// work takes a place for a call that reads a file, the one that came with it or one that was
// kept, or that goes on without its caller. All other calls need none.
func (r *Router) work(c echo.Context, route Route) (done func(), err error) {
	if route.Files == nil && !route.Reads && !route.Finishes {
		return func() {}, nil
	}
	user := actor.From(c.Request().Context()).UserID
	if file, ok := c.Get(arrivalKey).(*arrival); ok {
		user = file.user
	}
	return r.places.take(c.Request().Context(), user)
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
	form := media == echo.MIMEMultipartForm
	if !form && !slices.Contains(medias, media) {
		return api.Upload{}, errFileMedia
	}
	content, err := readBody(c)
	if err != nil {
		return api.Upload{}, err
	}
	if form {
		return readForm(multipart.NewReader(bytes.NewReader(content), options["boundary"]), medias)
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
			return api.Upload{}, errForm
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
			return api.Upload{}, errForm
		}
		return fileOf(part.FileName(), media, content)
	}
}

func fileOf(name, media string, content []byte) (api.Upload, error) {
	if len(content) > api.MaxFile {
		return api.Upload{}, ErrFileTooLarge
	}
	return api.Upload{Name: api.FileName(name), Media: media, Content: content}, nil
}
