package api

// Mentioned is what entries name by its id, as it is once they are booked, so that they can be
// shown without another call.
type Mentioned struct {
	Accounts   []Account  `json:"accounts"`
	Categories []Category `json:"categories"`
}

// UndoTransaction asks to take back the last change of an entry; IfMatch as in UpdateTransaction.
type UndoTransaction struct {
	ID      int64  `path:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`
}

// MaxUndone is how many entries the answer to an undo tells at most.
const MaxUndone = 100

// Undone answers a deletion or an undo with the operation that it was. The answer to an undo also
// tells what became of the entries, unless they are more than MaxUndone.
type Undone struct {
	Success     bool          `json:"success"`
	OperationID string        `json:"operation_id"`
	Restored    []Transaction `json:"restored,omitempty"` // as they are now, in the order of their ids
	Gone        []Transaction `json:"gone,omitempty"`     // as they were, in the order of their ids
	Mentioned   *Mentioned    `json:"mentioned,omitempty"`
}
