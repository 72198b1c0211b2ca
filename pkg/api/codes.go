package api

import (
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
	"financebot/pkg/signing"
)

// Codes of errors that callers tell apart; each goes with one status for good. All there are stand
// here, those of the packages below by the names they have there.
const (
	CodeEmailTaken         = "auth.email_taken"          // 400
	CodeCredentials        = "auth.credentials"          // 401: wrong address or password
	CodeTokenMissing       = "auth.token_missing"        // 401
	CodeTokenInvalid       = "auth.token_invalid"        // 401: bad, expired or of another type
	CodeSessionEnded       = "auth.session_ended"        // 401: revoked, or the user is not active
	CodeRefreshReused      = "auth.refresh_reused"       // 401: the session is over
	CodeStepUp             = "auth.step_up"              // 403: not from a chat's session
	CodeCodeInvalid        = "auth.code_invalid"         // 400: wrong, expired or used
	CodeChatUnknown        = "auth.chat_unknown"         // 404: nobody registered the chat
	CodeLastWayIn          = "auth.last_way_in"          // 400: unlinking would lock the user out
	CodePaused             = "auth.paused"               // 429: too many wrong passwords or codes
	CodePasswordTemporary  = "auth.password_temporary"   // 403: it only lets in whoever chooses another one
	CodeAuthSessionUnknown = "auth.session_unknown"      // 404
	CodeAuthNoPassword     = "auth.no_password"          // 400
	CodeAuthBusy           = "auth.busy"                 // 503
	CodeChatTaken          = "telegram.linked_elsewhere" // 409: the chat belongs to another user
	CodeHasEntries         = "telegram.has_entries"      // 409: only a link that begins in the chat moves its entries
	CodeUserTaken          = "telegram.user_has_chat"    // 409: the user has another chat
	CodeNotLinked          = "telegram.not_linked"       // 400: nothing to unlink
	CodeTelegramWrongChat  = "telegram.wrong_chat"       // 400
	CodeReferralUnknown    = "user.referral_unknown"     // 400
	CodeUserUnknown        = "user.unknown"              // 404
	CodePhotoKind          = "user.photo_kind"           // 415: no picture that can be read
	CodeSoleOwner          = "user.sole_owner"           // 400: somebody else's workspace would lose its owner
)

// Workspaces.
const (
	CodeFamilyUnknown = "family.unknown"   // 404
	CodeFamilyRole    = "family.role"      // 403
	CodeFamilyInvalid = "family.invalid"   // 422
	CodeNotEmpty      = "family.not_empty" // 400: its currency cannot be changed any more
)

// Accounts.
const (
	CodeAccountUnknown   = "account.unknown"    // 404
	CodeAccountNameTaken = "account.name_taken" // 400
	CodeAccountArchived  = "account.archived"   // 400
	CodeAccountLast      = "account.last"       // 400
	CodeAccountNone      = "account.none"       // 400
	CodeAccountRange     = "account.range"      // 422
)

// Categories.
const (
	CodeCategoryUnknown   = "category.unknown"    // 404
	CodeCategoryNameTaken = "category.name_taken" // 400
	CodeCategoryKind      = "category.kind"       // 422
	CodeCategoryDepth     = "category.depth"      // 422
)

// Entries.
const (
	CodeTransactionRetry       = "transaction.retry"        // 409
	CodeTransactionUnknown     = "transaction.unknown"      // 404
	CodeTransactionChanged     = "transaction.changed"      // 409
	CodeTransactionAmount      = "transaction.amount"       // 422
	CodeTransactionCurrency    = "transaction.currency"     // 422
	CodeTransactionToAmount    = "transaction.to_amount"    // 422
	CodeTransactionSplits      = "transaction.splits"       // 422
	CodeTransactionDate        = "transaction.date"         // 422
	CodeTransactionKind        = "transaction.kind"         // 422
	CodeTransactionSameAccount = "transaction.same_account" // 422
	CodeTransactionCursor      = "transaction.cursor"       // 422
	CodeTransactionSearchSlow  = "transaction.search_slow"  // 503
	CodeTransactionRange       = "transaction.range"        // 422
	CodeOperationUnknown       = "operation.unknown"        // 404
	CodeOperationUndone        = "operation.undone"         // 409
	CodeOperationTooLate       = "operation.too_late"       // 400
	CodeOperationOvertaken     = "operation.overtaken"      // 409
)

// Messages that book.
const (
	CodeQuickAccount      = "quick.account"        // 422
	CodeQuickArchived     = "quick.archived"       // 422
	CodeQuickLarge        = "quick.large"          // 422
	CodeQuickCurrency     = "quick.currency"       // 422
	CodeBankCode          = "bank.code"            // 422; so are all of messages of banks
	CodeBankRefused       = "bank.refused"         // 422
	CodeBankFuture        = "bank.future"          // 422
	CodeBankOffer         = "bank.offer"           // 422
	CodeBankBalance       = "bank.balance"         // 422
	CodeBankTwice         = "bank.twice"           // 422
	CodeBankUnsure        = "bank.unsure"          // 422
	CodeBankAccount       = "bank.account"         // 422
	CodeEntryEmpty        = entry.CodeEmpty        // 422
	CodeEntryTooLong      = entry.CodeTooLong      // 422
	CodeEntryTooManyLines = entry.CodeTooManyLines // 422
	CodeEntryUnreadable   = entry.CodeUnreadable   // 422
	CodeEntryText         = entry.CodeText         // 422
	CodeEntryNoAmount     = entry.CodeNoAmount     // 422
	CodeEntryTwoAmounts   = entry.CodeTwoAmounts   // 422
	CodeEntryUnsure       = entry.CodeUnsure       // 422
	CodeEntryDateOrSum    = entry.CodeDateOrSum    // 422
	CodeEntryDash         = entry.CodeDash         // 422
	CodeEntryMark         = entry.CodeMark         // 422
	CodeEntryWay          = entry.CodeWay          // 422
	CodeEntryFuture       = entry.CodeFuture       // 422
	CodeEntryTwoDays      = entry.CodeTwoDays      // 422
	CodeEntryWhere        = entry.CodeWhere        // 422
	CodeEntryZero         = entry.CodeZero         // 422
	CodeEntryNegative     = entry.CodeNegative     // 422
	CodeEntryRange        = entry.CodeRange        // 422
	CodeEntryPrecision    = entry.CodePrecision    // 422
	CodeEntryDivision     = entry.CodeDivision     // 422
	CodeEntryTooManyParts = entry.CodeTooManyParts // 422
	CodeEntryExpression   = entry.CodeExpression   // 422
	CodeEntryCurrency     = entry.CodeCurrency     // 422
	CodeEntryDigits       = entry.CodeDigits       // 422
	CodeEntryDate         = entry.CodeDate         // 422
	CodeEntryNoSuchDay    = entry.CodeNoSuchDay    // 422
	CodeEntryDateRange    = entry.CodeDateRange    // 422
	CodeEntryName         = entry.CodeName         // 422
	CodeEntryNameTooLong  = entry.CodeNameTooLong  // 422
	CodeEntryTagTooLong   = entry.CodeTagTooLong   // 422
	CodeEntryNoteTooLong  = entry.CodeNoteTooLong  // 422
	CodeEntryTooManyTags  = entry.CodeTooManyTags  // 422
	CodeEntryRepeated     = entry.CodeRepeated     // 422
	CodeEntryTransfer     = entry.CodeTransfer     // 422
	CodeEntrySameAccount  = entry.CodeSameAccount  // 422
	CodeEntrySign         = entry.CodeSign         // 422
)

// Files of banks.
const (
	CodeImportEmpty      = "import.empty"       // 422
	CodeImportFormat     = "import.format"      // 422
	CodeImportEncoding   = "import.encoding"    // 422
	CodeImportTooMany    = "import.too_many"    // 422
	CodeImportMapping    = "import.mapping"     // 422
	CodeImportCostly     = "import.costly"      // 422
	CodeImportNoTable    = "import.no_table"    // 422: a text in which nothing can be dates and amounts
	CodeImportUnknown    = "import.unknown"     // 404
	CodeImportGaveWay    = "import.gave_way"    // 404: newer files took its room before it was booked
	CodeImportNotApplied = "import.not_applied" // 409
	CodeImportUndone     = "import.undone"      // 409
	CodeImportChanged    = "import.changed"     // 409
	CodeImportFaults     = "import.faults"      // 422
	CodeImportUnmapped   = "import.unmapped"    // 422
	CodeImportNothingNew = "import.nothing_new" // 400
	CodeImportUndo       = "import.undo"        // 400
	CodeImportTransfer   = "import.transfer"    // 422
	CodeImportOldButton  = "import.old_button"  // said by the bot alone
	CodeImportForgotten  = "import.forgotten"   // said by the bot alone
	CodeImportFaulty     = "import.faulty"      // said by the bot alone
)

// Pictures and papers.
const (
	CodeAttachmentUnknown = "attachment.unknown"  // 404
	CodeAttachmentKind    = "attachment.kind"     // 415
	CodeAttachmentTooMany = "attachment.too_many" // 400
	CodeAttachmentQuota   = "attachment.quota"    // 400
)

// Exchange rates and reports.
const (
	CodeRateFile     = "rate.file"      // 422
	CodeRateFileText = "rate.file_text" // 422
	CodeRateFileLong = "rate.file_long" // 422
	CodeRateFileNone = "rate.file_none" // 422
	CodeRateUnknown  = "rate.unknown"   // 404
	CodeRateDate     = "rate.date"      // 422
	CodeRateCursor   = "rate.cursor"    // 422
	CodeReportRange  = "report.range"   // 400
)

// Amounts.
const (
	CodeMoneyRange     = money.CodeRange     // 422
	CodeMoneySyntax    = money.CodeSyntax    // 422
	CodeMoneyPrecision = money.CodePrecision // 422
	CodeMoneyMixed     = money.CodeMixed     // 422
	CodeMoneyCurrency  = money.CodeCurrency  // 422
	CodeMoneyRate      = money.CodeRate      // 422
)

// Events.
const (
	CodeEventCursor = "event.cursor" // 422
)

// Requests.
const (
	CodeIdempotencyKey      = "idempotency.key"            // 422
	CodeIdempotencyMismatch = "idempotency.mismatch"       // 409
	CodeLimited             = "limit.exceeded"             // 429
	CodeUnavailable         = "service.unavailable"        // 503
	CodeTooLong             = "service.too_long"           // 400: work was given up, and nothing was changed
	CodeInternal            = "service.internal"           // 500
	CodeRouteUnknown        = "request.route_unknown"      // 404
	CodeMethodNotAllowed    = "request.method_not_allowed" // 405
	CodeBadJSON             = "request.bad_json"           // 400
	CodeTooLarge            = "request.too_large"          // 413
	CodeMediaType           = "request.media_type"         // 415
	CodeRequestChanged      = "request.changed"            // 409
	CodeRequestNoFile       = "request.no_file"            // 422
	CodeRequestAbandoned    = "request.abandoned"          // 503, read by nobody
	CodeInvalid             = errs.CodeInvalid             // 422: fields fail validation
	CodeSignatureRequired   = signing.CodeRequired         // 401
	CodeSignatureInvalid    = signing.CodeInvalid          // 401
	CodeSignatureTimestamp  = signing.CodeTimestamp        // 401
	CodeSignatureReplayed   = signing.CodeReplayed         // 401
)

// Of programs, which say them themselves.
const (
	CodeClientUnreachable = "client.unreachable" // of pkg/client: no answer came
	CodeClientUnreadable  = "client.unreadable"  // of pkg/client: what came is no answer of the API
	CodeUserNoEmail       = "user.no_email"      // said by `api users` alone
	CodeSeedInhabited     = "seed.inhabited"     // said by `api seed` alone
	CodeSeedRange         = "seed.range"         // said by `api seed` alone
)
