package event

import (
	"testing"

	"financebot/bot-service/internal/text"
)

func TestDeviceIsNamedInWords(t *testing.T) {
	t.Parallel()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	const mozilla = "Mozilla/5.0 "
	for agent, want := range map[string]string{
		mozilla + "(X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0":                                                                     "Firefox on Linux",
		mozilla + "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0":              "Edge on Windows",
		mozilla + "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 YaBrowser/25.10 Safari/537.36":            "Yandex on Windows",
		mozilla + "(iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1":    "Safari on iPhone",
		mozilla + "(Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
		mozilla + "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36":                      "Chrome on macOS",
		"curl/8.5.0": "curl", "Firefox": "Firefox", "": "", "<b>& \u0000": "",
	} {
		if got := device(catalog.In("en"), agent); got != want {
			t.Errorf("%q: got %q, want %q", agent, got, want)
		}
	}
	if got := device(catalog.In("ru"), mozilla+"(Windows NT 10.0) Firefox/145.0"); got != "Firefox, Windows" {
		t.Errorf("got %q", got)
	}
}
