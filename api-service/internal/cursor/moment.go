package cursor

import (
	"strconv"
	"strings"
	"time"
)

// Moment is what the last thing of a page stands by where a list goes by the time, to the
// microsecond, and an id that is a text. The zero Moment is before the first page.
type Moment struct {
	At time.Time
	ID string
}

// String is the moment as callers carry it to the next page.
func (m Moment) String() string { return strconv.FormatInt(m.At.UnixMicro(), 36) + "." + m.ID }

// ParseMoment reads what String wrote; an empty text is the zero Moment. Any other text gives
// refusal. Whether the id is one is for the caller to say.
func ParseMoment(text string, refusal error) (Moment, error) {
	if text == "" {
		return Moment{}, nil
	}
	at, id, _ := strings.Cut(text, ".")
	micros, err := strconv.ParseInt(at, 36, 64)
	if err != nil || micros <= 0 || micros > latest || id == "" {
		return Moment{}, refusal
	}
	return Moment{time.UnixMicro(micros).UTC(), id}, nil
}

// latest is the end of the year 9999: the database knows moments after it, texts of them differ.
const latest = 253402300799_999999
