package whole_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/telegram"
)

func TestPartKilledAmidRegistrationsLosesNobody(t *testing.T) {
	t.Parallel()
	for name, crashes := range map[string][]part{
		"the API":                {theAPI},
		"the bot":                {theBot},
		"PostgreSQL":             {thePostgres},
		"Redis":                  {theRedis},
		"Redis with all it held": {theRedis, theMemory},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			people := h.people(60)
			for _, p := range people {
				p.Start("")
			}
			h.tapAll(people, "Quick register")
			h.eventually("some of them are registered", func() bool { return len(people)-len(unregistered(people)) >= 12 })
			before := len(people) - len(unregistered(people))
			for _, part := range crashes {
				h.crash(part)
			}
			began := time.Now()
			h.awaitReady()
			h.took(strconv.Itoa(before)+" were registered at the crash; until it was healed", began)

			began = time.Now()
			h.registerAgain(people)
			h.took("until all were registered", began)
			h.nobodyTwiceAndNobodyHalf(people)
		})
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// tapAll taps the button in every chat as soon as it is there, all chats in a row. Who is put
// off, because the machine is busy, begins anew.
func (h *house) tapAll(people []*telegram.Person, button string) {
	h.t.Helper()
	const tries = 5
	for _, p := range people {
		m := h.hears(p, "")
		for range tries {
			if _, there := m.Button(button); there {
				break
			}
			m = h.ask(p, "/start")
		}
		if _, err := p.Tap(m.ID, button); err != nil {
			h.t.Fatalf("%s under %q: %v", button, m.Text, err)
		}
	}
}

func unregistered(people []*telegram.Person) []*telegram.Person {
	return slices.DeleteFunc(slices.Clone(people), registered)
}

// registerAgain lets everybody write once more. Each gets an answer; who is asked to try again,
// because the machine is busy, does so.
func (h *house) registerAgain(people []*telegram.Person) {
	h.t.Helper()
	const rounds = 5
	for range rounds {
		asked := h.allAsk(people, "/register")
		people = slices.DeleteFunc(slices.Clone(people), func(p *telegram.Person) bool {
			return welcomed.MatchString(answers(p, asked[p])[0].Text)
		})
		if len(people) == 0 {
			return
		}
	}
	h.t.Fatalf("%s and %d more could not register in %d rounds:%s",
		people[0].FirstName, len(people)-1, rounds, said(people[0].Chat().Messages()))
}

// allAsk writes in every chat at once and waits for the bot's words in each. It gives the ids
// of the questions.
func (h *house) allAsk(people []*telegram.Person, text string) map[*telegram.Person]int {
	h.t.Helper()
	asked := map[*telegram.Person]int{}
	for _, p := range people {
		asked[p] = p.Send(text).ID
	}
	waiting := maps.Clone(asked)
	h.eventually("everybody has an answer to "+text, func() bool {
		for p, question := range waiting {
			if len(answers(p, question)) == 0 {
				return false
			}
			delete(waiting, p)
		}
		return true
	})
	return asked
}

// possessions is what a new user begins with.
type possessions struct {
	Chat       int64
	ID         int64
	Families   int64
	Accounts   int64
	Categories int64
	Sessions   int64
}

const possessionsOfAll = `
	SELECT u.telegram_id, u.id,
		(SELECT count(*) FROM family_members m JOIN families f ON f.id = m.family_id
			WHERE m.user_id = u.id AND m.role = 'owner' AND m.is_active AND f.kind = 'personal'),
		(SELECT count(*) FROM accounts a JOIN family_members m USING (family_id) WHERE m.user_id = u.id),
		(SELECT count(*) FROM categories c JOIN family_members m USING (family_id) WHERE m.user_id = u.id),
		(SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL)
	FROM users u`

// nobodyTwiceAndNobodyHalf looks into the database: one whole user for each chat, which was told
// so, and nothing that belongs to nobody.
func (h *house) nobodyTwiceAndNobodyHalf(people []*telegram.Person) {
	h.t.Helper()
	found := map[int64]possessions{}
	for _, one := range rows(h, pgx.RowToStructByPos[possessions], possessionsOfAll) {
		if _, twice := found[one.Chat]; twice {
			h.t.Errorf("chat %d has several users", one.Chat)
		}
		found[one.Chat] = one
	}
	if len(found) != len(people) {
		h.t.Errorf("%d users of %d chats", len(found), len(people))
	}
	whole := possessions{Families: 1, Accounts: 1, Sessions: 1, Categories: found[people[0].ID].Categories}
	if whole.Categories == 0 {
		h.t.Error("nobody has categories")
	}
	for _, p := range people {
		one := found[p.ID]
		if !registered(p) {
			h.t.Errorf("%s was never told to be registered:%s", p.FirstName, said(p.Chat().Messages()))
		}
		want := whole
		want.Chat, want.ID = p.ID, one.ID
		if one != want {
			h.t.Errorf("%s has %+v, want %+v", p.FirstName, one, want)
		}
	}
	nobodys := rows(h, pgx.RowTo[int64],
		"SELECT id FROM families f WHERE NOT EXISTS (SELECT FROM family_members m WHERE m.family_id = f.id)")
	if len(nobodys) > 0 {
		h.t.Errorf("families of nobody: %v", nobodys)
	}
}
