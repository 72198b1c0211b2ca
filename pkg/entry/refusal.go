package entry

import (
	"strconv"
	"strings"

	"financebot/pkg/errs"
)

// The ways in which a whole message is refused.
var (
	ErrEmpty        = errs.New(errs.Invalid, CodeEmpty, "There is nothing to read").On("text")
	ErrMessage      = errs.New(errs.Invalid, CodeTooLong, "The message is longer than 4096 characters or 800 words").On("text")
	ErrTooManyLines = errs.New(errs.Invalid, CodeTooManyLines, "The message has more than 50 lines").On("text")
	ErrUnreadable   = errs.New(errs.Invalid, CodeUnreadable, "Some lines cannot be read, so none was taken").On("text")
)

// The ways in which a line is refused.
var (
	ErrText        = refuse(CodeText, "The text holds characters that cannot be kept")
	ErrNoAmount    = refuse(CodeNoAmount, "There is no amount; write 12.50 coffee or +1500 salary")
	ErrTwoAmounts  = refuse(CodeTwoAmounts, "There are several amounts; write the currency after the one that counts")
	ErrUnsure      = refuse(CodeUnsure, "The number may be no amount; write the currency after it")
	ErrDateOrSum   = refuse(CodeDateOrSum, "This may be a date or a sum; write =12/5 for the sum, ^12.05 for the date")
	ErrDash        = refuse(CodeDash, "This may be two numbers, a date or a sum; write =12-5 for the sum, ^12.05 for the date")
	ErrMark        = refuse(CodeMark, "The mark may part thousands or cents; write 1200 or 1.20")
	ErrWay         = refuse(CodeWay, "This may be money that came or money that went")
	ErrFuture      = refuse(CodeFuture, "The day is still to come")
	ErrTwoDays     = refuse(CodeTwoDays, "Several days are said; write a line for each")
	ErrWhere       = refuse(CodeWhere, "This may move money to another account, or spend it")
	ErrZero        = refuse(CodeZero, "The amount is zero")
	ErrNegative    = refuse(CodeNegative, "The sum comes out on the other side of zero")
	ErrRange       = refuse(CodeRange, "The amount is too large")
	ErrPrecision   = refuse(CodePrecision, "The amount has more decimals than its currency")
	ErrDivision    = refuse(CodeDivision, "A number cannot be divided by zero")
	ErrParts       = refuse(CodeTooManyParts, "The line has too many words and numbers")
	ErrExpression  = refuse(CodeExpression, "The sum has too many parts")
	ErrCurrency    = refuse(CodeCurrency, "The amount has two currencies")
	ErrDigits      = refuse(CodeDigits, "Write numbers with the digits 0 to 9")
	ErrDate        = refuse(CodeDate, "The date cannot be read; write ^yesterday, ^25.12 or ^2024-12-25")
	ErrNoSuchDay   = refuse(CodeNoSuchDay, "The calendar has no such day")
	ErrDateRange   = refuse(CodeDateRange, "The date is before 1970 or more than a year ahead")
	ErrName        = refuse(CodeName, "A name in quotes is empty or its closing quote is missing")
	ErrNameLong    = refuse(CodeNameTooLong, "A name is longer than 64 characters")
	ErrTagLong     = refuse(CodeTagTooLong, "A tag is longer than 50 characters")
	ErrNoteLong    = refuse(CodeNoteTooLong, "The note is longer than 500 characters")
	ErrTooManyTags = refuse(CodeTooManyTags, "There are more than 10 tags")
	ErrRepeated    = refuse(CodeRepeated, "An account, category, payee or date is given twice")
	ErrTransfer    = refuse(CodeTransfer, "A transfer reads 100 @cash > @card and has no category")
	ErrSameAccount = refuse(CodeSameAccount, "A transfer goes to another account")
	ErrSign        = refuse(CodeSign, "A transfer's amount has no sign")
)

func refuse(code, hint string) *errs.Error {
	return errs.New(errs.Invalid, code, hint)
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
