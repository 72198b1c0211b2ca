package api

import "financebot/pkg/errs"

// Problem is every error as it travels (RFC 9457, with the members Code, RequestID, Errors and Choices).
// Errors names every fault where the status is 422, and nothing elsewhere.
type Problem struct {
	Type      string       `json:"type" description:"a URN that ends with the code"`
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail"`
	Code      string       `json:"code"`
	RequestID string       `json:"request_id"`
	Errors    []errs.Field `json:"errors,omitempty"`

	// Choices are how a message may have been meant, of the first line that is in doubt.
	Choices []errs.Choice `json:"choices,omitempty"`
}

// ProblemURN is the type of every error with a code: a name, and no address.
func ProblemURN(code string) string { return "urn:finance-bot:problem:" + code }

// ProblemType is the media type of a Problem.
const ProblemType = "application/problem+json"
