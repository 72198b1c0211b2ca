package app_test

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/cursor"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/entry"
	"financebot/pkg/signing"
)

// However a message is written, a letter of a long one costs little more to read than one of a short
// one: the longest is as long as Telegram lets it be.
func TestCostOfAMessageGrowsWithItsLength(t *testing.T) {
	t.Parallel()
	today := entry.Date{Year: 2026, Month: time.June, Day: 1}
	for name, again := range map[string]string{
		"lines":          "12.50 coffee\n",
		"entries":        "12.50 coffee, ",
		"one sum":        "1+",
		"brackets":       "(",
		"digits":         "1",
		"groups":         "1 234 ",
		"words":          "coffee ",
		"one word":       "c",
		"numbers":        "two hundred and ",
		"Russian":        "двести пять ",
		"signs":          "@!#^~",
		"quotes":         "\"",
		"days":           "^yesterday ",
		"currencies":     "$€lei ",
		"several things": "5 tea and 6 milk, 7 bread\n",
		"blanks":         " ",
		"bad letters":    "\xff",
	} {
		input := func(size int) []byte { return bytes.Repeat([]byte(again), max(1, size/len(again))) }
		devtest.HoldsCost(t, name, api.MaxMessage, input, func(input []byte) {
			for _, language := range []string{"en", "ro", "ru"} {
				_, _ = entry.Parse(string(input), entry.Options{Language: language, Today: today, Currency: "EUR"})
			}
		})
	}
}

// What strangers send is looked at before anybody knows who they are.
func TestCostOfASignatureGrowsWithTheRequest(t *testing.T) {
	t.Parallel()
	keys, err := signing.ParseKeys("b1:" + strings.Repeat("k", 40))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1767225600, 0)
	zeros := func(size int) []byte { return make([]byte, size) }
	verify := func(path string, body []byte) {
		r, err := http.NewRequest(http.MethodPost, "http://x"+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.RequestURI = path
		r.Header.Set(signing.HeaderSignature, "b1:"+strings.Repeat("0", 64))
		r.Header.Set(signing.HeaderTimestamp, strconv.FormatInt(now.Unix(), 10))
		r.Header.Set(signing.HeaderNonce, "nonce-nonce-nonce-1")
		r.Header.Set("X-Client-Id", client.BotClient)
		if _, err := signing.Verify(r, body, client.BotClient, keys, now); err == nil {
			t.Error("a forgery was accepted")
		}
	}
	devtest.HoldsCost(t, "a body", 1<<20, zeros, func(body []byte) { verify("/api/v1/auth/token/get", body) })
	path := func(size int) []byte { return bytes.Repeat([]byte("/%61"), size/4) }
	devtest.HoldsCost(t, "a path", 16<<10, path, func(path []byte) { verify(string(path), nil) })
}

var errNoCursor = errors.New("no cursor")

func TestCostOfACursorGrowsWithItsLength(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]string{"digits": "1", "points": ".", "digits and points": "1."} {
		input := func(size int) []byte { return bytes.Repeat([]byte(again), size/len(again)) }
		devtest.HoldsCost(t, name, 16<<10, input, func(input []byte) { _, _ = cursor.Parse(string(input), errNoCursor) })
	}
}
