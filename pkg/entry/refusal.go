package entry

import (
	"strconv"
	"strings"

	"financebot/pkg/errs"
)

// The ways in which a whole message is refused.
var (
	ErrEmpty        = errs.New(errs.Invalid, "entry.empty", "There is nothing to read")
	ErrMessage      = errs.New(errs.Invalid, "entry.too_long", "The message is longer than 4096 characters or 800 words")
	ErrTooManyLines = errs.New(errs.Invalid, "entry.too_many_lines", "The message has more than 50 lines")
	ErrUnreadable   = errs.New(errs.Invalid, "entry.unreadable", "Some lines cannot be read, so none was taken")
)

// The ways in which a line is refused.
var (
	ErrText        = refuse("text", "The text holds characters that cannot be kept")
	ErrNoAmount    = refuse("no_amount", "There is no amount; write 12.50 coffee or +1500 salary")
	ErrTwoAmounts  = refuse("two_amounts", "There are several amounts; write the currency after the one that counts")
	ErrUnsure      = refuse("unsure", "The number may be no amount; write the currency after it")
	ErrDateOrSum   = refuse("date_or_sum", "This may be a date or a sum; write =12/5 for the sum, ^12.05 for the date")
	ErrDash        = refuse("dash", "This may be two numbers, a date or a sum; write =12-5 for the sum, ^12.05 for the date")
	ErrMark        = refuse("mark", "The mark may part thousands or cents; write 1200 or 1.20")
	ErrWay         = refuse("way", "This may be money that came or money that went")
	ErrFuture      = refuse("future", "The day is still to come")
	ErrTwoDays     = refuse("two_days", "Several days are said; write a line for each")
	ErrWhere       = refuse("where", "This may move money to another account, or spend it")
	ErrZero        = refuse("zero", "The amount is zero")
	ErrNegative    = refuse("negative", "The sum comes out on the other side of zero")
	ErrRange       = refuse("range", "The amount is too large")
	ErrPrecision   = refuse("precision", "The amount has more decimals than its currency")
	ErrDivision    = refuse("division", "A number cannot be divided by zero")
	ErrParts       = refuse("too_many_parts", "The line has too many words and numbers")
	ErrExpression  = refuse("expression", "The sum has too many parts")
	ErrCurrency    = refuse("currency", "The amount has two currencies")
	ErrDigits      = refuse("digits", "Write numbers with the digits 0 to 9")
	ErrDate        = refuse("date", "The date cannot be read; write ^yesterday, ^25.12 or ^2024-12-25")
	ErrNoSuchDay   = refuse("no_such_day", "The calendar has no such day")
	ErrDateRange   = refuse("date_range", "The date is before 1970 or more than a year ahead")
	ErrName        = refuse("name", "A name in quotes is empty or its closing quote is missing")
	ErrNameLong    = refuse("name_too_long", "A name is longer than 64 characters")
	ErrTagLong     = refuse("tag_too_long", "A tag is longer than 50 characters")
	ErrNoteLong    = refuse("note_too_long", "The note is longer than 500 characters")
	ErrTooManyTags = refuse("too_many_tags", "There are more than 10 tags")
	ErrRepeated    = refuse("repeated", "An account, category, payee or date is given twice")
	ErrTransfer    = refuse("transfer", "A transfer reads 100 @cash > @card and has no category")
	ErrSameAccount = refuse("same_account", "A transfer goes to another account")
	ErrSign        = refuse("sign", "A transfer's amount has no sign")
)

func refuse(code, hint string) *errs.Error {
	return errs.New(errs.Invalid, "entry."+code, hint)
}

// BadLine is a line that could not be read.
type BadLine struct {
	Number int // from 1, empty lines counted
	Text   string
	Cause  *errs.Error // its code for programs, its message a hint in English

	// Choices are the ways in which the line may have been meant, the likeliest first, each written
	// so that it can be read in one way only. One can be of several lines. Only the first of the
	// bad lines that are in doubt has some: one question at a time.
	Choices []string
}

// Refusal is every line of a message that could not be read; it is never empty.
// errors.Is finds ErrUnreadable and the cause of each line in it.
type Refusal struct {
	Lines []BadLine

	text string // the message
}

func (r *Refusal) Error() string {
	first := r.Lines[0]
	return ErrUnreadable.Code + ": " + label(first) + ": " + first.Cause.Code
}

// Unwrap gives first the error that tells a caller of all lines, then the cause of each.
func (r *Refusal) Unwrap() []error {
	whole := *ErrUnreadable
	all := []error{&whole}
	for _, l := range r.Lines {
		field := errs.Field{Field: label(l), Code: l.Cause.Code, Message: l.Cause.Message + ": " + l.Text}
		whole.Fields = append(whole.Fields, field)
		all = append(all, l.Cause)
	}
	whole.Choices = r.choices()
	return all
}

// choices are those of the line that has some: whoever takes one is asked about the next.
func (r *Refusal) choices() (all []errs.Choice) {
	for _, l := range r.Lines {
		for _, choice := range l.Choices {
			lines := strings.Split(r.text, "\n")
			lines[l.Number-1] = choice
			all = append(all, errs.Choice{Field: label(l), Part: choice, Text: strings.Join(lines, "\n")})
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}

func label(l BadLine) string { return "line " + strconv.Itoa(l.Number) }
