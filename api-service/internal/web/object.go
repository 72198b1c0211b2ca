package web

import (
	"encoding/json"
	"io"
)

// Object writes a JSON object piece by piece, for what is too large to be held. After the first
// error it writes nothing more; End gives that error.
type Object struct {
	to    io.Writer
	err   error
	begun bool
}

// WriteObject begins an object.
func WriteObject(to io.Writer) *Object { return &Object{to: to} }

// Field writes a field that is held as a whole.
func (o *Object) Field(name string, value any) {
	o.name(name)
	o.value(value)
}

// List writes a field with the items that each adds, one after the other.
func (o *Object) List(name string, each func(add func(item any) error) error) {
	o.name(name)
	o.text("[")
	first := true
	add := func(item any) error {
		if !first {
			o.text(",")
		}
		first = false
		o.value(item)
		return o.err
	}
	if o.err == nil {
		o.err = each(add)
	}
	o.text("]")
}

// End ends the object.
func (o *Object) End() error {
	if !o.begun {
		o.text("{")
	}
	o.text("}\n")
	return o.err
}

func (o *Object) name(name string) {
	if o.begun {
		o.text(",")
	} else {
		o.text("{")
	}
	o.begun = true
	o.value(name)
	o.text(":")
}

func (o *Object) value(value any) {
	if o.err != nil {
		return
	}
	text, err := json.Marshal(value)
	if o.err = err; err == nil {
		_, o.err = o.to.Write(text)
	}
}

func (o *Object) text(text string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.to, text)
	}
}
