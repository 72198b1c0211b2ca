package api

// Codes of errors that callers tell apart; each goes with one status for good.
const (
	CodeEmailTaken       = "auth.email_taken"           // 400
	CodeCredentials      = "auth.credentials"           // 401: wrong address or password
	CodeTokenMissing     = "auth.token_missing"         // 401
	CodeTokenInvalid     = "auth.token_invalid"         // 401: bad, expired or of another type
	CodeSessionEnded     = "auth.session_ended"         // 401: revoked, or the user is not active
	CodeRefreshReused    = "auth.refresh_reused"        // 401: the session is over
	CodeStepUp           = "auth.step_up"               // 403: not from a chat's session
	CodeCodeInvalid      = "auth.code_invalid"          // 400: wrong, expired or used
	CodeChatUnknown      = "auth.chat_unknown"          // 404: nobody registered the chat
	CodeChatTaken        = "telegram.linked_elsewhere"  // 409: the chat belongs to another user
	CodeHasEntries       = "telegram.has_entries"       // 409: only a link that begins in the chat moves its entries
	CodeUserTaken        = "telegram.user_has_chat"     // 409: the user has another chat
	CodeNotLinked        = "telegram.not_linked"        // 400: nothing to unlink
	CodeLastWayIn        = "auth.last_way_in"           // 400: unlinking would lock the user out
	CodeReferralUnknown  = "user.referral_unknown"      // 400
	CodeUserUnknown      = "user.unknown"               // 404
	CodePhotoKind        = "user.photo_kind"            // 415: no picture that can be read
	CodeSoleOwner        = "user.sole_owner"            // 400: somebody else's workspace would lose its owner
	CodeLimited          = "limit.exceeded"             // 429
	CodePaused           = "auth.paused"                // 429: too many wrong passwords or codes
	CodeUnavailable      = "service.unavailable"        // 503
	CodeInternal         = "service.internal"           // 500
	CodeRouteUnknown     = "request.route_unknown"      // 404
	CodeMethodNotAllowed = "request.method_not_allowed" // 405
	CodeBadJSON          = "request.bad_json"           // 400
	CodeTooLarge         = "request.too_large"          // 413
	CodeMediaType        = "request.media_type"         // 415
)
