package statement

import "financebot/pkg/api"

// side is a movement between two accounts of a file as one of both tells it.
type side struct {
	day, amount string
	from, to    string
}

// sideOf gives the movement, and whether it is told by the account that the money left.
func sideOf(r Row) (of side, left bool) {
	of = side{day: r.Date.Format(api.DateForm), amount: shortest(r.Amount), from: r.Account, to: r.ToAccount}
	if r.Kind == api.Expense {
		return of, true
	}
	of.from, of.to = of.to, of.from
	return of, false
}

// markMirrors finds transfers that a file of several accounts tells on both sides. Of two rows that
// are one transfer the second gets the mark: which accounts they mean here is not known yet, and
// only where both are found there are two rows of one transfer.
func (s *Statement) markMirrors() {
	waiting := map[side][2]int{} // rows that have no other side yet, by whether the money left
	for i, r := range s.Rows {
		if r.ToAccount == "" || r.Account == "" || r.ToAccount == r.Account || r.Kind == api.Transfer {
			continue
		}

		of, left := sideOf(r)
		mine, other := 0, 1
		if left {
			mine, other = 1, 0
		}

		counts := waiting[of]
		if counts[other] > 0 {
			counts[other]--
			s.Rows[i].Mirror = true
		} else {
			counts[mine]++
		}
		waiting[of] = counts
	}
}
