// Package web holds the pages that people open in a browser: plain HTML, one style sheet and
// ES modules, served as they stand here.
package web

import "embed"

// Files are the pages under pages/ and what they load under assets/.
//
//go:embed pages assets
var Files embed.FS
