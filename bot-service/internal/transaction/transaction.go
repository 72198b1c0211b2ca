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
	b.Replied(f.replied)
	b.Attached(f.attached)

	b.Tap(tapOpen, telegram.Reads(on(picked, f.open)))
	b.Tap(tapCard, telegram.Reads(f.shows(card, nothing)))
	b.Tap(tapUndo, on(pickedNumber, f.undoEntry))
	b.Tap(tapUndoAll, f.undoAll)
	b.Tap(tapCategories, telegram.Reads(on(pickedNumber, f.categories)))
	b.Tap(tapCategory, on(pickedNumber, f.category))
	b.Tap(tapCreate, on(picked, f.create))
	b.Tap(tapAccounts, telegram.Reads(f.shows(accountChoice, allAccounts)))
	b.Tap(tapAccount, on(pickedNumber, f.account))
	b.Tap(tapDays, telegram.Reads(f.shows(dayChoice, nothing)))
	b.Tap(tapDay, on(pickedDay, f.day))
	b.Tap(tapKind, on(picked, f.kindOf))
	b.Tap(tapDelete, telegram.Reads(on(pickedNumber, f.askDelete)))
	b.Tap(tapDeleteYes, on(pickedNumber, f.delete))
	b.Tap(tapChange, telegram.Reads(f.shows(changeChoice, nothing)))
	b.Tap(tapAmount, telegram.Reads(on(picked, f.askChange(askNewAmount))))
	b.Tap(tapNote, telegram.Reads(on(picked, f.askChange(askNote))))
	b.Tap(tapRepeat, on(picked, f.repeat))
	b.Tap(tapCalendar, telegram.Reads(on(picked, f.calendarOf)))
	b.Tap(tapWhich, f.which)
	b.Tap(tapStop, f.stopChange)
	b.Tap(tapOther, f.otherwise)
	b.Tap(tapMeant, f.meantSo)

	for name := range asking {
		b.Command(name, f.begin)
	}
	b.Tap(tapChoose, f.choose)

	b.Command("undo", f.undo)
	b.Command("transactions", telegram.Reads(f.transactions))
	b.Command("today", telegram.Reads(f.today))
	b.Command("find", telegram.Reads(f.find))
	b.Tap(tapPage, telegram.Reads(f.page))
}
