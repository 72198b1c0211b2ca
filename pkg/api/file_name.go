package api

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FileName is a text as the name of a file that any system can keep: without the folders before it,
// without characters that show nothing or turn the text around them, and of at most MaxName
// characters, of which the ending stays. It is empty where nothing is left.
func FileName(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), `\`, "/")
	name := strings.Map(fileRune, path.Base(text))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if strings.Trim(name, joiners) == "" {
		return ""
	}

	if utf8.RuneCountInString(name) > MaxName {
		name = shortened(name)
	}
	return name
}

// joiners show nothing, but join letters, and the parts of an emoji.
const joiners = "\u200c\u200d"

// fileRune is a character in the name of a file; what separates drives, or runs, on some system is
// a stroke.
func fileRune(r rune) rune {
	switch {
	case strings.ContainsRune(joiners, r):
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return -1
	case strings.ContainsRune(`/<>:"|?*`, r):
		return '_'
	}
	return r
}

// longestEnding is how many characters of an ending are kept.
const longestEnding = 12

// shortened cuts the middle of a name out.
func shortened(name string) string {
	ending := path.Ext(name)
	if utf8.RuneCountInString(ending) > longestEnding {
		ending = ""
	}

	runes := []rune(strings.TrimSuffix(name, ending))
	return strings.TrimRight(string(runes[:MaxName-utf8.RuneCountInString(ending)]), ". ") + ending
}
