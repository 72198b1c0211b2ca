package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"

	"financebot/deploy/dev/telegram"
)

// A test plays a person, and reads what the bot wrote.
func Example() {
	srv := telegram.New(telegram.Options{Token: "123456:TEST"})
	defer srv.Close()
	api := httptest.NewServer(srv.Handler())
	defer api.Close()

	ana := srv.Person(telegram.Person{FirstName: "Ana", Language: "ro"})
	start := ana.Start("REF123")

	// What a bot would do on hearing her.
	res, err := http.PostForm(api.URL+"/bot123456:TEST/sendMessage", url.Values{
		"chat_id": {strconv.FormatInt(ana.ID, 10)},
		"text":    {"Bună, <b>Ana</b>!"}, "parse_mode": {"HTML"},
	})
	if err != nil {
		panic(err)
	}
	res.Body.Close()

	reply, err := ana.Chat().WaitReply(context.Background(), start.ID)
	fmt.Println(start.Text, "→", reply.Text, err)
	// Output: /start REF123 → Bună, Ana! <nil>
}
