package report

import (
	"cmp"
	"math/big"
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// category is a name for what money was for.
type category struct {
	ID       int64
	ParentID *int64
	Name     string
	Emoji    string
}

// share is what one category comes to, in minor units of the report's currency.
type share struct {
	category
	exact   *big.Rat
	entries int64
	parts   []*share // of the first level: what is below it, and itself
}

func (s *share) add(exact *big.Rat, entries int64) {
	s.exact.Add(s.exact, exact)
	s.entries += entries
}

// bySize is the order of shares: largest first, among equals by name.
func bySize(a, b *share) int {
	return cmp.Or(b.exact.Cmp(a.exact), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// byCategory tells what the sums of one kind were for.
func byCategory(f facts, p period, kind, currency string) (api.ByCategory, error) {
	x := newExchange(currency, f)
	out := api.ByCategory{Period: p.told(), Kind: kind, Currency: x.into}
	tree := newTree(f.names)
	for _, s := range f.sums {
		exact, ok := x.exact(s.money(), s.Start)
		if !ok {
			tree.lack(s)
			continue
		}
		tree.add(s.CategoryID, exact, s.Entries)
	}
	out.Rates = x.rates()
	total, err := round(tree.total)
	if err != nil {
		return out, err
	}
	out.Total, out.Items = money.Of(total, x.into).Decimal(), tree.told(total, x.into)
	out.NotConverted, err = tree.lacking()
	return out, err
}

// tree gathers shares by category, of both levels.
type tree struct {
	names map[int64]category
	tops  map[int64]*share // by the id of the first level; 0 is no category
	lacks map[lackKey]*share
	total *big.Rat
}

// lackKey is a category and the currency that could not be converted.
type lackKey struct {
	id       int64
	currency string
}

func newTree(names []category) *tree {
	t := &tree{names: map[int64]category{}, tops: map[int64]*share{}, lacks: map[lackKey]*share{}, total: new(big.Rat)}
	for _, c := range names {
		t.names[c.ID] = c
	}
	return t
}

// find gives a category and the one above it, which is itself on the first level.
func (t *tree) find(id *int64) (own, top category) {
	if id == nil {
		return category{}, category{}
	}
	own = t.names[*id]
	if own.ParentID == nil {
		return own, own
	}
	return own, t.names[*own.ParentID]
}

func (t *tree) add(id *int64, exact *big.Rat, entries int64) {
	own, above := t.find(id)
	top := t.tops[above.ID]
	if top == nil {
		top = &share{category: above, exact: new(big.Rat)}
		t.tops[above.ID] = top
	}
	t.total.Add(t.total, exact)
	top.add(exact, entries)
	at := slices.IndexFunc(top.parts, func(s *share) bool { return s.ID == own.ID })
	if at < 0 {
		at = len(top.parts)
		top.parts = append(top.parts, &share{category: own, exact: new(big.Rat)})
	}
	top.parts[at].add(exact, entries)
}

// lack notes what cannot be converted.
func (t *tree) lack(s sum) {
	own, _ := t.find(s.CategoryID)
	key := lackKey{own.ID, s.Currency}
	if t.lacks[key] == nil {
		t.lacks[key] = &share{category: own, exact: new(big.Rat)}
	}
	t.lacks[key].add(new(big.Rat).SetInt64(s.Minor), s.Entries)
}

// told writes the shares so that they add up to the total.
func (t *tree) told(total int64, currency string) []api.CategoryShare {
	var tops []*share
	for _, top := range t.tops {
		if top.entries != 0 || top.exact.Sign() != 0 {
			tops = append(tops, top)
		}
	}
	slices.SortFunc(tops, bySize)
	out := make([]api.CategoryShare, 0, len(tops))
	amounts, perMille := money.Apportion(total, exacts(tops)), money.Apportion(1000, t.perMille(tops))
	for i, top := range tops {
		item := api.CategoryShare{
			Name: top.Name, Emoji: top.Emoji, Amount: money.Of(amounts[i], currency).Decimal(),
			PerMille: perMille[i], Entries: top.entries, Items: []api.CategoryPart{},
		}
		if top.ID != 0 {
			item.CategoryID = &top.ID
		}
		if len(top.parts) > 1 || top.parts[0].ID != top.ID {
			item.Items = t.partsTold(top, amounts[i], perMille[i], currency)
		}
		out = append(out, item)
	}
	return out
}

func (t *tree) partsTold(top *share, amount, perMille int64, currency string) []api.CategoryPart {
	slices.SortFunc(top.parts, bySize)
	out := make([]api.CategoryPart, 0, len(top.parts))
	amounts, shares := money.Apportion(amount, exacts(top.parts)), money.Apportion(perMille, t.perMille(top.parts))
	for i, part := range top.parts {
		out = append(out, api.CategoryPart{
			CategoryID: part.ID, Name: part.Name, Emoji: part.Emoji, Amount: money.Of(amounts[i], currency).Decimal(),
			PerMille: shares[i], Entries: part.entries,
		})
	}
	return out
}

func exacts(all []*share) []*big.Rat {
	out := make([]*big.Rat, len(all))
	for i, s := range all {
		out[i] = s.exact
	}
	return out
}

// perMille are the exact shares of the total, in thousandths.
func (t *tree) perMille(all []*share) []*big.Rat {
	out := make([]*big.Rat, len(all))
	for i, s := range all {
		out[i] = new(big.Rat)
		if t.total.Sign() != 0 {
			out[i].Mul(big.NewRat(1000, 1), out[i].Quo(s.exact, t.total))
		}
	}
	return out
}

func (t *tree) lacking() ([]api.CategoryLack, error) {
	out := make([]api.CategoryLack, 0, len(t.lacks))
	for key, s := range t.lacks {
		if s.exact.Sign() == 0 {
			continue
		}
		amount, err := decimal(s.exact, key.currency)
		if err != nil {
			return nil, err
		}
		lack := api.CategoryLack{Name: s.Name, Currency: key.currency, Amount: amount, Entries: s.entries}
		if s.ID != 0 {
			lack.CategoryID = &s.ID
		}
		out = append(out, lack)
	}
	slices.SortFunc(out, func(a, b api.CategoryLack) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Name, b.Name), cmp.Compare(id(a), id(b)))
	})
	return out, nil
}

func id(l api.CategoryLack) int64 {
	if l.CategoryID == nil {
		return 0
	}
	return *l.CategoryID
}
