package actor

// Role is what a member may do in a family.
type Role string

// The roles, each with all that the later ones have.
const (
	Owner  Role = "owner"
	Admin  Role = "admin"
	Member Role = "member"
	Viewer Role = "viewer"
)

var rank = map[Role]int{Viewer: 1, Member: 2, Admin: 3, Owner: 4}

// May reports whether the role has at least the rights of another; an unknown role has none.
func (r Role) May(least Role) bool { return rank[r] > 0 && rank[r] >= rank[least] }
