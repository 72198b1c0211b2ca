// Package check recomputes what the database should hold and tells where it differs. It reads
// every table and writes to none.
package check

import "fmt"

// Fault is a promise of the ledger that a row breaks.
type Fault struct {
	Promise  string // "balance is opening plus entries"
	FamilyID int64
	ID       int64  // of the row
	Detail   string // what is there and what should be
}

func (f Fault) String() string {
	return fmt.Sprintf("%s: family %d, row %d: %s", f.Promise, f.FamilyID, f.ID, f.Detail)
}

// promise is what must hold; its query gives family_id, id and detail of each row that breaks it.
type promise struct{ name, query string }

var promises = []promise{
	{"balance is opening plus entries", `
		SELECT a.family_id, a.id, format('balance %s, entries make %s', a.balance, a.opening + coalesce(sum(e.effect), 0)) AS detail
		FROM accounts a LEFT JOIN (
			SELECT family_id, account_id, CASE kind WHEN 'income' THEN amount ELSE -amount END AS effect FROM transactions
			UNION ALL
			SELECT family_id, to_account_id, to_amount FROM transactions WHERE kind = 'transfer'
		) e ON e.family_id = a.family_id AND e.account_id = a.id
		GROUP BY a.family_id, a.id HAVING a.balance <> a.opening + coalesce(sum(e.effect), 0)`},
	{"an entry is in its account's currency", `
		SELECT t.family_id, t.id, format('%s on an account in %s', t.currency, a.currency) AS detail
		FROM transactions t JOIN accounts a ON a.family_id = t.family_id AND a.id = t.account_id
		WHERE t.currency <> a.currency
		UNION ALL
		SELECT t.family_id, t.id, format('%s arrives on an account in %s', t.to_currency, a.currency)
		FROM transactions t JOIN accounts a ON a.family_id = t.family_id AND a.id = t.to_account_id
		WHERE t.to_currency <> a.currency`},
	{"parts add up to the whole", `
		SELECT t.family_id, t.id, format('amount %s, parts make %s', t.amount, coalesce(sum(s.amount), 0)) AS detail
		FROM transactions t LEFT JOIN transaction_splits s ON s.family_id = t.family_id AND s.transaction_id = t.id
		WHERE t.is_split GROUP BY t.family_id, t.id HAVING t.amount <> coalesce(sum(s.amount), 0)
		UNION ALL
		SELECT t.family_id, t.id, 'has parts but is not split' FROM transactions t
		WHERE NOT t.is_split AND EXISTS (
			SELECT FROM transaction_splits s WHERE s.family_id = t.family_id AND s.transaction_id = t.id)`},
	{"a part has the day of its entry", `
		SELECT t.family_id, t.id, format('part %s of %s stands at %s', s.position, t.date, s.date) AS detail
		FROM transaction_splits s
		JOIN transactions t ON t.family_id = s.family_id AND t.id = s.transaction_id
		WHERE s.date <> t.date`},
	{"an entry is found by its tags", `
		SELECT coalesce(t.family_id, f.family_id) AS family_id, coalesce(t.id, f.transaction_id) AS id,
			format('tagged %s on %s, found by %s on %s', t.tag, t.date, f.tag, f.date) AS detail
		FROM (SELECT family_id, id, date, unnest(tags) AS tag FROM transactions) t
		FULL JOIN transaction_tags f ON f.family_id = t.family_id AND f.tag = t.tag AND f.date = t.date AND f.transaction_id = t.id
		WHERE t.id IS NULL OR f.transaction_id IS NULL`},
	{"a category is of its entry's kind", `
		SELECT t.family_id, t.id, format('%s in a category of %s', t.kind, c.kind) AS detail
		FROM transactions t JOIN categories c ON c.family_id = t.family_id AND c.id = t.category_id
		WHERE c.kind <> t.kind
		UNION ALL
		SELECT t.family_id, t.id, format('part %s of %s in a category of %s', s.position, t.kind, c.kind)
		FROM transaction_splits s
		JOIN transactions t ON t.family_id = s.family_id AND t.id = s.transaction_id
		JOIN categories c ON c.family_id = s.family_id AND c.id = s.category_id
		WHERE c.kind <> t.kind`},
	{"a category is of its parent's kind", `
		SELECT c.family_id, c.id, format('%s under a category of %s', c.kind, p.kind) AS detail
		FROM categories c JOIN categories p ON p.family_id = c.family_id AND p.id = c.parent_id
		WHERE c.kind <> p.kind`},
	{"categories have two levels", `
		SELECT c.family_id, c.id, format('it is under %s, which is under %s', p.id, p.parent_id) AS detail
		FROM categories c JOIN categories p ON p.family_id = c.family_id AND p.id = c.parent_id
		WHERE p.parent_id IS NOT NULL`},
	{"a transfer in one currency arrives whole", `
		SELECT family_id, id, format('%s %s left, %s arrived', amount, currency, to_amount) AS detail
		FROM transactions WHERE kind = 'transfer' AND currency = to_currency AND amount <> to_amount`},
	{"a user works in one workspace", `
		SELECT coalesce(min(m.family_id), 0) AS family_id, u.id, format('%s active workspaces', count(m.family_id)) AS detail
		FROM users u LEFT JOIN family_members m ON m.user_id = u.id AND m.is_active
		GROUP BY u.id HAVING count(m.family_id) <> 1`},
	{"a workspace has an owner", `
		SELECT f.id AS family_id, f.id, 'nobody owns it' AS detail FROM families f
		WHERE NOT EXISTS (SELECT FROM family_members m WHERE m.family_id = f.id AND m.role = 'owner')`},
}
