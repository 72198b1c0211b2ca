package web_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"financebot/api-service/web"
	"financebot/pkg/api"
)

// ana is somebody whose page may be seen.
var ana = web.Profile{
	Code: "UP-7K2M9Q", Name: "Ana", Since: time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC),
	Photo: "/u/UP-7K2M9Q/photo.jpg", PhotoAddress: "/u/UP-7K2M9Q/photo.jpg",
	Address: "/u/UP-7K2M9Q", Chat: "/bot?start=UP-7K2M9Q", SignUp: "/?ref=UP-7K2M9Q",
}

func TestProfileSaysAllWithoutAScript(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"en": {`<html lang="en" data-ready>`, "<title>Ana · Finance Bot</title>", `content="Ana has been with Finance Bot since 1 March 2026."`},
		"ro": {`<html lang="ro" data-ready>`, "Folosește Finance Bot din 1 martie 2026", "Deschide în Telegram"},
		"ru": {`<html lang="ru" data-ready>`, "Пользуется Finance Bot с 1 марта 2026 года", "Открыть в Telegram"},
	} {
		page := string(ana.Page(language))
		for _, part := range append(want, "<h1 class=\"name\">Ana</h1>", `src="/u/UP-7K2M9Q/photo.jpg"`, `property="og:title" content="Ana"`,
			`property="og:image" content="/u/UP-7K2M9Q/photo.jpg"`, `href="/bot?start=UP-7K2M9Q"`, `href="/?ref=UP-7K2M9Q"`) {
			if !strings.Contains(page, part) {
				t.Errorf("%s: the page lacks %s:\n%s", language, part, page)
			}
		}
		if strings.Contains(page, "<script") || strings.Contains(page, "hidden") || strings.Contains(page, "{") {
			t.Errorf("%s: the page needs a script, or has a gap:\n%s", language, page)
		}
	}
}

func TestNamesOfPeopleAreTextOnly(t *testing.T) {
	t.Parallel()
	hostile := ana
	hostile.Name = `"><script>alert(1)</script>{day}</title>` + "'"
	page := string(hostile.Page("en"))
	if strings.Contains(page, "<script") || strings.Count(page, "</title>") != 1 || strings.Contains(page, `content=""`) {
		t.Errorf("a name became a part of the page:\n%s", page)
	}
	if n := strings.Count(page, "alert(1)"); n != 6 { // title, description, og:title, og:description, og:image:alt, heading
		t.Errorf("the name stands there %d times", n)
	}
}

func TestProfileWithoutNameOrPhoto(t *testing.T) {
	t.Parallel()
	bare := ana
	bare.Name, bare.Photo, bare.PhotoAddress = " ", "", ""
	page := string(bare.Page("en"))
	if !strings.Contains(page, `<h1 class="name">UP-7K2M9Q</h1>`) || strings.Contains(page, "og:image") || strings.Contains(page, "photo.jpg") {
		t.Errorf("got\n%s", page)
	}
}

func TestMissingProfileIsSaidInEveryLanguage(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{
		"en": "There is no such page", "ro": "Această pagină nu există", "ru": "Такой страницы нет",
	} {
		if page := string(web.NoProfile(language)); strings.Count(page, want) != 2 || strings.Contains(page, "og:") {
			t.Errorf("%s: got\n%s", language, page)
		}
	}
}

// Every language has every word, and every gap that English has.
func TestProfileSpeaksEveryLanguageWhole(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("profile/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != len(api.Languages) {
		t.Errorf("there are %d languages", len(all))
	}
	for _, language := range api.Languages {
		for key, english := range all["en"] {
			said, is := all[language][key].(string)
			if want, isText := english.(string); isText && (!is || said == "" || !reflect.DeepEqual(holes(said), holes(want))) {
				t.Errorf("%s says %q for %s", language, said, key)
			}
		}
		if months, _ := all[language]["months"].([]any); len(months) != 12 || len(all[language]) != len(all["en"]) {
			t.Errorf("%s has %d months and %d words", language, len(months), len(all[language]))
		}
	}
}
