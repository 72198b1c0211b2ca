package telegram_test

import (
	"testing"

	"financebot/deploy/dev/telegram"
)

func TestBotIsItself(t *testing.T) {
	t.Parallel()
	_, b := setup(t, telegram.Options{Username: "my_bot"})
	me := get[telegram.User](b, "getMe", nil)
	if me.ID != 123456 || !me.IsBot || me.Username != "my_bot" {
		t.Errorf("got %+v", me)
	}
}

func TestMenuFollowsLanguageAndScope(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	home := srv.Group("Home", ana)
	set := func(description string, more params) {
		p := params{"commands": []telegram.Command{{Command: "help", Description: description}}}
		for k, v := range more {
			p[k] = v
		}
		get[bool](b, "setMyCommands", p)
	}
	set("Help", nil)
	set("Ajutor", params{"language_code": "ro"})
	set("In groups", params{"scope": `{"type":"all_group_chats"}`})
	sees := func(who *telegram.Person, in *telegram.Chat, want string) {
		t.Helper()
		if menu := srv.Menu(who, in); len(menu) != 1 || menu[0].Description != want {
			t.Errorf("got %+v, want %s", menu, want)
		}
	}
	sees(ana, ana.Chat(), "Ajutor")
	sees(ana, home, "In groups")
	ana.Speak("ru")
	sees(ana, ana.Chat(), "Help")
	get[bool](b, "deleteMyCommands", nil)
	if got := get[[]telegram.Command](b, "getMyCommands", params{"language_code": "ro"}); len(got) != 1 || got[0].Description != "Ajutor" {
		t.Errorf("got %+v", got)
	}
	b.refused("setMyCommands", params{"commands": `[{"command":"Help!","description":"x"}]`}, 400, "BOT_COMMAND_INVALID")
	b.refused("setMyCommands", params{"commands": `[{"command":"help","description":""}]`}, 400, "BOT_COMMAND_DESCRIPTION_INVALID")
}

func TestMembership(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	mihai := srv.Person(telegram.Person{FirstName: "Mihai"})
	home := srv.Group("Home", ana, mihai)
	at := params{"chat_id": home.ID}
	status := func(who int64) string {
		return get[telegram.ChatMember](b, "getChatMember", params{"chat_id": home.ID, "user_id": who}).Status
	}
	if got := get[telegram.ChatInfo](b, "getChat", at); got.Title != "Home" || got.Type != "supergroup" {
		t.Errorf("chat: %+v", got)
	}
	if n := get[int](b, "getChatMembersCount", at); n != 3 {
		t.Errorf("members: %d", n)
	}
	if admins := get[[]telegram.ChatMember](b, "getChatAdministrators", at); len(admins) != 1 || admins[0].User.ID != ana.ID {
		t.Errorf("admins: %+v", admins)
	}
	if got := status(mihai.ID) + status(ana.ID) + status(123456); got != "membercreatormember" {
		t.Errorf("statuses: %s", got)
	}
	b.refused("kickChatMember", params{"chat_id": home.ID, "user_id": mihai.ID}, 400, "not enough rights")
	home.PromoteBot()
	get[bool](b, "banChatMember", params{"chat_id": home.ID, "user_id": mihai.ID})
	if got := status(mihai.ID); got != "kicked" {
		t.Errorf("status: %s", got)
	}
	if _, err := mihai.SendTo(home, "still here?"); err == nil {
		t.Error("who was thrown out still writes")
	}
	get[bool](b, "leaveChat", at)
	b.refused("getChat", at, 403, "kicked")
	b.refused("getChatMember", params{"chat_id": home.ID, "user_id": ana.ID}, 403, "kicked")
}

func TestAboutTexts(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	get[bool](b, "setMyDescription", params{"description": "Bani", "language_code": "ro"})
	if got := get[map[string]string](b, "getMyDescription", params{"language_code": "ro"}); got["description"] != "Bani" {
		t.Errorf("got %v", got)
	}
	for _, method := range []string{"setMyShortDescription", "setChatMenuButton", "logOut", "close"} {
		get[bool](b, method, params{"short_description": "x"})
	}
	get[bool](b, "sendChatAction", params{"chat_id": ana.ID, "action": "typing"})
}
