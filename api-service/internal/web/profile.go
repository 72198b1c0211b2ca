package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	frontend "financebot/api-service/web"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Profiles are the public pages of users, and what stands on them.
type Profiles struct {
	Chat  string // the address that opens the bot
	Pages string // where people open the web pages
	User  func(context.Context, api.ByReferralCode) (api.PublicUser, error)
	Photo func(context.Context, api.ByReferralCode) ([]byte, error) // a JPEG
}

// profilePath is below which address a user's page is.
const profilePath = "/u/"

// PhotoPath is where the photo of the user with a referral code is.
func PhotoPath(code string) string { return profilePath + url.PathEscape(code) + "/photo.jpg" }

// MountProfiles serves the pages of users, which are there for whom their JSON is. They are written
// here and not by the browser, for those who look before anybody opens them: previews of links.
func MountProfiles(r *Router, p Profiles) {
	mount := func(path string, h echo.HandlerFunc) {
		r.echo.Match(toRead, path, within(Route{Timeout: max(patience, r.patience)}, func(c echo.Context) error {
			if err := r.guard.admit(c, Route{Access: Open}); err != nil {
				return err
			}
			return h(c)
		}))
	}
	mount(profilePath+":referral_code", p.page)
	mount(profilePath+":referral_code/photo.jpg", p.photo)
}

func (p Profiles) page(c echo.Context) error {
	code := pathParam(c, "referral_code")
	words := pageLanguage(c)
	user, err := p.User(c.Request().Context(), api.ByReferralCode{Code: code})
	if errs.Is(err, errs.NotFound) {
		protect(c, "no-store")
		return c.HTMLBlob(http.StatusNotFound, frontend.NoProfile(words))
	}
	if err != nil {
		return err
	}

	shown := frontend.Profile{
		Code: code, Name: user.FirstName, Since: user.MemberSince,
		Address: p.Pages + profilePath + url.PathEscape(code),
		Chat:    p.Chat + "?start=" + url.QueryEscape(code),
		SignUp:  "/?ref=" + url.QueryEscape(code),
	}
	if user.Photo != nil {
		shown.Photo, shown.PhotoAddress = PhotoPath(code), *user.Photo
	}
	return serve(c, "profile.html", shown.Page(words), "no-cache")
}

// photo is looked at anew each time, so that it is gone for all as soon as it is gone here.
func (p Profiles) photo(c echo.Context) error {
	content, err := p.Photo(c.Request().Context(), api.ByReferralCode{Code: pathParam(c, "referral_code")})
	if err != nil {
		return err
	}

	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-cache")
	h.Set("ETag", etag(content))
	http.ServeContent(c.Response(), c.Request(), "photo.jpg", time.Time{}, bytes.NewReader(content))
	return nil
}

// pageLanguage is the language a page is wanted in: what its address says, or else what the
// browser likes best of what the pages speak.
func pageLanguage(c echo.Context) string {
	c.Response().Header().Set(echo.HeaderVary, "Accept-Language")
	if asked := c.QueryParam("lang"); frontend.Speaks(asked) {
		return asked
	}
	return likedLanguage(c.Request().Header.Get("Accept-Language"))
}
