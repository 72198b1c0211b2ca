package file

import (
	"slices"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

const (
	pageDoubts = 8 // rows to decide about: with the entries that they may be they fit into a message
	picksInRow = 4
)

// doubtful is how many rows people may decide about one by one.
func doubtful(found api.Import) int {
	return found.Maybe + found.Lookalikes + found.Deleted + found.Summaries + found.Transfers
}

// doubtsPage shows rows to decide about, each with what it may be, and a button that changes what
// becomes of it.
func (s sight) doubtsPage(page int) (telegram.Reply, error) {
	rows := s.found.Doubts[:min(len(s.found.Doubts), pageDoubts)]
	lines := []string{s.words.Say("file.one_by_one")}
	var picks []telegram.Button
	for i, r := range rows {
		number := strconv.Itoa(page*pageDoubts + i + 1)
		amount, err := signed(s.words, r.Kind, r.Amount, r.Currency)
		if err != nil {
			return telegram.Reply{}, err
		}
		lines = append(lines, "", number+". "+fate(r)+" "+joined(date(s.words, r.Date), amount, r.Payee, r.Note))
		lines = append(lines, s.why(r)...)

		with := picked{r.Line, s.answers.next(r), page}.String()
		picks = append(picks, telegram.Button{Text: fate(r) + " " + number, Tap: tapPick, With: s.answers.with(with)})
	}

	var turn []telegram.Button
	if page > 0 {
		turn = append(turn, telegram.Button{Text: "◀", Tap: tapDoubts, With: s.answers.with(strconv.Itoa(page - 1))})
	}
	turn = append(turn, s.button("button.back", tapShow, ""))
	if len(s.found.Doubts) > pageDoubts {
		turn = append(turn, telegram.Button{Text: "▶", Tap: tapDoubts, With: s.answers.with(strconv.Itoa(page + 1))})
	}
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(telegram.Grid(picks, picksInRow), turn)}, nil
}

// fate is a mark of what becomes of a row.
func fate(r api.ImportRow) string {
	switch {
	case !r.Books:
		return "✖️"
	case r.JoinsID != 0:
		return "🔁"
	}
	return "✅"
}

// indent stands before what belongs to the row above.
const indent = "   "

// whys say what a row may be of which no entry is shown.
var whys = map[string]string{
	api.DuplicateLookalike: "file.why.lookalike",
	api.DuplicateDeleted:   "file.why.deleted",
	api.DuplicateSummary:   "file.why.summary",
}

// why says what a row may be.
func (s sight) why(r api.ImportRow) []string {
	var lines []string
	if r.Match != nil {
		lines = append(lines, indent+s.words.Say("file.why.maybe", text.Data{"Entry": s.side(*r.Match)}))
	} else if why := whys[r.Duplicate]; why != "" {
		lines = append(lines, indent+s.words.Say(why))
	}

	sides := r.Transfers
	if at := slices.IndexFunc(sides, func(e api.ImportSide) bool { return e.ID == r.JoinsID }); at > 0 {
		sides = sides[at:] // the one that it is a transfer with
	}
	if len(sides) > 0 {
		lines = append(lines, indent+s.words.Say("file.why.transfer", text.Data{"Entry": s.side(sides[0])}))
	}
	return lines
}

// side names an entry of the ledger by its account, where it is of another one, its day and its words.
func (s sight) side(e api.ImportSide) string {
	account := ""
	for _, a := range s.accounts {
		if a.ID == e.AccountID && a.ID != s.found.AccountID {
			account = a.Name
		}
	}
	return joined(account, date(s.words, e.Date), e.Payee, e.Note)
}
