package statement

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// alphabets are the letters beside those of ASCII in which languages are written.
var alphabets = []string{
	"àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "àèéìíòóù", "áâãàçéêíóôõú", "éèëïöü", "åäöæøé",
	"ăâîșțşţ", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž",
	"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдђежзијклљмнњопрстћуфхцчџш",
}

// spoken tells for each letter in which of the alphabets it stands, bit by bit.
var spoken = func() map[rune]uint32 {
	all := map[rune]uint32{}
	for i, letters := range alphabets {
		for _, r := range letters {
			all[r] |= 1 << i
		}
	}
	return all
}()

// guessed are the encodings that are told by their letters; of two that do equally well the
// earlier one counts.
var guessed = []string{
	"windows-1251", "windows-1250", "windows-1252", "koi8-r", "ibm866", "iso-8859-2", "iso-8859-15", "iso-8859-5", "koi8-u", "macintosh", "x-mac-cyrillic",
}

// marksOfText may stand beside letters in any text.
const marksOfText = "\u00a0«»„“”‚‘’–—…€£§°№•®©™´·¿¡ºª"

// likely is how well a text reads in an encoding: 1 where each word is one of the same language.
type likely struct {
	encoding string
	score    float64
	text     string // its words, to see whether two encodings differ at all
}

// likelyTables gives the encodings in which the words of a file read well, the best first. Those
// that would be read just as well as the first, but otherwise, make it unsure.
func likelyTables(content []byte) []likely {
	words := foreignWords(content)
	all := make([]likely, 0, len(guessed))
	for _, name := range guessed {
		all = append(all, readIn(name, words))
	}
	slices.SortStableFunc(all, func(a, b likely) int { return cmp.Compare(b.score, a.score) })
	return all
}

// rivals are the encodings that come near to the best and read the file otherwise.
func rivals(all []likely) []likely {
	const near, most = 0.12, 4
	best := all[:1]
	for _, l := range all[1:] {
		same := slices.ContainsFunc(best, func(b likely) bool { return b.text == l.text })
		if !same && l.score > 0 && l.score+near > all[0].score && len(best) < most {
			best = append(best[:len(best):len(best)], l)
		}
	}
	return best
}

// foreignWords are the first words of a file that have other bytes than those of ASCII.
func foreignWords(content []byte) [][]byte {
	const most, longest = 3_000, 60
	var words [][]byte
	for at := 0; at < len(content) && len(words) < most; at++ {
		start, foreign := at, false
		for at < len(content) && (content[at] >= 0x80 || letter(content[at])) {
			foreign = foreign || content[at] >= 0x80
			at++
		}
		if foreign {
			words = append(words, content[start:min(at, start+longest)])
		}
	}
	return words
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// readIn weighs the words as one encoding has them.
func readIn(name string, words [][]byte) likely {
	byLanguage := make([]float64, len(alphabets))
	var text strings.Builder
	total, bad := 0.0, 0
	for _, raw := range words {
		read := decodeWord(name, raw)
		text.WriteString(read + " ")
		for word := range strings.FieldsFuncSeq(read, func(r rune) bool { return strings.ContainsRune(marksOfText, r) }) {
			languages, quality := weighWord(word)
			if languages == 0 {
				bad += boolInt(quality < 0)
				continue
			}
			total += quality
			for i := range byLanguage {
				if languages&(1<<i) != 0 {
					byLanguage[i] += quality
				}
			}
		}
	}
	const strange = 0.3 // what a word of another language than the file's counts for
	best := slices.Max(byLanguage)
	return likely{name, (best + strange*(total-best) - float64(bad)) / float64(max(1, len(words))), text.String()}
}

// allLanguages is what a word without foreign letters may belong to.
const allLanguages = 1<<16 - 1

// weighWord tells in which languages a word may stand, and how well it is built. A word that can
// stand in none has less than nothing.
func weighWord(word string) (languages uint32, quality float64) {
	runes := []rune(word)
	languages = allLanguages
	ascii, foreign := 0, 0
	for _, r := range runes {
		if r < 0x80 {
			ascii++
			continue
		}
		foreign++
		languages &= spoken[unicode.ToLower(r)]
	}
	switch {
	case foreign == 0:
		return 0, 0
	case languages == 0, ascii > 0 && unicode.Is(unicode.Cyrillic, runes[len(runes)-1]) || ascii > 0 && unicode.Is(unicode.Cyrillic, runes[0]):
		return 0, -1
	case !properCase(runes):
		return 0, -1
	}
	if unicode.Is(unicode.Cyrillic, runes[0]) {
		return languages, cyrillicQuality(runes)
	}
	return languages, latinQuality(runes)
}

// properCase reports whether a word is written small, large, or with a large first letter.
func properCase(runes []rune) bool {
	upper, lower, laterUpper := 0, 0, 0
	for i, r := range runes {
		upper, lower = upper+boolInt(unicode.IsUpper(r)), lower+boolInt(unicode.IsLower(r))
		laterUpper += boolInt(i > 0 && unicode.IsUpper(r))
	}
	return lower == 0 || upper == 0 || laterUpper == 0
}

// cyrillicQuality counts how common the letters of a word are: in the wrong encoding they are rare.
func cyrillicQuality(runes []rune) float64 {
	sum := 0.0
	for _, r := range runes {
		switch r = unicode.ToLower(r); {
		case strings.ContainsRune("оеаинтсрвлкі", r):
			sum++
		case strings.ContainsRune("мдпуяыьгзбчй", r):
			sum += 0.7
		default:
			sum += 0.2
		}
	}
	return sum / float64(len(runes))
}

// latinQuality looks at the neighbours of each foreign letter: vowels stand between consonants
// and consonants beside a vowel, as a rule.
func latinQuality(runes []rune) float64 {
	odd, foreign := 0, 0
	for i, r := range runes {
		if r < 0x80 {
			continue
		}
		foreign++
		vowels, others := 0, 0
		for _, at := range []int{i - 1, i + 1} {
			if at < 0 || at >= len(runes) {
				continue
			}
			if isVowel(runes[at]) {
				vowels++
			} else {
				others++
			}
		}
		if isVowel(r) && vowels > 0 && !glides(runes, i) || !isVowel(r) && vowels == 0 && others > 0 {
			odd++
		}
	}
	return 1 - 0.6*float64(odd)/float64(foreign)
}

// glides reports whether a vowel often stands beside another: "ée", "ïe", "ão", "ăi", "ié", "ía".
func glides(runes []rune, i int) bool {
	around := ""
	for at := max(0, i-1); at <= min(len(runes)-1, i+1); at++ {
		around += string(unicode.ToLower(runes[at]))
	}
	for _, pair := range []string{"ée", "éa", "éo", "ï", "ão", "õe", "ãe", "ăi", "ău", "âi", "îi", "ié", "iè", "ía", "ío", "ói", "ió", "iá", "ué", "öe", "eë", "ië", "oë", "aü", "ué", "üe", "uí", "aí", "eá", "ië"} {
		if strings.Contains(around, pair) {
			return true
		}
	}
	return false
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouy", rune(fold(string(r))[0])) }
