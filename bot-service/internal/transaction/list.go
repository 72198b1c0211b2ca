package transaction

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

const (
	pageSize = 10
	daySize  = 50
	goesOn   = 25 // calls for one page
)

// list is a list of entries in a chat, as it is remembered between its pages.
type list struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`          // its message
	Find    string   `json:"find,omitempty"` // the words that asked for it
	Search  search   `json:"search"`
	Size    int      `json:"size"`
	Cursors []string `json:"cursors"` // where each page begins, as far as is known
}

func (l list) filter(page int) api.TransactionFilter {
	in := l.Search.filter()
	in.Limit, in.Cursor = l.Size, l.Cursors[page]
	return in
}

func (f Feature) transactions(ctx context.Context, t *telegram.Turn) error {
	if t.Text != "" {
		return f.find(ctx, t)
	}
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	return f.list(ctx, t, b, list{Title: "list.all", Size: pageSize})
}

func (f Feature) today(ctx context.Context, t *telegram.Turn) error {
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	day := b.today.Format(api.DateForm)
	return f.list(ctx, t, b, list{Title: "list.today", Search: search{From: day, To: day}, Size: daySize})
}

// find looks for the words behind the command, or asks for them.
func (f Feature) find(ctx context.Context, t *telegram.Turn) error {
	if t.Text != "" {
		return f.findWords(ctx, t)
	}
	f.Dialogs.Ask(ctx, dialog.Who(t), askFind, nil)
	return t.Send(ctx, findWhat(t.Words))
}

// findAnswer looks for the words that were asked for.
func (f Feature) findAnswer(ctx context.Context, t *telegram.Turn, q dialog.Question) error {
	if f.Reads(t.Words, t.Text) {
		return f.Dialogs.Aside(ctx, t, q, f, t.Text, f.findAgain)
	}
	if err := f.findWords(ctx, t); err != nil {
		return err
	}
	f.Dialogs.CloseOnly(ctx, dialog.Who(t), q.ID)
	return nil
}

func (f Feature) findAgain(ctx context.Context, t *telegram.Turn, _ dialog.Question, first string) error {
	shown := findWhat(t.Words)
	shown.Text = first + "\n\n" + shown.Text
	return t.Send(ctx, shown)
}

func (f Feature) findWords(ctx context.Context, t *telegram.Turn) error {
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	wanted := strings.Join(strings.Fields(t.Text), " ")
	s, unknown := parseSearch(wanted, b)
	if unknown != "" {
		return t.Send(ctx, findUnknown(t.Words, unknown))
	}
	return f.list(ctx, t, b, list{Title: "list.find", Find: wanted, Search: s, Size: pageSize})
}

// list shows the first page of a new list.
func (f Feature) list(ctx context.Context, t *telegram.Turn, b book, l list) error {
	l.ID, l.Cursors = rand.Text()[:8], []string{""}
	shown, err := f.turnTo(ctx, t, b, l, 0)
	if err != nil {
		return err
	}
	return t.Send(ctx, shown)
}

// page turns to another page of a list.
func (f Feature) page(ctx context.Context, t *telegram.Turn) error {
	number, id, ok := picked(t.With)
	l, known := f.Memory.shown(ctx, t.Chat, id)
	if !ok || !known || number < 0 || int(number) >= len(l.Cursors) {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	b, err := f.known(ctx, t)
	if err != nil {
		return err
	}
	shown, err := f.turnTo(ctx, t, b, l, int(number))
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// turnTo fetches a page and notes where the next one begins.
func (f Feature) turnTo(ctx context.Context, t *telegram.Turn, b book, l list, page int) (telegram.Reply, error) {
	found, err := f.fill(ctx, t, l.filter(page))
	if err != nil {
		return telegram.Reply{}, err
	}

	l.Cursors = slices.Clone(l.Cursors[:page+1])
	if found.NextCursor != "" {
		l.Cursors = append(l.Cursors, found.NextCursor)
		f.Memory.show(ctx, t.Chat, l)
	}
	return listed(t.Words, b, l, page, found)
}

// fill fetches a page and, where the API has looked at as much as it does at once before the page
// was full, goes on from there, some times at most.
func (f Feature) fill(ctx context.Context, t *telegram.Turn, in api.TransactionFilter) (api.TransactionPage, error) {
	var page api.TransactionPage
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		page = api.TransactionPage{} // it may be the second try
		rest := in
		for range goesOn {
			more, err := c.Transactions(ctx, rest)
			if err != nil {
				return err
			}

			page.Items = append(page.Items, more.Items...)
			page.NextCursor, page.LookedTo = more.NextCursor, more.LookedTo
			rest.Cursor, rest.Limit = more.NextCursor, in.Limit-len(page.Items)
			if rest.Cursor == "" || rest.Limit <= 0 {
				return nil
			}
		}
		return nil
	})
	return page, err
}
