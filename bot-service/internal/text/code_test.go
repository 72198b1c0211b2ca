package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"financebot/pkg/api"
)

// unsaid are codes that nobody meets in a chat, by their beginnings, with the reason.
var unsaid = map[string]string{
	"attachment.unknown":         "the bot only adds files",
	"auth.credentials":           "passwords are given on the web",
	"auth.email_taken":           "passwords are given on the web",
	"auth.no_password":           "passwords are given on the web",
	"auth.password_temporary":    "passwords are given on the web",
	"auth.refresh_reused":        "sessions of the web",
	"auth.session_unknown":       "sessions of the web",
	"auth.token_":                "the bot fetches another token by itself",
	"event.cursor":               "the bot's own reading",
	"family.invalid":             "the bot names no workspace that is no number",
	"idempotency.key":            "the bot's keys are well made",
	"money.mixed":                "the API adds nothing up that a person gave in two currencies",
	"money.rate":                 "the bot writes no rates down",
	"rate.":                      "the bot writes no rates down",
	"request.abandoned":          "whoever it is told to is gone",
	"request.bad_json":           "the bot's requests are well made",
	"request.changed":            "the bot changes no user by If-Match",
	"request.media_type":         "the bot's requests are well made",
	"request.method_not_allowed": "the bot's requests are well made",
	"request.no_file":            "the bot's requests are well made",
	"seed.":                      "said by the program api",
	"signature.":                 "a fault of the set-up: it is in the log, and the chat is told that it is not to blame",
	"user.no_email":              "said by the program api",
	"user.photo_kind":            "the bot brings photos by itself, and leaves out those that are none",
	"user.sole_owner":            "accounts are deleted on the web",
}

// codes are all that stand in codes.go and in the packages below it.
func codes(t *testing.T) (all []string) {
	t.Helper()
	form := regexp.MustCompile(`^[a-z]+\.[a-z_]+$`)
	files, _ := filepath.Glob("../../../pkg/*/codes.go")
	for _, path := range append(files, "../../../pkg/errs/check.go") {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if code, err := strconv.Unquote(literal.Value); err == nil && form.MatchString(code) {
					all = append(all, code)
				}
			}
			return true
		})
	}
	if len(all) < 120 {
		t.Fatalf("only %d codes were found", len(all))
	}
	return all
}

func isUnsaid(code string) bool {
	for prefix, why := range unsaid {
		if why != "" && (code == prefix || strings.HasSuffix(prefix, "_") && strings.HasPrefix(code, prefix) ||
			strings.HasSuffix(prefix, ".") && strings.HasPrefix(code, prefix)) {
			return true
		}
	}
	return false
}

// Whatever a person can meet has a sentence of its own, in each language.
func TestEveryCodeThatPeopleMeetHasItsSentence(t *testing.T) {
	t.Parallel()
	all := codes(t)
	for _, lang := range api.Languages {
		said := messages(t, lang)
		for _, code := range all {
			if _, ok := said["error."+code]; !ok && !isUnsaid(code) {
				t.Errorf("%s has no sentence for %s", lang, code)
			}
		}
	}
	for key := range messages(t, "en") {
		code, ok := strings.CutPrefix(key, "error.")
		if ok && isUnsaid(code) {
			t.Errorf("%s is said to be met by nobody, and has a sentence", code)
		}
	}
}
