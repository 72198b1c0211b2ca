package entry

// mostThousands is the largest number before "т" that counts thousands: 2500т are tenge.
const mostThousands = 99

const tenge = "KZT"

// isTenge reports whether the unit behind a number, which may be thousands or tenge, is tenge.
// Whoever keeps no tenge is asked.
func (c *calculator) isTenge(value ratio) bool {
	t := c.peek()
	if t.unit().currencies != tenge {
		return false
	}
	if !value.above(mostThousands) {
		c.read(ReadNumber, c.form(), Amount{Units: value.num * thousand / value.den}.Decimal())
		return false
	}
	c.maybeTenge = !c.loc.keepsTenge()
	return true
}

func (loc *locale) keepsTenge() bool {
	kept, _ := loc.keptIn(tenge)
	return loc.currency == tenge || kept != "" || loc.region == "KZ"
}
