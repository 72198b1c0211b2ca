package statement

import (
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// ErrCostly refuses a file that costs more work than any file of its size should.
var ErrCostly = errs.New(errs.Invalid, api.CodeImportCostly, "This file takes too much work to be read").On("file")

// What a reading may cost: every reader looks at a character a few times, however the file is made.
const (
	stepsAtLeast = 4 << 20
	stepsPerByte = 400
	stepsBetween = 64 << 10 // looks at whether the caller still waits
)

// steps counts the work of one reading, about one step for a character looked at. It ends a
// reading whose caller has hung up, and one that is not linear.
type steps struct {
	waiting func() error // gives an error once nobody waits any more
	done    int
	look    int // when the caller is looked at next
	most    int
}

func newSteps(waiting func() error, size int) *steps {
	return &steps{waiting: waiting, most: stepsAtLeast + stepsPerByte*size}
}

// take counts so many characters. A reader passes its error on at once.
func (s *steps) take(n int) error {
	if s.done += n; s.done > s.most {
		return ErrCostly
	}
	if s.done < s.look {
		return nil
	}
	s.look = s.done + stepsBetween
	return s.waiting()
}
