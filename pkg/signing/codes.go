package signing

// Codes of why a signature is refused. Package api lists them with all others.
const (
	CodeRequired  = "signature.required"
	CodeInvalid   = "signature.invalid"
	CodeTimestamp = "signature.timestamp"
	CodeReplayed  = "signature.replayed"
)
