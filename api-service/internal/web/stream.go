package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/pkg/api"
)

// slowest is how long a caller may take to read an answer, or one piece of a stream.
const slowest = 30 * time.Second

// errCutOff says that a stream broke when its beginning was already sent: the connection is
// closed then, so that nobody takes the beginning for the whole.
var errCutOff = errors.New("web: stream cut off")

// Stream is an answer that is written piece by piece, for what is too large to be held.
type Stream struct {
	Media  string
	Name   string // of the file that it becomes
	Inline bool   // a browser may show it
	Write  func(ctx context.Context, w io.Writer) error
}

// Produces is one form in which a streamed answer comes.
type Produces struct {
	Media string
	Body  any // a value of the type that JSON has; nil: not JSON
}

func stream(c echo.Context, route Route, s Stream) error {
	disposition := "attachment"
	if s.Inline {
		disposition = "inline"
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, s.Media)
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType(disposition, map[string]string{"filename": api.FileName(s.Name)}))
	out := &paced{response: c.Response(), status: route.Status, control: http.NewResponseController(c.Response())}
	out.headersOnly = c.Request().Method == http.MethodHead
	buffered := bufio.NewWriterSize(out, 32<<10)
	err := s.Write(c.Request().Context(), buffered)
	if err == nil {
		err = buffered.Flush()
	}
	switch {
	case errors.Is(err, errHeadersOnly):
		return nil
	case err != nil && !out.begun: // nothing is sent yet: it can still be told
		header.Del(echo.HeaderContentDisposition)
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", errCutOff, err)
	case !out.begun:
		c.Response().WriteHeader(route.Status)
	}
	return nil
}

// paced gives the caller time anew for every piece.
type paced struct {
	response *echo.Response
	control  *http.ResponseController
	status   int
	begun    bool

	headersOnly bool // nobody reads what comes after them
}

// errHeadersOnly ends the writing of an answer of which only the headers were asked for.
var errHeadersOnly = errors.New("web: only the headers were asked for")

func (p *paced) Write(piece []byte) (int, error) {
	if !p.begun {
		p.begun = true
		p.response.WriteHeader(p.status)
	}
	if p.headersOnly {
		return 0, errHeadersOnly
	}
	_ = p.control.SetWriteDeadline(time.Now().Add(slowest)) // recorders in tests have none
	return p.response.Write(piece)
}
