package web

import (
	"errors"
	"strings"
	"testing"
)

func TestObjectIsWrittenInPieces(t *testing.T) {
	t.Parallel()
	items := func(all ...any) func(add func(any) error) error {
		return func(add func(any) error) error {
			for _, item := range all {
				if err := add(item); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for want, write := range map[string]func(*Object){
		`{}`:                           func(*Object) {},
		`{"a":"\"x\""}`:                func(o *Object) { o.Field("a", `"x"`) },
		`{"none":[],"one":[1]}`:        func(o *Object) { o.List("none", items()); o.List("one", items(1)) },
		`{"n":null,"l":[{"a":1},"b"]}`: func(o *Object) { o.Field("n", nil); o.List("l", items(map[string]int{"a": 1}, "b")) },
	} {
		var got strings.Builder
		o := WriteObject(&got)
		write(o)
		if err := o.End(); err != nil || got.String() != want+"\n" {
			t.Errorf("got %q, %v, want %s", got.String(), err, want)
		}
	}
}

func TestObjectStopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	var got strings.Builder
	o := WriteObject(&got)
	o.List("items", func(add func(any) error) error { return errors.Join(add(1), broken) })
	o.Field("more", 2)
	o.List("others", func(func(any) error) error { t.Error("a list was begun after an error"); return nil })
	if err := o.End(); !errors.Is(err, broken) || got.String() != `{"items":[1` {
		t.Errorf("got %q, %v", got.String(), err)
	}
	o = WriteObject(&got)
	o.Field("what JSON has not", func() {})
	if o.End() == nil {
		t.Error("a function was written")
	}
}
