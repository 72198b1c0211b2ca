package entry

// halfAt is how many tokens of "and a half" stand here: jumate, și jumătate, с половиной.
func halfAt(tokens []token) int {
	switch tokens[0].text {
	case "and", "si", "și", "şi", "с", "со":
	default:
		return halfWord(tokens[0].text)
	}
	at := 1
	if tokens[1].text == "a" {
		at++
	}
	if size := halfWord(tokens[at].text); size > 0 {
		return at + size
	}
	return 0
}

func halfWord(text string) int {
	if len(text) > maxForm {
		return 0
	}
	switch text {
	case "half", "jumate", "jumatate", "jumătate", "jumatati", "половиной":
		return 1
	}
	return 0
}

// half adds a half to the number before it: of its multiple, or, where the multiple follows, of one.
func (s *spokenSum) half() {
	switch {
	case s.group == 0 && s.multiple > 0:
		s.total += 100 / 2 * s.multiple
	case s.group > 0 && s.group%(100*100) == 0:
		s.group += 100 / 2 * 100
	default:
		s.group += 100 / 2
	}
}

// takeHalf takes a half behind a number of so many: 2 mii jumate, 2 с половиной тысячи.
func (c *calculator) takeHalf(value ratio, of int64) ratio {
	size := halfAt(c.tokens[c.next:])
	if size == 0 || (of == 1 && c.tokens[c.next+size].unit().multiple == 0) {
		return value
	}
	c.next += size
	return c.fits(value.plus(lowest(of, 2)))
}
