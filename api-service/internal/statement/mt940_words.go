package statement

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// fullLine is how many characters a line of :86: has at most: a word goes on behind a full one.
const fullLine = 65

// fullPart is the same of a subfield.
const fullPart = 27

// mt940Words reads what a movement says (:86:): in subfields with numbers, as German, Polish and
// other banks write them; in subfields with names, as Dutch ones do; else as it is.
func mt940Words(lines []string) (payee, note string) {
	text := mt940Joined(lines)
	if parts := numbered(text); parts != nil {
		payee, note = parts.words()
	} else if parts := named(text); parts != nil {
		payee, note = parts.words()
	}
	if payee+note == "" {
		note = plainWords(text)
	}
	return payee, note
}

// mt940Joined puts lines together that were cut where they were full, or before a subfield.
func mt940Joined(lines []string) string {
	var text strings.Builder
	full := true
	for _, line := range lines {
		if !full && !strings.HasPrefix(line, "?") && !strings.HasPrefix(line, "/") {
			text.WriteByte(' ')
		}
		text.WriteString(line)
		full = utf8.RuneCountInString(line) >= fullLine
	}
	return text.String()
}

// numberedHead begins a text of subfields with numbers: the sort of movement, and the mark before
// each number, which differs from bank to bank.
var numberedHead = regexp.MustCompile(`^\d{0,3}([?~^<>@])\d\d`)

// numberedParts are subfields by their numbers, in the order of the numbers.
type numberedParts map[int][]string

// numbered takes a text of subfields with numbers apart; nil where it is none.
func numbered(text string) numberedParts {
	head := numberedHead.FindStringSubmatch(text)
	if head == nil {
		return nil
	}

	parts := numberedParts{}
	_, rest, _ := strings.Cut(text, head[1])
	last := 0
	for part := range strings.SplitSeq(rest, head[1]) {
		if len(part) < 2 || !digits(part[:2]) { // the mark stands in a text
			if n := len(parts[last]); n > 0 {
				parts[last][n-1] += head[1] + part
			}
			continue
		}
		last = int(part[0]-'0')*10 + int(part[1]-'0')
		parts[last] = append(parts[last], part[2:])
	}
	return parts
}

// words are who is at the other end and what it is for.
func (p numberedParts) words() (payee, note string) {
	payee = plainWords(p.join(32, 33))
	note = purpose(p.join(20, 29) + p.join(60, 63))
	if note == "" {
		note = plainWords(p.join(0, 0))
	}
	return payee, note
}

// join puts subfields together: behind a full one a word goes on.
func (p numberedParts) join(from, to int) string {
	var text strings.Builder
	for number := from; number <= to; number++ {
		for _, part := range p[number] {
			if at := sepaWord.FindStringIndex(part); at != nil && at[0] == 0 {
				text.WriteByte(' ')
			}
			text.WriteString(part)
			if utf8.RuneCountInString(part) < fullPart {
				text.WriteByte(' ')
			}
		}
	}
	return text.String()
}

// sepaWord names what follows it in the purpose of a SEPA payment.
var sepaWord = regexp.MustCompile(`\b(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+`)

// purpose is the purpose among the parts of a SEPA payment (SVWZ), or all of a text without them.
func purpose(text string) string {
	at := sepaWord.FindAllStringSubmatchIndex(text, -1)
	if at == nil {
		return plainWords(text)
	}

	var said []string
	if before := text[:at[0][0]]; strings.TrimSpace(before) != "" {
		said = append(said, before)
	}
	for i, found := range at {
		if text[found[2]:found[3]] != "SVWZ" {
			continue
		}
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		said = append(said, text[found[1]:end])
	}
	return plainWords(said...)
}

// names are the subfields that begin with their name between strokes.
var names = words("TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "ORDP", "BENM", "CNTP", "MARF", "CSID", "PREF", "RTRN", "ISDT",
	"ADDR", "PURP", "ULTD", "ULTC", "ULTB", "SVCL", "NRTX", "IREF", "KREF", "ACCW", "CDTRREFTP", "CDTRREF", "ACRF")

// namedParts are subfields by their names.
type namedParts map[string]string

// named takes a text of subfields with names apart; nil where it is none.
func named(text string) namedParts {
	if !strings.HasPrefix(text, "/") {
		return nil
	}

	parts := namedParts{}
	last := ""
	for part := range strings.SplitSeq(text[1:], "/") {
		if name := strings.TrimSpace(part); names[name] && parts[name] == "" {
			last = name
			continue
		}
		if last != "" {
			parts[last] += "/" + part
		}
	}
	for name, value := range parts {
		parts[name] = strings.TrimPrefix(value, "/")
	}
	if len(parts) == 0 {
		return nil
	}
	return parts
}

// words are who is at the other end and what it is for.
func (p namedParts) words() (payee, note string) {
	payee = p["NAME"]
	if other := strings.Split(p["CNTP"], "/"); payee == "" && len(other) > 2 { // IBAN, BIC, name, town
		payee = other[2]
	}

	note = p["REMI"]
	for _, sort := range []string{"USTD//", "STRD/CUR/", "STRD/ISO/", "USTD/", "STRD/"} {
		if rest, is := strings.CutPrefix(note, sort); is {
			note = rest
			break
		}
	}
	note = strings.Trim(note, "/ ")
	if note == "" {
		note = p["TRTP"]
	}
	return plainWords(strings.Trim(payee, "/ ")), plainWords(note)
}
