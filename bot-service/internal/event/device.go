package event

import (
	"strings"

	"financebot/bot-service/internal/text"
)

// sign tells a browser or a system by a word in the name that it gives itself. The first that fits
// counts: most browsers also name those that they descend from.
type sign struct{ word, name string }

var browsers = []sign{
	{"YaBrowser/", "Yandex"}, {"SamsungBrowser/", "Samsung Internet"}, {"OPR/", "Opera"}, {"Opera", "Opera"},
	{"Vivaldi/", "Vivaldi"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"Edg/", "Edge"}, {"FxiOS/", "Firefox"},
	{"Firefox", "Firefox"}, {"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	{"curl/", "curl"}, {"Wget/", "Wget"}, {"python-requests/", "Python"}, {"Go-http-client/", "Go"}, {"okhttp/", "OkHttp"},
}

var systems = []sign{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
	{"Macintosh", "macOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
}

func named(agent string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(agent, s.word) {
			return s.name
		}
	}
	return ""
}

// device says by which browser and system somebody came, as far as they are known; empty where
// neither is.
func device(w text.Words, agent string) string {
	browser, system := named(agent, browsers), named(agent, systems)
	switch {
	case browser != "" && system != "":
		return w.Say("event.device", text.Data{"Browser": browser, "System": system})
	case browser != "":
		return browser
	}
	return system
}
