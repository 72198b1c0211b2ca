package telegram_test

import (
	"bufio"
	"io"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"financebot/deploy/dev/telegram"
)

func (b bot) page(method, path, body string, header http.Header) (int, http.Header, string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if header != nil {
		req.Header = header
	}
	if host := header.Get("Host"); host != "" {
		req.Host = host
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(content)
}

func asJSON(more ...string) http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(more); i += 2 {
		h.Set(more[i], more[i+1])
	}
	return h
}

func TestEveryAssetIsServedAndFound(t *testing.T) {
	t.Parallel()
	_, b := setup(t, telegram.Options{})
	wanted := regexp.MustCompile(`(?:src|href)="([\w./-]+)|from "\./([\w./-]+)"|"(sprite\.svg)#`)
	found := map[string]bool{"": true}
	err := fs.WalkDir(os.DirFS("page"), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		found[path] = true
		status, header, body := b.page("GET", "/"+strings.TrimSuffix(path, "index.html"), "", nil)
		if status != http.StatusOK || !strings.Contains(header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("%s: %d, policy %q", path, status, header.Get("Content-Security-Policy"))
		}
		if strings.Contains(body, "innerHTML") || strings.Contains(body, "<script>") || strings.Contains(body, " style=") {
			t.Errorf("%s breaks the page's own rules", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range found {
		content, _ := os.ReadFile("page/" + path)
		for _, m := range wanted.FindAllStringSubmatch(string(content), -1) {
			if name := m[1] + m[2] + m[3]; !found[name] {
				t.Errorf("%s asks for %s, which is not there", path, name)
			}
		}
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := srv.Person(telegram.Person{})
	send := `{"person":` + idText(ana.ID) + `,"chat":` + idText(ana.ID) + `,"text":"x"}`
	for name, c := range map[string]struct {
		header http.Header
		want   int
	}{
		"own page":      {asJSON("Origin", b.url, "Sec-Fetch-Site", "same-origin"), 200},
		"no browser":    {asJSON(), 200},
		"other site":    {asJSON("Origin", "https://evil.example"), 403},
		"other port":    {asJSON("Origin", "http://127.0.0.1:1"), 403},
		"cross-site":    {asJSON("Sec-Fetch-Site", "cross-site"), 403},
		"rebound name":  {asJSON("Host", "evil.example"), 403},
		"a plain form":  {http.Header{"Content-Type": {"text/plain"}}, 415},
		"localhost too": {asJSON("Host", "localhost:8003"), 200},
	} {
		if got, _, body := b.page("POST", "/local/send", send, c.header); got != c.want {
			t.Errorf("%s: got %d %s, want %d", name, got, body, c.want)
		}
	}
	if got, _, _ := b.page("GET", "/", "", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}}); got != 200 {
		t.Errorf("a link to the page: got %d", got)
	}
}

func TestPageActions(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	id := idText(ana.ID)
	sent := get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "?", "reply_markup": yesNo})
	b.confirmAll()
	for _, c := range []struct {
		action, body string
		want         int
	}{
		{"person", `{"first_name":"Ion","language":"ro"}`, 200},
		{"person", `{"first_name":" ","language":"ro"}`, 400},
		{"group", `{"text":"Home","people":[` + id + `]}`, 200},
		{"group", `{"text":"Home","people":[]}`, 400},
		{"send", `{"person":` + id + `,"chat":` + id + `,"text":"hi"}`, 200},
		{"send", `{"person":` + id + `,"chat":` + id + `,"text":""}`, 400},
		{"send", `{"person":1,"chat":1,"text":"hi"}`, 404},
		{"tap", `{"person":` + id + `,"chat":` + id + `,"message":` + idText(int64(sent.ID)) + `,"data":"y"}`, 200},
		{"upload", `{"person":` + id + `,"chat":` + id + `,"name":"a.txt","content":"YWJj"}`, 200},
		{"language", `{"person":` + id + `,"language":"ru"}`, 200},
		{"clear", `{"person":` + id + `}`, 200},
		{"block", `{"person":` + id + `}`, 200},
		{"nonsense", `{}`, 404},
		{"send", `{`, 400},
	} {
		if got, _, body := b.page("POST", "/local/"+c.action, c.body, asJSON()); got != c.want {
			t.Errorf("%s %s: got %d %s, want %d", c.action, c.body, got, body, c.want)
		}
	}
	if n := len(b.updates(0)); n != 6 { // added to the group: two; hi, tap, file, blocked
		t.Errorf("the bot was told %d things", n)
	}
	b.refused("sendMessage", params{"chat_id": ana.ID, "text": "x"}, 403, "blocked")
}

func TestPageHearsChanges(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	req, err := http.NewRequestWithContext(ctx(t), http.MethodGet, b.url+"/local/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	until := func(event string) string {
		for lines.Scan() {
			if lines.Text() == "event: "+event {
				lines.Scan()
				return lines.Text()
			}
		}
		t.Fatalf("no %s came: %v", event, lines.Err())
		return ""
	}
	if chat := until("chat"); !strings.Contains(chat, `"/start"`) {
		t.Errorf("the first events tell everything: %s", chat)
	}
	until("ready")
	get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "live <b>news</b>"})
	if message := until("message"); !strings.Contains(message, "live") {
		t.Errorf("got %s", message)
	}
}
