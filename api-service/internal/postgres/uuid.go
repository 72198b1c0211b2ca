package postgres

import (
	"strings"

	"github.com/google/uuid"
)

// IsUUID reports whether text is a UUID as the database reads it. The library takes other
// spellings too, some of which the database refuses.
func IsUUID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == strings.ToLower(text)
}
