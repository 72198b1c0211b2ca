package errs

// CodeInvalid is the code of every error that Check makes.
const CodeInvalid = "request.invalid"

// Check gathers the faults of an input, so that a caller is told all of them at once.
// Its zero value is ready to use.
type Check struct{ fields []Field }

// That notes a fault of field unless ok.
func (c *Check) That(ok bool, field, code, message string) {
	if !ok {
		c.fields = append(c.fields, Field{Field: field, Code: code, Message: message})
	}
}

// Required notes a fault where a required text is missing.
func (c *Check) Required(value, field string) {
	c.That(value != "", field, "required", "This field is required.")
}

// Max notes a fault where a text is longer than n characters.
func (c *Check) Max(value, field string, n int) {
	c.That(len([]rune(value)) <= n, field, "too_long", "This text is too long.")
}

// Err is nil where no fault was noted, else an Invalid error that names them.
func (c *Check) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{
		Kind:    Invalid,
		Code:    CodeInvalid,
		Message: c.fields[0].Field + ": " + c.fields[0].Message,
		Fields:  c.fields,
	}
}
