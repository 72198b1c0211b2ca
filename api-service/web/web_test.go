package web_test

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/web"
)

// sources are all that browsers get, by its path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name, text := range web.Pages("") {
		files["pages/"+name+".html"] = string(text)
	}
	files["profile/profile.html"] = string(ana.Page("en"))
	files["profile/missing.html"] = string(web.NoProfile("en"))
	assets, err := fs.Glob(web.Assets, "assets/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range assets {
		text, err := fs.ReadFile(web.Assets, path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = string(text)
	}
	return files
}

func TestPagesAreWhole(t *testing.T) {
	t.Parallel()
	for name, page := range web.Pages("") {
		for _, once := range []string{"<!doctype html>", "<title", "<main", "</main>", "<noscript>", "</html>", "/assets/" + name + ".js"} {
			if n := strings.Count(string(page), once); n != 1 {
				t.Errorf("%s has %q %d times", name, once, n)
			}
		}
	}
}

func TestNothingComesFromOutside(t *testing.T) {
	t.Parallel()
	outside := regexp.MustCompile(`(?i)(https?:)?//[a-z0-9-]+\.[a-z]|@import|[^a-z]url\(`)
	for path, text := range sources(t) {
		text = strings.ReplaceAll(text, `xmlns="http://www.w3.org/2000/svg"`, "")
		if found := outside.FindString(text); found != "" {
			t.Errorf("%s reaches out: %s", path, found)
		}
	}
}

func TestPagesKeepToTheirPolicy(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)<script(>| [^>]*>[^<])|<style|\sstyle=|\son[a-z]+=|javascript:`)
	for path, text := range sources(t) {
		if strings.HasSuffix(path, ".html") && inline.MatchString(text) {
			t.Errorf("%s has what the content policy forbids: %s", path, inline.FindString(text))
		}
	}
}

func TestWhatPagesLoadIsThere(t *testing.T) {
	t.Parallel()
	files := sources(t)
	loads := regexp.MustCompile(`(?:/|from '\./)(?:assets/)?([a-z]+\.(?:js|css|svg))['"]`)
	used := map[string]bool{}
	for path, text := range files {
		for _, load := range loads.FindAllStringSubmatch(text, -1) {
			used["assets/"+load[1]] = true
			if files["assets/"+load[1]] == "" {
				t.Errorf("%s loads %s, which is not there", path, load[1])
			}
		}
	}
	for path := range files {
		if strings.HasPrefix(path, "assets/") && !used[path] {
			t.Errorf("%s is loaded by no page", path)
		}
	}
}

var (
	block = regexp.MustCompile(`(?s)const (\w+) = \{\n(.*?)\n\};`)
	word  = regexp.MustCompile(`(?m)^  '([^']+)': '(.*)',$`)
	hole  = regexp.MustCompile(`\{\w+\}`)
)

// words are all texts by language and key.
func words(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for _, b := range block.FindAllStringSubmatch(sources(t)["assets/words.js"], -1) {
		all[b[1]] = map[string]string{}
		for _, w := range word.FindAllStringSubmatch(b[2], -1) {
			all[b[1]][w[1]] = w[2]
		}
		if got, want := len(all[b[1]]), strings.Count(b[2], "\n  '")+1; got != want {
			t.Fatalf("%s: %d of %d words can be read, or one is there twice", b[1], got, want)
		}
	}
	return all
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	t.Parallel()
	all := words(t)
	if got := slices.Sorted(maps.Keys(all)); !slices.Equal(got, []string{"en", "ro", "ru"}) {
		t.Fatalf("the pages speak %v", got)
	}
	for key, english := range all["en"] {
		for _, language := range []string{"ro", "ru"} {
			text, ok := all[language][key]
			if !ok {
				t.Errorf("%s has no words for %q", language, key)
			}
			if got, want := holes(text), holes(english); !slices.Equal(got, want) {
				t.Errorf("%s, %q: names %v, English names %v", language, key, got, want)
			}
		}
	}
	if len(all["ro"]) != len(all["en"]) || len(all["ru"]) != len(all["en"]) {
		t.Error("a language has words that English lacks")
	}
}

func holes(text string) []string { return slices.Sorted(slices.Values(hole.FindAllString(text, -1))) }

func TestEveryWordIsKnownAndUsed(t *testing.T) {
	t.Parallel()
	english := words(t)["en"]
	named := regexp.MustCompile(`data-t(?:-label|-alt)?="([^"]+)"`)
	var rest strings.Builder
	for path, text := range sources(t) {
		for _, n := range named.FindAllStringSubmatch(text, -1) {
			if english[n[1]] == "" {
				t.Errorf("%s: there are no words for %q", path, n[1])
			}
		}
		if path != "assets/words.js" {
			rest.WriteString(text)
		}
	}
	for key := range english {
		byCode := strings.HasPrefix(key, "error.") || strings.HasPrefix(key, "fault.") || strings.HasPrefix(key, "problem.")
		if !byCode && !strings.Contains(rest.String(), `'`+key+`'`) && !strings.Contains(rest.String(), `"`+key+`"`) {
			t.Errorf("nobody says %q", key)
		}
	}
}
