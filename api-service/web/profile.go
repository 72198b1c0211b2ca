package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"financebot/pkg/api"
)

//go:embed profile
var profiles embed.FS

// words are what the public page says in one language.
type words struct {
	Name        string   `json:"name"` // of the language
	Locale      string   `json:"locale"`
	Language    string   `json:"language"`
	Title       string   `json:"title"`
	About       string   `json:"about"`
	Since       string   `json:"since"`
	Day         string   `json:"day"`
	Months      []string `json:"months"`
	Open        string   `json:"open"`
	SignUp      string   `json:"sign_up"`
	Missing     string   `json:"missing"`
	MissingText string   `json:"missing_text"`
	Home        string   `json:"home"`
}

// said are the words by language, and written is the page. Both are embedded: a test would have
// seen it where they cannot be read.
var (
	said = sync.OnceValue(func() map[string]words {
		text, err := profiles.ReadFile("profile/words.json")
		all := map[string]words{}
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		if err != nil {
			panic(err)
		}
		return all
	})
	written = sync.OnceValue(func() *template.Template {
		t := template.Must(template.ParseFS(pages, layout))
		return template.Must(t.ParseFS(profiles, "profile/profile.html"))
	})
)

// Speaks reports whether the pages have words in a language.
func Speaks(language string) bool { return slices.Contains(api.Languages, language) }

// Profile is what everybody may see of a user: nothing but this is on the page.
type Profile struct {
	Code         string // the referral code
	Name         string // may be empty
	Since        time.Time
	Photo        string // where it is, for the page; empty where there is none
	PhotoAddress string // and for others
	Address      string // of the page itself
	Chat         string // opens the bot, and whoever registers there came by the code
	SignUp       string // the same on the web
}

// otherLanguage is one of the languages that the page can be had in.
type otherLanguage struct {
	Code, Name string
	Current    bool
}

// view is a profile as the template wants it.
type view struct {
	Profile
	Language string
	Words    words
	Others   []otherLanguage
	Missing  bool

	Title      string
	Shown      string // the name, or the code of somebody without one
	Initial    string
	About      string
	SinceWords string
}

// Page writes the page in a language that the pages speak.
func (p Profile) Page(language string) []byte {
	w := said()[language]
	shown := p.Name
	if strings.TrimSpace(shown) == "" {
		shown = p.Code
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(shown))
	gaps := strings.NewReplacer("{name}", shown, "{day}", w.date(p.Since))

	return write(view{
		Profile: p, Shown: shown, Initial: string(unicode.ToUpper(first)),
		Title: gaps.Replace(w.Title), About: gaps.Replace(w.About), SinceWords: gaps.Replace(w.Since),
	}, language)
}

// NoProfile is the page where there is none.
func NoProfile(language string) []byte {
	w := said()[language]
	return write(view{Missing: true, Title: strings.ReplaceAll(w.Title, "{name}", w.Missing)}, language)
}

func write(v view, language string) []byte {
	v.Language, v.Words = language, said()[language]
	for _, code := range api.Languages {
		v.Others = append(v.Others, otherLanguage{Code: code, Name: said()[code].Name, Current: code == language})
	}

	var page bytes.Buffer
	if err := written().Execute(&page, v); err != nil {
		panic(err) // the template is embedded, and tests write it whole
	}
	return page.Bytes()
}

// date is a day as people write it.
func (w words) date(at time.Time) string {
	at = at.UTC()
	return strings.NewReplacer(
		"{day}", strconv.Itoa(at.Day()), "{month}", w.Months[at.Month()-1], "{year}", strconv.Itoa(at.Year()),
	).Replace(w.Day)
}
