package statement

import (
	"slices"
	"strings"

	"financebot/pkg/api"
)

// settleFee finds whether a fee was taken besides the amount. The balance tells, or the heading;
// where neither does it is asked.
func (v *survey) settleFee(m *api.ImportMapping) {
	fee, amount := slices.Index(m.Columns, api.ColumnFee), slices.Index(m.Columns, api.ColumnAmount)
	if fee < 0 || m.Fee != "" {
		return
	}
	fees := v.values(fee)
	m.Fee = api.FeeAdded
	amounts := v.values(amount)
	if amount < 0 {
		amounts = either(v.values(slices.Index(m.Columns, api.ColumnDebit)), v.values(slices.Index(m.Columns, api.ColumnCredit)))
	}
	if !slices.ContainsFunc(fees, func(f value) bool { return f.ok && f.minor != 0 }) {
		return
	}
	added, within := v.feesByBalance(amounts, fees)
	heading := fold(v.rawHeading(amount))
	switch {
	case added > within, added == within && strings.Contains(heading, "after fee"):
		return
	case within > added, strings.Contains(heading, "incl"):
		m.Fee = api.FeeWithin
		return
	}
	d := doubt{field: api.UnsureFee}
	for _, how := range []string{api.FeeAdded, api.FeeWithin} {
		d.options = append(d.options, option{how, v.heading(fee), how == api.FeeAdded, func(m *api.ImportMapping) { m.Fee = how }})
	}
	v.unsure = append(v.unsure, d)
}

// feesByBalance counts the records with a fee by which the balance tells that the fee came on top,
// or that the amount holds it.
func (v *survey) feesByBalance(amounts, fees []value) (added, within int) {
	if v.balance < 0 {
		return 0, 0
	}
	count := func(part int64) int {
		all := slices.Clone(amounts)
		for i := range all {
			all[i].minor += part * abs(fees[i].minor)
		}
		signs, _ := v.flows(v.values(v.balance), all)
		n := 0
		for i, way := range signs {
			if fees[i].minor != 0 {
				n += way * way
			}
		}
		return n
	}
	return max(count(-1), count(1)), count(0)
}
