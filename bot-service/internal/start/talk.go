package start

import (
	"context"
	"regexp"
	"strings"
	"unicode"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/entry"
)

// What people say to a bot besides entries, in three languages, in small letters and without marks.
var (
	hellos = words("hi, hello, hey, hiya, good morning, good evening, good afternoon, yo, " +
		"buna, salut, salutare, noroc, buna ziua, buna dimineata, buna seara, servus, hei, " +
		"привет, здравствуйте, здравствуй, добрый день, доброе утро, добрый вечер, приветик, салют, хай")
	thankses = words("thanks, thank you, thx, ty, thanks a lot, thank you very much, cheers, great, cool, ok thanks, " +
		"multumesc, mersi, multumesc mult, mersi mult, merci, multam, " +
		"спасибо, спс, благодарю, спасибо большое, большое спасибо, спасибочки, пасиб")

	// spending asks how much was spent, and for nothing more: a category or an account is looked for.
	spending = regexp.MustCompile(`^(how much (did|have) (i|we) (spend|spent)( so far)?( this month)?|` +
		`what did i spend( this month)?|my (spending|expenses)( this month)?|` +
		`cat am cheltuit( (pana acum|luna asta|luna aceasta|in luna asta|in aceasta luna))?|cheltuielile mele|` +
		`(сколько|скока) (я |мы )?(потратил|потратила|потратили|ушло|ушло денег)( денег)?( (в этом месяце|за месяц|за этот месяц))?|` +
		`мои расходы( за месяц)?)$`)
)

func words(list string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.SplitSeq(list, ", ") {
		all[word] = true
	}
	return all
}

// bare is what was said in small letters, without marks, signs and emoji around it.
func bare(said string) string {
	return strings.Join(strings.FieldsFunc(entry.Fold(said), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// talk answers what is said to a bot besides entries; it is asked last, of those with a user.
func (f Feature) talk(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	switch said := bare(t.Text); {
	case spending.MatchString(said):
		t.Text = ""
		return true, f.Month(ctx, t)
	case hellos[said]:
		return true, t.Say(ctx, telegram.Reply{Text: t.Words.Say("talk.hello")})
	case thankses[said]:
		return true, t.Say(ctx, telegram.Reply{Text: t.Words.Say("talk.thanks")})
	}
	return false, nil
}

// maxThing is how long a thing may be that nobody said the price of.
const maxThing = 40

// unclear says what was not understood: of a thing without a price, that the price is missing.
func unclear(w text.Words, said string) telegram.Reply {
	letters := []rune(said)
	plain := len(letters) <= maxThing && strings.IndexFunc(said, func(r rune) bool {
		return !unicode.IsLetter(r) && r != ' ' && r != '-'
	}) < 0
	if !plain || said == "" || len(strings.Fields(said)) > 3 {
		return hint(w, true, false)
	}
	return telegram.Reply{Text: w.Say("hint.amount", text.Data{"Example": w.Say("hint.example", text.Data{"Thing": said})})}
}
