package api

import "financebot/pkg/errs"

// Problem is every error as it travels (RFC 9457, with the members Code, RequestID, Errors and Choices).
type Problem struct {
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Detail    string       `json:"detail"`
	Code      string       `json:"code"`
	RequestID string       `json:"request_id"`
	Errors    []errs.Field `json:"errors,omitempty"`

	// Choices are how a message may have been meant, of the first line that is in doubt.
	Choices []errs.Choice `json:"choices,omitempty"`
}

// ProblemType is the media type of a Problem.
const ProblemType = "application/problem+json"
