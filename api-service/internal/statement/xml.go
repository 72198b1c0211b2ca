package statement

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Bounds of XML: no bank nests elements half as deep, nor writes half as much between two of them,
// and half as many fill the largest file.
const (
	maxDepth    = 60
	maxToken    = 64 << 10
	maxElements = 1 << 20
)

var (
	errToken = errors.New("statement: a token of XML is too long")
	errDepth = errors.New("statement: elements of XML are nested too deep")
	errDTD   = errors.New("statement: a document type is declared")
)

// xmlReader gives the tokens of a text that is in UTF-8 whatever it declares. Nothing outside the
// text is looked up, and a declared document type, where entities could be defined, is refused.
type xmlReader struct {
	source *xmlSource
	raw    *xml.Decoder
	depth  int
	count  int // of elements
}

func newXMLReader(text string, steps *steps) *xmlReader {
	source := &xmlSource{text: text, steps: steps}
	raw := xml.NewDecoder(source)
	raw.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	return &xmlReader{source: source, raw: raw}
}

// line is where the next token begins.
func (x *xmlReader) line() int {
	line, _ := x.raw.InputPos()
	return line
}

// Token gives the next token, as encoding/xml wants it of a source of tokens.
func (x *xmlReader) Token() (xml.Token, error) {
	x.source.token = 0
	token, err := x.raw.RawToken()
	if err != nil {
		return nil, err
	}

	switch token.(type) {
	case xml.StartElement:
		x.depth++
		x.count++
	case xml.EndElement:
		x.depth--
	case xml.Directive:
		return nil, errDTD
	}
	switch {
	case x.depth > maxDepth:
		return nil, errDepth
	case x.count > maxElements:
		return nil, ErrCostly
	}
	return token, nil
}

// xmlSource hands a text out byte by byte, so that no token grows without bound.
type xmlSource struct {
	text  string
	at    int
	token int // how much of the token at hand was read
	steps *steps
}

// Read is never called: a decoder takes single bytes from a source that has them.
func (x *xmlSource) Read([]byte) (int, error) {
	return 0, fmt.Errorf("statement: XML is read by bytes: %w", errors.ErrUnsupported)
}

func (x *xmlSource) ReadByte() (byte, error) {
	if x.at == len(x.text) {
		return 0, io.EOF
	}
	if x.token++; x.token > maxToken {
		return 0, errToken
	}
	if err := x.steps.take(1); err != nil {
		return 0, err
	}

	b := x.text[x.at]
	x.at++
	return b, nil
}
