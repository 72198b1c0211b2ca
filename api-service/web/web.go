// Package web holds the pages that people open in a browser: plain HTML, one style sheet and
// ES modules, served as they stand here but for the frame that all pages share. One page is
// written anew for each user: the public one.
package web

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// Assets are what pages load, under assets/.
//
//go:embed assets
var Assets embed.FS

//go:embed pages
var pages embed.FS

// layout is the frame of all pages.
const layout = "pages/layout.html"

// frame is what the frame of a page and the page itself are told.
type frame struct {
	Name     string // loads the script of that name
	Language string
	Chat     string // the address that opens the bot
}

// Pages are the pages by their names: what is in pages/home.html is "home", and loads home.js.
// chat is the address that opens the bot. It panics where a page cannot be written, which a test
// would have seen.
func Pages(chat string) map[string][]byte {
	files, err := fs.Glob(pages, "pages/*.html")
	whole := map[string][]byte{}
	for _, file := range files {
		if file == layout {
			continue
		}
		name := strings.TrimSuffix(path.Base(file), ".html")
		var b bytes.Buffer
		in := frame{Name: name, Language: "en", Chat: chat}
		err = errors.Join(err, template.Must(template.ParseFS(pages, layout, file)).Execute(&b, in))
		whole[name] = b.Bytes()
	}
	if err != nil {
		panic(err)
	}
	return whole
}
