package start

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"financebot/bot-service/internal/place"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Names of taps.
const (
	tapRegister  = "register"
	tapLink      = "link"
	tapLinkYes   = "link.yes"
	tapLinkNo    = "link.no"
	tapUnlinkYes = "unlink.yes"
	tapUnlinkNo  = "unlink.no"
	tapHelp      = "help"
	tapWriting   = "help.write"
	tapWelcome   = "welcome"
	tapBalance   = "balance"  // answered where accounts are shown
	tapCurrency  = "currency" // answered where people set things for themselves
)

// exampleCode shows what a code looks like.
const exampleCode = "ABCD-EFGH"

// Explain says what went wrong, and to a chat that nobody registered, how to begin.
func Explain(w text.Words, err error) telegram.Reply {
	if token.Stranger(err) {
		return telegram.Reply{Text: w.Error(err), Buttons: doors(w, "")}
	}
	return refusal(w, err)
}

// refusal says no and, where there is another way to what was wanted, leads to it.
func refusal(w text.Words, err error) telegram.Reply {
	r := telegram.Reply{Text: w.Error(err)}
	if errors.Is(err, errs.New(errs.Conflict, api.CodeHasEntries, "")) {
		r.Buttons = [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.link"), Tap: tapLink})}
	}
	return r
}

// doors are the two ways in; a new user counts for who sent the invitation, where there is one.
func doors(w text.Words, invitation string) [][]telegram.Button {
	return [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.register"), Tap: tapRegister, With: invitation}),
		telegram.Row(telegram.Button{Text: w.Say("button.link"), Tap: tapLink}),
	}
}

func welcome(w text.Words, invitation string) telegram.Reply {
	return telegram.Reply{Text: w.Say("start.welcome"), Buttons: doors(w, invitation)}
}

func connected(w text.Words, user api.User) telegram.Reply {
	said := w.Say("start.connected_nameless", text.Data{"Account": accountOf(user)})
	if user.FirstName != "" {
		said = w.Say("start.connected", text.Data{"Name": user.FirstName, "Account": accountOf(user)})
	}
	return telegram.Reply{Text: said, Buttons: balanceButton(w)}
}

// accountOf names an account so that its owner knows it: by its address, masked, or by a name.
func accountOf(user api.User) string {
	if user.Email != nil {
		return masked(*user.Email)
	}
	if name := strings.TrimSpace(user.FirstName + " " + user.LastName); name != "" {
		return name
	}
	return fmt.Sprintf("#%d", user.ID)
}

func balanceButton(w text.Words) [][]telegram.Button {
	return [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.balance"), Tap: tapBalance})}
}

// registered says that the chat has a user, in which currency and by which clock, which was only
// supposed, and offers the likeliest others.
func registered(w text.Words, done api.RegisteredChat, lapsed bool, likely []string) telegram.Reply {
	if !done.Created {
		return telegram.Reply{Text: w.Say("register.already", text.Data{"ID": done.UserID}), Buttons: balanceButton(w)}
	}

	lines := []string{w.Say("register.done")}
	if lapsed {
		lines = append(lines, "", w.Say("register.uninvited"))
	}
	lines = append(lines, "", w.Say("register.currency", text.Data{"Currency": w.CurrencyIn(likely[0])}))
	if town, ok := place.Of(place.Home(likely[0])); ok {
		lines = append(lines, w.Say("register.zone", text.Data{"Town": town.Name(w.Language)}))
	}
	lines = append(lines, "", w.Say("register.example"))
	return telegram.Reply{Text: text.Lines(lines...), Buttons: append(currencies(w, likely), balanceButton(w)...)}
}

// currencies offers the likeliest currencies, the one in force with a mark, and any other one.
func currencies(w text.Words, likely []string) [][]telegram.Button {
	var row []telegram.Button
	for i, currency := range likely {
		label := currency
		if i == 0 {
			label = "✓ " + label
		}
		row = append(row, telegram.Button{Text: label, Tap: tapCurrency, With: currency})
	}
	row = append(row, telegram.Button{Text: w.Say("button.other"), Tap: tapCurrency})
	return [][]telegram.Button{row}
}

func help(w text.Words, known bool) telegram.Reply {
	if known {
		return telegram.Reply{Text: w.Say("help.user"), Buttons: [][]telegram.Button{
			telegram.Row(telegram.Button{Text: w.Say("button.writing"), Tap: tapWriting}),
		}}
	}
	return telegram.Reply{Text: w.Say("help.guest"), Buttons: doors(w, "")}
}

func writing(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("help.write"), Buttons: [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.back"), Tap: tapHelp}),
	}}
}

func cancelled(w text.Words, something bool) telegram.Reply {
	if something {
		return telegram.Reply{Text: w.Say("cancel.done")}
	}
	return telegram.Reply{Text: w.Say("cancel.nothing")}
}

func unknown(w text.Words, suggestion string) telegram.Reply {
	if suggestion == "" {
		return telegram.Reply{Text: w.Say("unknown.command")}
	}
	return telegram.Reply{Text: w.Say("unknown.suggest", text.Data{"Command": "/" + suggestion})}
}

// hint says how to go on: to a newcomer how to begin, and whether what was written is kept.
func hint(w text.Words, known, kept bool) telegram.Reply {
	switch {
	case known:
		return telegram.Reply{Text: w.Say("hint.user")}
	case kept:
		return telegram.Reply{Text: w.Say("hint.guest_kept"), Buttons: doors(w, "")}
	}
	return telegram.Reply{Text: w.Say("hint.guest"), Buttons: doors(w, "")}
}

func codeWanted(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("code.ask", text.Data{"Example": exampleCode})}
}

func codeUnclear(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("code.unclear", text.Data{"Example": exampleCode})}
}

func linkStarted(w text.Words, started api.StartedLink, pages string) telegram.Reply {
	minutes := int(math.Ceil((time.Duration(started.ExpiresIn) * time.Second).Minutes()))
	r := telegram.Reply{Text: w.Count("link.started", minutes, text.Data{"Code": started.Code})}
	if pages != "" {
		page := pages + "/link?code=" + url.QueryEscape(started.Code)
		r.Buttons = [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.link_open"), URL: page})}
	}
	return r
}

func signInPicture(w text.Words, code api.GeneratedCode, picture []byte) telegram.File {
	minutes := int(math.Ceil((time.Duration(code.ExpiresIn) * time.Second).Minutes()))
	return telegram.File{
		Name: "sign-in.png", Picture: true, Secret: true, Content: picture, Caption: w.Count("qr.caption", minutes),
		Buttons: [][]telegram.Button{telegram.Row(telegram.Button{Text: w.Say("button.sign_in"), URL: code.URL})},
	}
}

func linkedAlready(w text.Words, email string) telegram.Reply {
	return telegram.Reply{Text: w.Say("link.already", text.Data{"Account": masked(email)})}
}

func linkQuestion(w text.Words, behind api.LinkingUser, id string) telegram.Reply {
	return telegram.Reply{
		Text: w.Say("link.ask", text.Data{"Account": behind.Account}),
		Buttons: [][]telegram.Button{telegram.Row(
			telegram.Button{Text: w.Say("button.link_yes"), Tap: tapLinkYes, With: id},
			telegram.Button{Text: w.Say("button.link_keep"), Tap: tapLinkNo, With: id},
		)},
	}
}

// linkDone says that the chat is linked and, where its user has several workspaces, in which of
// them it works and how to get to the others.
func linkDone(w text.Words, account, place string) telegram.Reply {
	said := w.Say("link.done", text.Data{"Account": account})
	if place != "" {
		said = text.Lines(said, "", w.Say("link.place", text.Data{"Name": place}))
	}
	return telegram.Reply{Text: said, Buttons: balanceButton(w)}
}

func linkKept(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("link.kept")} }

func unlinkQuestion(w text.Words, user api.User, id string) telegram.Reply {
	said := w.Say("unlink.ask_plain")
	if user.Email != nil {
		said = w.Say("unlink.ask", text.Data{"Account": masked(*user.Email)})
	}
	return telegram.Reply{Text: said, Buttons: [][]telegram.Button{telegram.Row(
		telegram.Button{Text: w.Say("button.unlink_yes"), Tap: tapUnlinkYes, With: id},
		telegram.Button{Text: w.Say("button.unlink_keep"), Tap: tapUnlinkNo, With: id},
	)}}
}

// lastWayIn says why the chat stays, and how to get another way in.
func lastWayIn(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("unlink.last"), Buttons: [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.link"), Tap: tapLink}),
	}}
}

func unlinked(w text.Words) telegram.Reply {
	return telegram.Reply{Text: w.Say("unlink.done"), Buttons: [][]telegram.Button{
		telegram.Row(telegram.Button{Text: w.Say("button.link"), Tap: tapLink}),
	}}
}

func unlinkKept(w text.Words) telegram.Reply { return telegram.Reply{Text: w.Say("unlink.kept")} }

// masked shows an address to the one who knows it, and to nobody who reads over his shoulder.
func masked(email string) string {
	at := strings.LastIndex(email, "@")
	if at <= 0 {
		return "…"
	}
	_, first := utf8.DecodeRuneInString(email)
	return email[:first] + "…" + email[at:]
}
