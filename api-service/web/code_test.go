package web_test

import (
	"testing"

	"financebot/pkg/api"
)

// met are the codes that people can meet on the pages, by the calls that these make.
var met = map[string][]string{
	"sign in and sign up": {
		api.CodeCredentials, api.CodePasswordTemporary, api.CodeEmailTaken, api.CodePaused, api.CodeAuthBusy, api.CodeReferralUnknown,
		api.CodeInvalid,
	},
	"the sign-in link":    {api.CodeCodeInvalid},
	"a session's renewal": {api.CodeTokenInvalid, api.CodeSessionEnded, api.CodeRefreshReused, api.CodeUserUnknown},
	"the list of sessions": {
		api.CodeStepUp, api.CodeAuthSessionUnknown,
	},
	"linking": {
		api.CodeCodeInvalid, api.CodeChatTaken, api.CodeUserTaken, api.CodeTelegramWrongChat, api.CodeLastWayIn, api.CodeNotLinked,
	},
	"any call": {api.CodeLimited, api.CodeInternal, api.CodeUnavailable, api.CodeClientUnreadable},
}

func TestEveryCodeThatPeopleMeetHasItsSentence(t *testing.T) {
	t.Parallel()
	for language, said := range words(t) {
		for where, codes := range met {
			for _, code := range codes {
				if said["error."+code] == "" {
					t.Errorf("%s, %s: there is no sentence for %s", language, where, code)
				}
			}
		}
	}
}
