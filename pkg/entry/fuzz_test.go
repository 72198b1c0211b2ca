package entry

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"financebot/pkg/money"
)

// options are some of every sort.
var options = [...]Options{
	{Language: "en", Today: monday, Currency: "EUR", Accounts: []Account{{"Cash", "cash", "EUR"}, {"Card", "card", "EUR"}}},
	{Language: "ro", Today: monday, Currency: "MDL"},
	{Language: "ru", Today: monday},
	{Language: "en-US", Today: monday, Currency: "JPY"},
}

// FuzzParse holds that a message is read or refused with named lines, and that what was read is
// valid and comes back from its canonical line.
func FuzzParse(f *testing.F) {
	for i, seed := range []string{
		"12.50 coffee", "+1500 salary", "200 lei groceries @card #home ^yesterday", "100 EUR @cash > 1985 lei @card",
		"350+120*2 food", "(1+2)*3/4 x", "5 @\"my card\" !eating_out ~«Ион»", "1.234,56 € кофе ^вчера", "12 лей 50 бань",
		"1 234 567,89 lei ^25 decembrie 2024", "a\nb\n0\n5 ok", "$5 ^12/25", "5тыс.руб. #я", "2 coffees 12.50", "\\5 5",
		"-20", "((((((((1))))))))", "1/3*3", "5 ^the day before yesterday", "１２ tea", "3x12.50", "100>@card",
		"12-5 taxi", "1.200 rent", "занял у Вани 100", "вернул Ваня долг 20", "am împrumutat lui Ion 5", "mom paid 5", "20-30 lei",
	} {
		f.Add(seed, uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		o := options[int(which)%len(options)]
		entries, err := Parse(text, o)
		if err != nil {
			refused(t, entries, err)
			return
		}
		for _, e := range entries {
			valid(t, e)
			comesBack(t, without(e), o)
		}
	})
}

func refused(t *testing.T, entries []Entry, err error) {
	t.Helper()
	if entries != nil {
		t.Fatalf("entries beside %v", err)
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return
	}
	for i, l := range refusal.Lines {
		ascending := i == 0 || l.Number > refusal.Lines[i-1].Number
		if !ascending || l.Number < 1 || l.Text == "" || !utf8.ValidString(l.Text) || !strings.HasPrefix(l.Cause.Code, "entry.") {
			t.Fatalf("a bad line is not named: %+v", l)
		}
	}
}

func valid(t *testing.T, e Entry) {
	t.Helper()
	transfer := e.Kind == Transfer
	switch {
	case e.Amount.Units <= 0 || e.Amount.Units > money.Limit, e.ToAmount.Units < 0 || e.ToAmount.Units > money.Limit:
	case e.Amount.Currency != "" && !money.Known(e.Amount.Currency):
	case transfer != (e.ToAccount != ""), transfer && e.Category != "", !transfer && !e.ToAmount.IsZero():
	case utf8.RuneCountInString(e.Note) > MaxNote, len(e.Tags) > MaxTags:
	case !e.Date.IsZero() && (!e.Date.Exists() || e.Date.Year < firstYear):
	case !utf8.ValidString(e.Note + e.Account + e.ToAccount + e.Category + e.Payee + strings.Join(e.Tags, "")):
	default:
		return
	}
	t.Fatalf("not valid: %+v", e)
}

// FuzzFormatParse holds the promise of Format for entries of any text.
func FuzzFormatParse(f *testing.F) {
	f.Add("coffee", "my card", "food", "Ion", "tag", int64(1250), uint8(2), uint8(0), uint16(0))
	f.Add("5 EUR \\ > -", "a\"b", "«я»", "c\\d", "#", int64(1), uint8(3), uint8(1), uint16(9000))
	f.Add("25 december ^", "->", "🍔", "", "", int64(money.Limit), uint8(0), uint8(2), uint16(20000))
	f.Fuzz(func(t *testing.T, note, account, category, payee, tag string, units int64, scale, which uint8, days uint16) {
		o := options[int(which)%len(options)]
		e := Entry{
			Kind: []Kind{Expense, Income, Transfer}[which%3], Note: clean(note, MaxNote), Account: clean(account, MaxName),
			Category: clean(category, MaxName), Payee: clean(payee, MaxName),
			Amount: of(1+(units&(1<<62-1))%money.Limit, int(scale)%3, "EUR"),
		}
		if which > 127 {
			e.Amount.Currency, e.Amount.Scale = "", 0
		}
		if e.Kind == Transfer {
			e.ToAccount, e.Category = clean(category, MaxName), ""
			if e.ToAccount == "" || sameName(e.ToAccount, e.Account) {
				return
			}
		}
		if tag = clean(tag, MaxTag); tag != "" {
			e.Tags = []string{tag}
		}
		if days > 0 {
			e.Date = Date{firstYear, 1, 1}.plus(0, int(days)%20_000)
		}
		if e.Amount.Currency == "" && o.Currency == "JPY" && e.Amount.Units > money.Limit/100 {
			return
		}
		if _, err := e.Amount.In(or(e.Amount.Currency, or(o.Currency, "EUR"))); err != nil {
			return
		}
		comesBack(t, e, o)
	})
}

// clean makes any text one that a line can hold.
func clean(s string, limit int) string {
	kept := []rune(strings.Map(func(r rune) rune {
		if unkeepable(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
	return tidy(string(kept[:min(len(kept), limit)]))
}

// FuzzExpression holds that a sum is what big rationals say it is, or refused.
func FuzzExpression(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Add([]byte("350+120*2"))
	f.Add([]byte{255, 0, 255, 0, 4, 9, 200, 3, 77, 12, 90, 41, 8, 8, 8, 130, 6})
	f.Fuzz(func(t *testing.T, seed []byte) {
		if len(seed) > 400 {
			return // the message would be too long
		}
		b := builder{seed: seed}
		want := b.sum(0)
		text := b.text.String()
		entries, err := Parse(text+" @account", options[0])
		if err != nil {
			rightlyRefused(t, text, want, err)
			return
		}
		got := big.NewRat(entries[0].Amount.Units, powers[entries[0].Amount.Scale])
		if slices.Contains(codes(entries[0]), ReadRounded) && want != nil && want.Cmp(got) != 0 {
			want = toHundredths(want)
		}
		if want == nil || got.Cmp(want) != 0 || entries[0].Note != "" {
			t.Fatalf("%s = %v, want %v", text, got, want)
		}
	})
}

// toHundredths rounds half away from zero, as a quotient is told to be.
func toHundredths(exact *big.Rat) *big.Rat {
	rounded, _ := new(big.Rat).SetString(exact.FloatString(2))
	return rounded
}

// rightlyRefused checks that a sum of a fine result was refused for its size only.
func rightlyRefused(t *testing.T, text string, want *big.Rat, err error) {
	t.Helper()
	if want == nil || errors.Is(err, ErrRange) || errors.Is(err, ErrExpression) || errors.Is(err, ErrParts) {
		return
	}
	scaled := new(big.Rat).Mul(want, big.NewRat(1_000, 1))
	if want.Sign() > 0 && scaled.IsInt() && !errors.Is(err, ErrPrecision) {
		t.Fatalf("%s = %v is refused: %v", text, want, err)
	}
}

// builder writes a sum that the bytes describe and computes it as it goes; nil is a division by zero.
type builder struct {
	seed []byte
	text strings.Builder
}

func (b *builder) next() byte {
	if len(b.seed) == 0 {
		return 0
	}
	n := b.seed[0]
	b.seed = b.seed[1:]
	return n
}

func (b *builder) sum(depth int) *big.Rat {
	total := b.product(depth)
	for op := b.next(); op%3 == 1; op = b.next() {
		sign := "+-"[op/3%2 : op/3%2+1]
		b.operator(sign, op)
		term := b.product(depth)
		switch {
		case total == nil || term == nil:
			total = nil
		case sign == "+":
			total = new(big.Rat).Add(total, term)
		default:
			total = new(big.Rat).Sub(total, term)
		}
	}
	return total
}

func (b *builder) product(depth int) *big.Rat {
	total := b.factor(depth)
	for op := b.next(); op%3 == 1; op = b.next() {
		sign := "*/x"[op/3%3 : op/3%3+1]
		b.operator(sign, op)
		by := b.factor(depth)
		switch {
		case total == nil || by == nil || (sign == "/" && by.Sign() == 0):
			total = nil
		case sign == "/":
			total = new(big.Rat).Quo(total, by)
		default:
			total = new(big.Rat).Mul(total, by)
		}
	}
	return total
}

func (b *builder) operator(sign string, op byte) {
	if op > 127 {
		sign = " " + sign + " "
	}
	b.text.WriteString(sign)
}

func (b *builder) factor(depth int) *big.Rat {
	n := b.next()
	if n%4 == 3 && depth < maxDepth {
		b.text.WriteString("(")
		value := b.sum(depth + 1)
		b.text.WriteString(")")
		return value
	}
	whole := big.NewInt(int64(n)*int64(b.next()) + 1000)
	digits := whole.String()
	if n%4 == 2 { // two decimals: three would be doubtful
		b.text.WriteString(digits[:len(digits)-2] + "." + digits[len(digits)-2:])
		return new(big.Rat).SetFrac(whole, big.NewInt(100))
	}
	b.text.WriteString(digits)
	return new(big.Rat).SetInt(whole)
}
