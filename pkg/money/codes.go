package money

// Codes of what is refused about amounts. Package api lists them with all others.
const (
	CodeRange     = "money.range"
	CodeSyntax    = "money.syntax"
	CodePrecision = "money.precision"
	CodeMixed     = "money.mixed"
	CodeCurrency  = "money.currency"
	CodeRate      = "money.rate"
)
