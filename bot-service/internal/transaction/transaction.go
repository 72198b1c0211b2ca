// Package transaction books what people type, shows it as cards and lists, and takes it back.
package transaction

import (
	"context"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Users   *token.Users
	Memory  *Memory
	Dialogs *dialog.Store
	Busy    func(context.Context, *telegram.Turn) bool // whether the chat's text is an answer that another feature waits for
}

// Register takes its commands, taps and texts.
func (f Feature) Register(b *telegram.Bot) {
	b.Text(f.quick)
	b.Edited(f.edited)

	b.Tap(tapOpen, on(picked, f.open))
	b.Tap(tapCard, f.shows(card, nothing))
	b.Tap(tapUndo, on(pickedNumber, f.undoEntry))
	b.Tap(tapUndoAll, f.undoAll)
	b.Tap(tapCategories, on(pickedNumber, f.categories))
	b.Tap(tapCategory, on(pickedNumber, f.category))
	b.Tap(tapCreate, on(picked, f.create))
	b.Tap(tapAccounts, f.shows(accountChoice, allAccounts))
	b.Tap(tapAccount, on(pickedNumber, f.account))
	b.Tap(tapDays, f.shows(dayChoice, nothing))
	b.Tap(tapDay, on(pickedDay, f.day))

	for name := range asking {
		b.Command(name, f.begin)
	}
	b.Tap(tapChoose, f.choose)

	b.Command("undo", f.undo)
	b.Command("transactions", f.transactions)
	b.Command("today", f.today)
	b.Command("find", f.find)
	b.Tap(tapPage, f.page)
}
