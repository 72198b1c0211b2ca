// Package category shows the chat its categories, and adds, renames and merges them.
package category

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// Kinds of questions.
const (
	askNew    = "category.new"
	askRename = "category.rename"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Dialogs *dialog.Store
	Entries dialog.Entries
}

// Register takes its commands, taps and the texts that are names. It waits for texts that would
// be taken for entries ("7 seas"), so it comes before those who book them, and asks which they are.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("categories", telegram.Reads(f.categories))
	b.Tap(tapList, telegram.Reads(f.turn))
	b.Tap(tapOpen, telegram.Reads(f.open))
	b.Tap(tapNew, telegram.Reads(f.askNew))
	b.Tap(tapRename, telegram.Reads(f.askRename))
	b.Tap(tapStop, f.stop)
	b.Tap(tapWhich, f.which)
	b.Tap(tapMerge, telegram.Reads(f.choose))
	b.Tap(tapInto, telegram.Reads(f.confirm))
	b.Tap(tapDo, f.merge)
	b.Text(f.name)
}

// all are the workspace's categories.
func (f Feature) all(ctx context.Context, t *telegram.Turn) (book, error) {
	var page api.Page[api.Category]
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		page, err = c.Categories(ctx)
		return err
	})
	return page.Items, err
}

func (f Feature) categories(ctx context.Context, t *telegram.Turn) error {
	return f.list(ctx, t, api.Expense, 0)
}

// turn shows a page of one kind.
func (f Feature) turn(ctx context.Context, t *telegram.Turn) error {
	kind, number, _ := strings.Cut(t.With, ".")
	page, err := strconv.Atoi(number)
	if err != nil || !known(kind) {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.list(ctx, t, kind, page)
}

func known(kind string) bool { return kind == api.Expense || kind == api.Income }

func (f Feature) list(ctx context.Context, t *telegram.Turn, kind string, page int) error {
	b, err := f.all(ctx, t)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, listed(t.Words, b, kind, page))
}

// found is the book with the categories that a button names; nothing where one is gone.
func (f Feature) found(ctx context.Context, t *telegram.Turn, names ...string) (b book, these []api.Category, err error) {
	if b, err = f.all(ctx, t); err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		id, err := strconv.ParseInt(name, 10, 64)
		c, ok := b.find(id)
		if err != nil || !ok {
			return nil, nil, errGone
		}
		these = append(these, c)
	}
	return b, these, nil
}

// errGone says what the API would say of a category that is not there.
var errGone = errs.New(errs.NotFound, api.CodeCategoryUnknown, "There is no such category")

func (f Feature) open(ctx context.Context, t *telegram.Turn) error {
	b, these, err := f.found(ctx, t, t.With)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, card(t.Words, b, these[0]))
}

// askNew asks for the name of a category of a kind, or under a parent.
func (f Feature) askNew(ctx context.Context, t *telegram.Turn) error {
	data := map[string]string{"kind": t.With}
	said := t.Words.Say("category.name_new")
	if !known(t.With) {
		_, these, err := f.found(ctx, t, t.With)
		if err != nil {
			return err
		}
		data = map[string]string{"kind": these[0].Kind, "parent": t.With}
		said = nameBelow(t.Words, these[0])
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askNew, data)
	return t.Send(ctx, asking(t.Words, said, q.ID))
}

func (f Feature) askRename(ctx context.Context, t *telegram.Turn) error {
	_, these, err := f.found(ctx, t, t.With)
	if err != nil {
		return err
	}
	q := f.Dialogs.Ask(ctx, dialog.Who(t), askRename, map[string]string{"id": t.With})
	return t.Send(ctx, asking(t.Words, nameAnew(t.Words, these[0]), q.ID))
}

// stop closes the question of the tapped message, and no newer one.
func (f Feature) stop(ctx context.Context, t *telegram.Turn) error {
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), t.With)
	return t.Say(ctx, telegram.Reply{Text: t.Words.Say("cancel.done")})
}

// waiting is the question for a name that waits for the person's answer.
func (f Feature) waiting(ctx context.Context, t *telegram.Turn) (q dialog.Question, open bool) {
	q, open = f.Dialogs.Waiting(ctx, t)
	return q, open && (q.Kind == askNew || q.Kind == askRename)
}

// name takes a text for the name that was asked for, unless it may be an entry as well.
func (f Feature) name(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	q, open := f.waiting(ctx, t)
	switch {
	case !open:
		return false, nil
	case f.Entries.Reads(t.Words, t.Text):
		return true, f.Dialogs.Which(ctx, t, q, tapWhich, "button.is_name")
	}
	return true, f.called(ctx, t, q, t.Text)
}

// which goes on with a text of which was chosen whether it is the name or an entry.
func (f Feature) which(ctx context.Context, t *telegram.Turn) error {
	id, choice, _ := strings.Cut(t.With, ".")
	q, open := f.waiting(ctx, t)
	d, of := q.Chosen(choice)
	switch {
	case !open || q.ID != id || !of || d.Text == "":
		return t.Toast(ctx, t.Words.Say("category.lost"))
	case d.Entry:
		return f.Dialogs.Settle(ctx, t, q, f.Entries, d, f.askAgain)
	}
	return f.called(ctx, t, q, d.Text)
}

// askAgain puts the question for a name once more, with a word before it.
func (f Feature) askAgain(ctx context.Context, t *telegram.Turn, q dialog.Question, first string) error {
	said := t.Words.Say("category.name_new")
	for _, about := range []string{q.Data["parent"], q.Data["id"]} {
		if about == "" {
			continue
		}
		_, these, err := f.found(ctx, t, about)
		if err != nil {
			return err
		}
		said = nameBelow(t.Words, these[0])
		if q.Kind == askRename {
			said = nameAnew(t.Words, these[0])
		}
	}
	return t.Redraw(ctx, asking(t.Words, first+"\n\n"+said, q.ID))
}

// called gives a category the name that was asked for.
func (f Feature) called(ctx context.Context, t *telegram.Turn, q dialog.Question, typed string) error {
	emoji, name := parseName(typed)
	if name == "" || len([]rune(name)) > text.MaxLabel {
		return t.Redraw(ctx, asking(t.Words, t.Words.Say("category.name_unclear"), q.ID))
	}
	var done api.Category
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		if q.Kind == askRename {
			done, err = c.UpdateCategory(ctx, rename(q, emoji, name))
			return err
		}
		done, err = c.Once(t.Key()).CreateCategory(ctx, create(q, emoji, name))
		return err
	})
	if err != nil {
		return err // the question stays open: another name may do
	}
	b, err := f.all(ctx, t)
	if err != nil {
		b = book{done} // it is there, whatever else cannot be seen
	}
	if err := t.Redraw(ctx, card(t.Words, b, done)); err != nil {
		return err
	}
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	return nil
}

func create(q dialog.Question, emoji, name string) api.CreateCategory {
	in := api.CreateCategory{Kind: q.Data["kind"], Name: name, Emoji: emoji}
	if parent, err := strconv.ParseInt(q.Data["parent"], 10, 64); err == nil {
		in.ParentID = &parent
	}
	return in
}

func rename(q dialog.Question, emoji, name string) api.UpdateCategory {
	id, _ := strconv.ParseInt(q.Data["id"], 10, 64) // written by askRename
	in := api.UpdateCategory{ID: id, Name: &name}
	if emoji != "" {
		in.Emoji = &emoji
	}
	return in
}

// parseName parts the emoji, if any, from the name behind it.
func parseName(typed string) (emoji, name string) {
	name = strings.Join(strings.Fields(typed), " ")
	first, rest, more := strings.Cut(name, " ")
	wordy := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if more && !strings.ContainsFunc(first, wordy) && len([]rune(first)) <= 16 {
		return first, rest
	}
	if !strings.ContainsFunc(name, wordy) {
		return "", ""
	}
	return "", name
}
