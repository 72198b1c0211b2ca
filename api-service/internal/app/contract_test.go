package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// want fails unless an answer has the status and exactly the members, in alphabetical order.
func want(t *testing.T, what string, got apptest.Answer, status int, keys string) {
	t.Helper()
	if got.Status != status || got.Keys() != keys {
		t.Errorf("%s: got %d with %q, want %d with %q: %s", what, got.Status, got.Keys(), status, keys, got.Text)
	}
}

// refused fails unless an answer is a problem document with the status and the code.
func refused(t *testing.T, what string, got apptest.Answer, status int, code string) {
	t.Helper()
	if got.Status != status || got.Code() != code {
		t.Errorf("%s: got %d %s, want %d %s: %s", what, got.Status, got.Code(), status, code, got.Text)
		return
	}
	if got.Header.Get("Content-Type") != api.ProblemType || got.String("detail") == "" ||
		got.String("title") == "" || got.Body["status"] != float64(status) ||
		got.String("request_id") == "" || got.String("request_id") != got.Header.Get("X-Request-ID") {
		t.Errorf("%s: no whole problem document: %s", what, got.Text)
	}
}

const password = `"a long enough passphrase"`

// signUp registers an address by plain HTTP and gives the answer.
func signUp(t *testing.T, a *apptest.API, email string) apptest.Answer {
	t.Helper()
	got := a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"email":"` + email + `","password":` + password + `}`})
	if got.Status != http.StatusOK {
		t.Fatalf("register: %d %s", got.Status, got.Text)
	}
	return got
}

func TestPeopleSignUpInAndOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	registered := signUp(t, a, "ana@example.com")
	want(t, "1 register", registered, 200, "access_token expires_in message refresh_token success user_id")
	if registered.Body["success"] != true || registered.String("message") != "User registered successfully" || registered.Body["expires_in"] != 900.0 {
		t.Errorf("1 register: %s", registered.Text)
	}
	again := a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"email":"ANA@example.com","password":` + password + `}`})
	refused(t, "1 register again", again, 400, api.CodeEmailTaken)
	if again.String("detail") != "Email already registered" {
		t.Errorf("detail: %s", again.Text)
	}

	login := a.Do(t, apptest.Request{Path: "/api/v1/auth/login", Body: `{"email":"Ana@Example.com","password":` + password + `}`})
	want(t, "2 login", login, 200, "access_token expires_in refresh_token user_id")
	if login.Body["user_id"] != registered.Body["user_id"] || login.Body["expires_in"] != 900.0 {
		t.Errorf("2 login: %s", login.Text)
	}
	wrong := a.Do(t, apptest.Request{Path: "/api/v1/auth/login", Body: `{"email":"ana@example.com","password":"not it at all"}`})
	refused(t, "2 login, wrong", wrong, 401, api.CodeCredentials)
	if wrong.String("detail") != "Invalid credentials" {
		t.Errorf("detail: %s", wrong.Text)
	}

	refreshed := a.Do(t, apptest.Request{Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"` + login.String("refresh_token") + `"}`})
	want(t, "3 refresh", refreshed, 200, "access_token expires_in refresh_token")
	if refreshed.String("refresh_token") == login.String("refresh_token") || refreshed.Body["expires_in"] != 900.0 {
		t.Errorf("3 refresh does not rotate: %s", refreshed.Text)
	}

	out := a.Do(t, apptest.Request{Path: "/api/v1/auth/logout", Bearer: refreshed.String("access_token")})
	want(t, "4 logout", out, 200, "message")
	if out.String("message") != "Logged out successfully" {
		t.Errorf("4 logout: %s", out.Text)
	}
	for what, token := range map[string]string{"first": login.String("access_token"), "second": refreshed.String("access_token")} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/accounts", Bearer: token})
		refused(t, "the "+what+" token after the logout", got, 401, api.CodeSessionEnded)
	}
	got := a.Do(t, apptest.Request{Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"` + refreshed.String("refresh_token") + `"}`})
	refused(t, "refresh after the logout", got, 401, api.CodeSessionEnded)
}

func TestChatsAreRegisteredByQueryOrBody(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	const keys = "created jwt_token message success user_id"
	first := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/register?chat_id=123456789&username=ana&first_name=Ana&last_name=Pop"})
	want(t, "5 by query", first, 200, keys)
	id := first.Body["user_id"]
	if first.Body["created"] != true || first.String("message") != fmt.Sprintf("User created successfully (user_id=%v)", id) {
		t.Errorf("5 by query: %s", first.Text)
	}
	for what, in := range map[string]apptest.Request{
		"empty body":     {Path: "/api/v1/auth/telegram/register?chat_id=123456789", Body: "{}"},
		"body":           {Path: "/api/v1/auth/telegram/register", Body: `{"chat_id":123456789,"username":"ana"}`},
		"body and query": {Path: "/api/v1/auth/telegram/register?chat_id=123456789", Body: `{"chat_id":123456789}`},
		"the old path":   {Path: "/api/auth/telegram/register?chat_id=123456789"},
	} {
		got := a.DoSigned(t, in)
		want(t, "5 by "+what, got, 200, keys)
		if got.Body["created"] != false || got.Body["user_id"] != id {
			t.Errorf("5 by %s: %s", what, got.Text)
		}
	}
	me := a.DoSigned(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: first.String("jwt_token")})
	if me.String("first_name") != "Ana" || me.String("last_name") != "Pop" || me.String("username") != "ana" || me.Body["telegram_id"] != 123456789.0 {
		t.Errorf("the names of the query: %s", me.Text)
	}
	for what, in := range map[string]apptest.Request{
		"contradiction":       {Path: "/api/v1/auth/telegram/register?chat_id=1", Body: `{"chat_id":2}`},
		"two chats":           {Path: "/api/v1/auth/telegram/register?chat_id=1&chat_id=2"},
		"no chat":             {Path: "/api/v1/auth/telegram/register"},
		"a group":             {Path: "/api/v1/auth/telegram/register?chat_id=-100123"},
		"no number":           {Path: "/api/v1/auth/telegram/register?chat_id=ana"},
		"more than 64 bits":   {Path: "/api/v1/auth/telegram/register?chat_id=99999999999999999999"},
		"more than 52 bits":   {Path: "/api/v1/auth/telegram/register?chat_id=4503599627370496"},
		"a name that is long": {Path: "/api/v1/auth/telegram/register?chat_id=1&first_name=" + strings.Repeat("a", 129)},
	} {
		refused(t, what, a.DoSigned(t, in), 422, "request.invalid")
	}
}

func TestChatIsLinkedByItsStartedCode(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ana := signUp(t, a, "ana@example.com")
	started := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/start", Body: `{"chat_id":7}`})
	want(t, "6 start", started, 200, "code expires_in")
	code := started.String("code")
	if !regexp.MustCompile(`^[A-Za-z0-9]{32}$`).MatchString(code) || started.Body["expires_in"] != 600.0 {
		t.Errorf("6 start: %s", started.Text)
	}
	other := a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/confirm", Bearer: ana.String("access_token"),
		Body: `{"code":"` + code + `","chat_id":8}`})
	refused(t, "7 confirm for another chat", other, 400, "telegram.wrong_chat")
	linked := a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/confirm", Bearer: ana.String("access_token"),
		Body: `{"code":"` + code + `","chat_id":7,"username":"ana","first_name":"Ana","last_name":"Pop"}`})
	want(t, "7 confirm", linked, 200, "expires_at jwt_token success user_id")
	if _, err := time.Parse(time.RFC3339, linked.String("expires_at")); err != nil || linked.Body["user_id"] != ana.Body["user_id"] {
		t.Errorf("7 confirm: %s", linked.Text)
	}

	for _, path := range []string{"/api/v1/auth/token/get", "/api/v1/auth/token/refresh-telegram",
		"/api/v1/telegram/auth/refresh-token", "/api/auth/token/get", "/api/telegram/auth/refresh-token"} {
		for _, in := range []apptest.Request{{Path: path, Body: `{"chat_id":7}`}, {Path: path + "?chat_id=7"}} {
			token := a.DoSigned(t, in)
			want(t, "8, 9 "+in.Path, token, 200, "access_token expires_in success user_id")
			if token.Body["success"] != true || token.Body["expires_in"] != 900.0 || token.Body["user_id"] != ana.Body["user_id"] {
				t.Errorf("8, 9 %s: %s", in.Path, token.Text)
			}
		}
		unknown := a.DoSigned(t, apptest.Request{Path: path, Body: `{"chat_id":8}`})
		refused(t, "8, 9 of a chat nobody registered", unknown, 404, api.CodeChatUnknown)
		if unknown.String("detail") != "User not found for this Telegram ID" {
			t.Errorf("detail: %s", unknown.Text)
		}
	}
	const verify = "/api/v1/telegram/auth/verify-user"
	known := a.DoSigned(t, apptest.Request{Path: verify, Body: `{"chat_id":7}`})
	want(t, "verify-user", known, 200, "linked success user_id")
	unknown := a.DoSigned(t, apptest.Request{Path: verify, Body: `{"chat_id":8}`})
	want(t, "verify-user", unknown, 200, "linked success user_id")
	if known.Body["linked"] != true || known.Body["user_id"] != ana.Body["user_id"] || unknown.Body["linked"] != false || unknown.Body["user_id"] != nil {
		t.Errorf("verify-user: %s, %s", known.Text, unknown.Text)
	}

	unlinked := a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/unlink", Bearer: ana.String("access_token")})
	want(t, "13 unlink", unlinked, 200, "success")
	again := a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/unlink", Bearer: ana.String("access_token")})
	refused(t, "13 unlink again", again, 400, api.CodeNotLinked)
}

func TestChatIsLinkedByAGeneratedCode(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	ana := signUp(t, a, "ana@example.com")
	bearer := ana.String("access_token")
	const generate = "/api/v1/auth/code/generate"
	for _, body := range []string{"", "{}", `{"purpose":"web_login"}`} {
		login := a.Do(t, apptest.Request{Path: generate, Bearer: bearer, Body: body})
		want(t, "10 web_login", login, 200, "code expires_in url")
		code := login.String("code")
		if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(code) ||
			login.String("url") != "https://money.example.com/auth/callback?code="+code || login.Body["expires_in"] != 900.0 {
			t.Errorf("10 web_login: %s", login.Text)
		}
	}
	login := a.Do(t, apptest.Request{Path: generate, Bearer: bearer})
	in := a.Do(t, apptest.Request{Path: "/api/v1/auth/callback", Body: `{"code":"` + login.String("code") + `"}`})
	want(t, "11 callback", in, 200, "access_token expires_in refresh_token user_id")
	if in.Body["user_id"] != ana.Body["user_id"] {
		t.Errorf("11 callback: %s", in.Text)
	}
	used := a.Do(t, apptest.Request{Path: "/api/v1/auth/callback", Body: `{"code":"` + login.String("code") + `"}`})
	refused(t, "11 a used code", used, 400, api.CodeCodeInvalid)

	link := a.Do(t, apptest.Request{Path: generate, Bearer: bearer, Body: `{"purpose":"telegram_link"}`})
	want(t, "10 telegram_link", link, 200, "code deep_link expires_in")
	deep, isLink := strings.CutPrefix(link.String("deep_link"), "https://t.me/finance_test_bot?start=")
	if !regexp.MustCompile(`^[2-9A-HJKMNP-Z]{8}$`).MatchString(link.String("code")) || !isLink || len(deep) != 32 {
		t.Errorf("10 telegram_link: %s", link.Text)
	}
	linked := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/link", Body: `{"chat_id":7,"code":"` + deep + `"}`})
	want(t, "12 link", linked, 200, "expires_at jwt_token success user_id")
	used = a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/link", Body: `{"chat_id":7,"code":"` + link.String("code") + `"}`})
	refused(t, "12 the short form of a used code", used, 400, api.CodeCodeInvalid)
	unknown := a.Do(t, apptest.Request{Path: generate, Bearer: bearer, Body: `{"purpose":"else"}`})
	refused(t, "10 another purpose", unknown, 422, "request.invalid")
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	login := a.Do(t, apptest.Request{Path: "/api/v1/auth/login", Header: []string{"User-Agent", "Netscape"},
		Body: `{"email":"ana@example.com","password":` + password + `}`})
	stranger := signUp(t, a, "bob@example.com").String("access_token")

	list := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/auth/sessions", Bearer: bearer})
	want(t, "16 sessions", list, 200, "items")
	var page api.Page[api.Session]
	if err := json.Unmarshal([]byte(list.Text), &page); err != nil || len(page.Items) != 2 {
		t.Fatalf("16 sessions: %v %s", err, list.Text)
	}
	var other api.Session
	for _, s := range page.Items {
		if !s.Current {
			other = s
		}
	}
	if other.Device != "Netscape" || other.IP != "127.0.0.1" || other.Kind != "web" || other.CreatedAt.IsZero() || other.LastSeenAt.IsZero() {
		t.Errorf("16 sessions: %+v", other)
	}
	end := apptest.Request{Method: http.MethodDelete, Path: "/api/v1/auth/sessions/" + other.ID}
	end.Bearer = stranger
	refused(t, "16 a stranger's session", a.Do(t, end), 404, "auth.session_unknown")
	end.Bearer = bearer
	want(t, "16 end", a.Do(t, end), 200, "success")
	refused(t, "16 end again", a.Do(t, end), 404, "auth.session_unknown")
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: login.String("access_token")})
	refused(t, "16 an ended session", got, 401, api.CodeSessionEnded)

	want(t, "16 logout-all", a.Do(t, apptest.Request{Path: "/api/v1/auth/logout-all", Bearer: bearer}), 200, "message")
	got = a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: bearer})
	refused(t, "16 after logout-all", got, 401, api.CodeSessionEnded)
}

func TestNamesOfHeadersAndSchemesHaveNoCase(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	token := signUp(t, a, "ana@example.com").String("access_token")
	for _, scheme := range []string{"Bearer", "bearer", "BEARER", "bEaReR"} {
		req := a.Make(t, apptest.Request{Method: http.MethodGet, Path: "/api/users/me"})
		req.Header["aUTHORIZATION"] = []string{scheme + " " + token}
		if got := a.Send(t, req); got.Status != http.StatusOK {
			t.Errorf("%s: %d %s", scheme, got.Status, got.Text)
		}
	}
	signed := a.Make(t, apptest.Request{Path: "/api/v1/auth/telegram/register?chat_id=5"})
	apptest.Sign(signed, "", a.BotKey, a.Now())
	for _, name := range []string{"X-Client-Id", "X-Timestamp", "X-Nonce", "X-Signature"} {
		signed.Header[strings.ToUpper(name)] = signed.Header[name]
		delete(signed.Header, name)
	}
	if got := a.Send(t, signed); got.Status != http.StatusOK {
		t.Errorf("upper case: %d %s", got.Status, got.Text)
	}
	for _, value := range []string{"Basic " + token, token, "Bearer", "Bearer ", ""} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Header: []string{"Authorization", value}})
		refused(t, value, got, 401, api.CodeTokenMissing)
	}
}

func TestOldPathsAnswerAsTheirTwins(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for _, path := range []string{"users/me", "families", "accounts", "categories", "auth/sessions", "users/me/referrals"} {
		old := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/" + path, Bearer: bearer})
		twin := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/" + path, Bearer: bearer})
		if old.Status != http.StatusOK || old.Keys() != twin.Keys() {
			t.Errorf("%s: %d %s, its twin %d %s", path, old.Status, old.Text, twin.Status, twin.Text)
		}
	}
	got := a.Do(t, apptest.Request{Path: "/api/auth/login", Body: `{"email":"ana@example.com","password":` + password + `}`})
	want(t, "login", got, 200, "access_token expires_in refresh_token user_id")
	got = a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/nothing"})
	refused(t, "an unknown one", got, 404, api.CodeRouteUnknown)
}
