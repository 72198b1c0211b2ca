package bankmessage

import "regexp"

// takeDirection decides whether the money came or went.
func (r *reader) takeDirection(m *Message, changes []amount) {
	income, sure := r.direction()
	for _, a := range changes {
		switch {
		case a.sign == 0:
		case !sure:
			income, sure = a.sign == '+', true
		case income != (a.sign == '+'):
			sure = false
		}
	}
	m.Income, m.Cash = income, r.told[meansCash] > 0
	switch {
	case r.told[meansReversal] > 0:
		m.Income = true
		m.Doubts = append(m.Doubts, DoubtReversal)
	case !sure:
		m.Doubts = append(m.Doubts, DoubtDirection)
	}
}

// direction is what the words tell.
func (r *reader) direction() (income, sure bool) {
	spent, received := r.told[meansSpent] > 0, r.told[meansReceived] > 0
	switch {
	case r.told[meansRefund] > 0:
		return true, true
	case received && r.told[meansMoved] > 0 && !spent:
		return true, true
	case r.told[meansMoved] > 0:
		return r.directionOfTransfer(spent)
	case spent && received:
		return false, false
	case received:
		return true, true
	case spent:
		return false, true
	case r.told[meansCash] > 0:
		return false, true
	}
	return false, false
}

var (
	fromForm = regexp.MustCompile(`(?:^|[^\pL])(?:от|from|de la|від|ot|вам|you received|expeditor|отправитель)(?:$|[^\pL])`)
	toForm   = regexp.MustCompile(`(?:^|[^\pL])(?:to|catre|către|для|клиенту|получатель|beneficiar|dlya|кому|в пользу|trimis|trimisa|sent)(?:$|[^\pL])`)
)

// directionOfTransfer reads from whom or to whom.
func (r *reader) directionOfTransfer(spent bool) (income, sure bool) {
	from, to := fromForm.Match(r.text.folded), toForm.Match(r.text.folded)
	switch {
	case from && !to && !spent:
		return true, true
	case to && !from, spent && !from:
		return false, true
	}
	return false, false
}
