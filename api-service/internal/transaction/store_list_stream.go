package transaction

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// How many candidates one page looks at, at most, so that looking takes about as long as showing.
const (
	looks     = 2000
	farLooks  = 200  // where each is fetched from another place
	textLooks = 1000 // where each has its texts made comparable
)

// streams is how many accounts are read side by side.
const streams = 24

// stream is the SQL that reads candidates of a list in its order, so many at most.
type stream func(most int) string

// statement reads a page: the candidates that meet the rest of the filter, and one more than asked.
// Where they are not that many, the last candidate that was looked at follows, marked as such.
func (f filter) statement(familyID int64) (string, map[string]any) {
	candidates, rest := f.stream()
	where, args := rest.conditions()
	f.within(familyID, args)

	if where == "" {
		return "SELECT " + columns + " FROM (" + candidates(f.limit+1) + ") t" + inOrder(""), args
	}
	most := f.bound(rest)
	return fmt.Sprintf(`WITH found AS MATERIALIZED (
			SELECT %[1]s, false AS beyond FROM (%[2]s) t WHERE %[3]s LIMIT %[4]d
		)
		SELECT * FROM found
		UNION ALL
		SELECT %[1]s, true FROM (SELECT * FROM (%[2]s) c OFFSET %[5]d) t WHERE (SELECT count(*) FROM found) < %[4]d`,
		stored, candidates(most), where, f.limit+1, most-1), args
}

// bound is how many candidates a page looks at to answer the rest of its filter.
func (f filter) bound(rest filter) int {
	switch {
	case f.looks > 0:
		return f.looks
	case f.tag != "" || f.byText():
		return max(farLooks, f.limit)
	case rest.text != "":
		return max(textLooks, f.limit)
	}
	return max(looks, f.limit)
}

// stream picks the index that a list is read off, by what usually lets fewest entries through,
// and gives what of the filter is left to ask of each candidate.
func (f filter) stream() (candidates stream, rest filter) {
	rest = f
	switch {
	case f.tag != "":
		rest.tag = ""
		return f.tagged, rest
	case f.byText():
		rest.text = ""
		return f.texts, rest
	case f.category != 0:
		rest.category = 0
		return f.merged(f.where("t.category_id = @category"), f.parts), rest
	case f.account != 0:
		rest.account = 0
		return f.merged(f.where("t.account_id = @account"), f.where("t.to_account_id = @account")), rest
	case f.author != 0:
		rest.author = 0
		return f.where("t.created_by = @author"), rest
	case len(f.accounts) > 0 && len(f.accounts) <= streams:
		rest.currency = ""
		return f.merged(f.onAccounts()...), rest
	}
	return f.where("true"), rest
}

// byCurrency reports whether the list goes by the accounts in a currency.
func (f filter) byCurrency() bool {
	return f.currency != "" && f.tag == "" && !f.byText() && f.category == 0 && f.account == 0 && f.author == 0
}

// byText reports whether the index over texts can be gone by: it knows three letters in a row.
func (f filter) byText() bool { return f.textIndex && longestRun(f.text) >= 3 }

// longestRun counts the letters and digits that stand together. Marks on letters count for nothing.
func longestRun(text string) (longest int) {
	run := 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			run++
		case !unicode.Is(unicode.Mn, r):
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// within gives the arguments that say where the stream begins and ends, and what it goes by.
func (f filter) within(familyID int64, args map[string]any) {
	args["family"], args["from"], args["to"], args["after_date"], args["after_id"] = familyID, nil, nil, nil, f.after.ID
	if !f.from.IsZero() {
		args["from"] = f.from
	}
	if !f.to.IsZero() {
		args["to"] = f.to
	}
	if f.after.ID != 0 {
		args["after_date"] = f.after.Date
	}
	args["tag"], args["text"] = f.tag, "%"+escapeLike(f.text)+"%"
	args["category"], args["account"], args["author"] = f.category, f.account, f.author
	for i, id := range f.accounts {
		args["account"+strconv.Itoa(i)] = id
	}
}

// span limits a stream to the period of the list and to what comes after the cursor.
func (f filter) span(date, id string) string {
	var span strings.Builder
	if !f.from.IsZero() {
		span.WriteString(" AND " + date + " >= @from")
	}
	if !f.to.IsZero() {
		span.WriteString(" AND " + date + " <= @to")
	}
	if f.after.ID != 0 {
		span.WriteString(" AND (" + date + ", " + id + ") < (@after_date, @after_id)")
	}
	return span.String()
}

// where reads the entries that meet a condition for which there is an index in the order of lists.
func (f filter) where(condition string) stream {
	return func(most int) string {
		return "SELECT " + row("t.date", "t.id") + " FROM transactions t WHERE t.family_id = @family AND " + condition +
			f.span("t.date", "t.id") + inOrder("t.") + limit(most)
	}
}

func (f filter) onAccounts() []stream {
	all := make([]stream, 0, len(f.accounts))
	for i := range f.accounts {
		all = append(all, f.where("t.account_id = @account"+strconv.Itoa(i)))
	}
	return all
}

// parts reads the split entries with a part in the category, each once.
func (f filter) parts(most int) string {
	return f.beside(`SELECT DISTINCT s.date, s.transaction_id FROM transaction_splits s
		WHERE s.family_id = @family AND s.category_id = @category`, most)
}

// tagged reads the entries with a tag.
func (f filter) tagged(most int) string {
	return f.beside(`SELECT s.date, s.transaction_id FROM transaction_tags s
		WHERE s.family_id = @family AND s.tag = CAST(@tag AS text)`, most)
}

// beside reads the entries that rows s of another table name. OFFSET 0 keeps the planner from
// reading all entries instead of the few that are named.
func (f filter) beside(rows string, most int) string {
	return "SELECT " + row("s.date", "s.transaction_id") + " FROM (" + rows + f.span("s.date", "s.transaction_id") +
		" ORDER BY s.date DESC, s.transaction_id DESC" + limit(most) + `) s
		CROSS JOIN LATERAL (SELECT * FROM transactions e WHERE e.family_id = @family AND e.id = s.transaction_id OFFSET 0) t
		ORDER BY s.date DESC, s.transaction_id DESC` + limit(most)
}

// merged reads several streams as one.
func (f filter) merged(all ...stream) stream {
	return func(most int) string {
		var each []string
		for _, s := range all {
			each = append(each, "("+s(most)+")")
		}
		return "SELECT * FROM (" + strings.Join(each, " UNION ALL ") + ") m" + inOrder("m.") + limit(most)
	}
}

// texts reads the entries whose texts hold what is looked for, one block of days after the other:
// the index over texts knows no order, but it knows such blocks. Three are asked for of four days,
// three of 32 and the rest of 256, so that what is frequent is found in few entries and what is
// rare in few steps. A larger block may begin within a smaller one that was read before, and blocks
// far apart may have one number, so the days are asked for too.
//
// Nothing but the block tells the index whose entries are wanted, or another index of the
// workspace would be read for each of them.
func (f filter) texts(most int) string {
	return `SELECT t.* FROM (` + fours + `) d
		CROSS JOIN LATERAL (
			WITH RECURSIVE blocks (four, step) AS (
				SELECT d.newest, 0 WHERE d.newest >= d.oldest
				UNION ALL
				SELECT b.four, b.step
				FROM (SELECT (four >> (3 * LEAST(step / 3, 2)) << (3 * LEAST(step / 3, 2))) - 1 AS four, step + 1 AS step FROM blocks) b
				WHERE b.four >= d.oldest
			)
			SELECT four, LEAST(step / 3, 2) AS level FROM blocks
		) b
		CROSS JOIN LATERAL (SELECT ` + row("t.date", "t.id") + ` FROM transactions t
			WHERE search_blocks(t.family_id, t.date) @> ARRAY[search_block(@family, b.level, b.four)]
				AND (t.date - DATE '1970-01-01') / 4 BETWEEN b.four >> (3 * b.level) << (3 * b.level) AND b.four
				AND ` + textFits + ` AND t.family_id + 0 = @family` +
		f.span("t.date", "t.id") + inOrder("t.") + limit(most) + `) t` + limit(most)
}

// fours are the first and the last four days of a workspace that a list reaches to, counted from 1970.
const fours = `SELECT
		(LEAST(d.newest, CAST(@to AS date), CAST(@after_date AS date)) - DATE '1970-01-01') / 4 AS newest,
		(GREATEST(d.oldest, CAST(@from AS date)) - DATE '1970-01-01') / 4 AS oldest
	FROM (SELECT
		(SELECT date FROM transactions WHERE family_id = @family ORDER BY date DESC, id DESC LIMIT 1) AS newest,
		(SELECT date FROM transactions WHERE family_id = @family ORDER BY date, id LIMIT 1) AS oldest) d
	WHERE d.newest IS NOT NULL`

// textFits compares the texts of an entry as the index over texts has them.
const textFits = "search_text(t.note, t.payee) LIKE search_plain(CAST(@text AS text))"

// row is an entry t as it is stored, with its date and id from where the order comes from.
func row(date, id string) string {
	return "t.family_id, " + id + " AS id, t.kind, t.account_id, t.amount, t.currency, t.to_account_id, t.to_amount, t.to_currency, " +
		"t.category_id, " + date + " AS date, t.note, t.payee, t.tags, t.is_split, t.created_by, t.version, t.created_at, t.updated_at"
}

func inOrder(of string) string { return " ORDER BY " + of + "date DESC, " + of + "id DESC" }

func limit(most int) string { return " LIMIT " + strconv.Itoa(most) }

// conditions builds what is asked of each candidate t, from fixed texts only; values travel as
// arguments. OFFSET 0 keeps the planner from reading all parts of all entries beforehand.
func (f filter) conditions() (string, map[string]any) {
	where, args := []string{}, map[string]any{}
	add := func(given bool, condition, name string, value any) {
		if given {
			where, args[name] = append(where, condition), value
		}
	}
	add(f.kind != "", "t.kind = @kind", "kind", f.kind)
	add(f.account != 0, "(t.account_id = @account OR t.to_account_id = @account)", "account", f.account)
	add(f.category != 0, `(t.category_id = @category OR t.is_split AND EXISTS (SELECT FROM transaction_splits s
		WHERE s.family_id = t.family_id AND s.transaction_id = t.id AND s.category_id = @category OFFSET 0))`, "category", f.category)
	add(f.author != 0, "t.created_by = @author", "author", f.author)
	add(f.currency != "", "t.currency = @currency", "currency", f.currency)
	add(f.atLeast != nil, "t.amount >= @at_least", "at_least", f.atLeast)
	add(f.atMost != nil, "t.amount <= @at_most", "at_most", f.atMost)
	add(f.text != "", textFits, "text", "")
	return strings.Join(where, " AND "), args
}

// escapeLike makes a text mean itself in a LIKE pattern.
func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
