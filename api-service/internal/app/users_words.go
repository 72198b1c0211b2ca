package app

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"financebot/pkg/errs"
)

// plain is an error as an operator reads it: its sentence, without the code.
func plain(err error) error {
	if e := errs.As(err); e != nil {
		return errors.New(e.Message)
	}
	return err
}

// given is what a pointer points to; a dash where it points nowhere.
func given[T any](value *T) string {
	if value == nil {
		return "-"
	}
	return fmt.Sprint(*value)
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// oneLine leaves out what would do something to a terminal: people choose their names.
func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text))
}
