package bottest

import (
	"net/http"

	"financebot/pkg/api"
)

// Invitation is the referral code of whoever asks the stand-in for it.
const Invitation = "UP-AB12CD"

// SignIn is the address that a web_login code of the stand-in leads to.
const SignIn = "https://finance.example/auth/callback?code=9b2f7f0e-53c4-4b6c-9a3e-0f6f5b7c1d2e"

func (a *API) generateCode(_ int64, _ *http.Request) (any, error) {
	return api.GeneratedCode{Code: SignIn[len(SignIn)-36:], URL: SignIn, ExpiresIn: 900}, nil
}

func (a *API) referrals(_ int64, _ *http.Request) (any, error) {
	return api.Referrals{
		Page: api.Page[api.Referral]{Items: a.invited}, Code: Invitation,
		DeepLink: "https://t.me/finance_test_bot?start=" + Invitation, URL: "https://finance.example/u/" + Invitation,
	}, nil
}
