package start

import "unicode/utf8"

// planned are commands of what is still to come, in the words in which people try them.
var planned = words("budget, budgets, buget, bugete, бюджет, бюджеты, goal, goals, obiectiv, obiective, цель, цели, " +
	"invoice, invoices, factura, facturi, счетфактура, family, familie, семья, invite, dashboard, treasury, trezorerie, " +
	"debts, debt, datorii, долги, recurring, reminder, reminders, memento, напоминание, напоминания, notifications, " +
	"notificari, уведомления, companies, company, firme, компании, server, forecast, prognoza, прогноз")

// maxDistance is how many slips of the hand a suggestion forgives.
const maxDistance = 2

// nearest is the command that was probably meant, or nothing.
func nearest(typed string, commands []string) string {
	best, found := maxDistance+1, ""
	for _, c := range commands {
		// A short command is not meant by something half as long again.
		if d := distance([]rune(typed), []rune(c)); d < best && d*2 < utf8.RuneCountInString(c) {
			best, found = d, c
		}
	}
	return found
}

// distance is how many letters must be put in, left out, changed or swapped with their
// neighbour to get from a to b (optimal string alignment).
func distance(a, b []rune) int {
	if len(a) > 64 {
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
