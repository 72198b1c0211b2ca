// Package text holds every word the bot says, in every language it speaks.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"financebot/pkg/api"
)

//go:embed messages/*.json
var files embed.FS

// Data fills the gaps of a message.
type Data map[string]any

// Catalog is all messages of all languages.
type Catalog struct {
	bundle  *i18n.Bundle
	matcher language.Matcher
	words   map[string]Words
}

// Load reads the messages that the program carries with it.
func Load() (*Catalog, error) {
	c := &Catalog{bundle: i18n.NewBundle(language.English), words: map[string]Words{}}
	c.bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	tags := make([]language.Tag, 0, len(api.Languages))
	for _, l := range api.Languages {
		if err := c.load("messages/" + l + ".json"); err != nil {
			return nil, fmt.Errorf("text: %w", err)
		}
		tags = append(tags, language.Make(l))
	}
	for _, l := range api.Languages {
		c.words[l] = Words{Language: l, local: i18n.NewLocalizer(c.bundle, l)}
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// load reads the messages of one language; see Rich for their tags.
func (c *Catalog) load(path string) error {
	written, err := files.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = c.bundle.ParseMessageFileBytes([]byte(marked.Replace(string(written))), path)
	return err
}

// Match is the product's language nearest to an IETF tag as Telegram gives it ("ru", "en-GB"),
// the first one where none is near or none is given.
func (c *Catalog) Match(tag string) string {
	wanted, err := language.Parse(tag)
	if err != nil {
		return api.Languages[0]
	}
	// The index counts, not the tag: that comes back with the region asked for.
	_, i, _ := c.matcher.Match(wanted)
	return api.Languages[i]
}

// Speaks reports whether a tag is of a language that the product speaks.
func (c *Catalog) Speaks(tag string) bool {
	wanted, err := language.Parse(tag)
	if err != nil {
		return false
	}
	base, _ := wanted.Base()
	return slices.Contains(api.Languages, base.String())
}

// In is the words of a language; of the nearest where the product does not speak it.
func (c *Catalog) In(lang string) Words { return c.words[c.Match(lang)] }

// Words speaks one language.
type Words struct {
	Language string // en, ro or ru
	local    *i18n.Localizer
}

// Say is the message with its gaps filled.
func (w Words) Say(key string, data ...Data) string {
	said, _ := w.find(&i18n.LocalizeConfig{MessageID: key, TemplateData: merged(data)})
	return said
}

// Count is the message in the form that the language wants for n things; its gap Count is n.
func (w Words) Count(key string, n int, data ...Data) string {
	all := merged(data)
	all["Count"] = n
	said, _ := w.find(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: all})
	return said
}

// find is the message, or its key and false where no language has it.
func (w Words) find(config *i18n.LocalizeConfig) (string, bool) {
	// A message of the fallback language comes together with an error: the words count.
	said, _ := w.local.Localize(config)
	if said == "" {
		return config.MessageID, false
	}
	return said, true
}

func merged(data []Data) Data {
	all := Data{}
	for _, d := range data {
		for k, v := range d {
			all[k] = v
		}
	}
	return all
}

// Lines puts lines under one another.
func Lines(lines ...string) string { return strings.Join(lines, "\n") }
