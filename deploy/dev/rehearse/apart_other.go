//go:build !linux

package rehearse

import (
	"context"
	"errors"
	"io"
)

var errLinux = errors.New("a rehearsal needs the containers of Linux")

func apart(context.Context, io.Writer) error { return errLinux }

func settle() error { return errLinux }
