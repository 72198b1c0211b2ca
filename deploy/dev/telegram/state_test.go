package telegram_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

func open(t *testing.T, dir string) *telegram.Server {
	t.Helper()
	srv, err := telegram.Open(telegram.Options{Token: token, StateDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestEverythingOutlivesARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := open(t, dir)
	b := serve(t, srv)
	ana := started(srv, b)
	home := srv.Group("Home", ana)
	get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "card", "reply_markup": yesNo})
	get[telegram.Message](b, "sendMessage", params{"chat_id": ana.ID, "text": "pick", "reply_markup": `{"keyboard":[["A"]]}`})
	get[bool](b, "setMyCommands", params{"commands": `[{"command":"help","description":"Ajutor"}]`, "language_code": "ro"})
	doc := ana.SendDocument("bank.csv", []byte("1;2"))
	before := b.updates(0)
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	b.refused("sendMessage", params{"chat_id": ana.ID, "text": "too late"}, 502, "Bad Gateway")

	srv = open(t, dir)
	b = serve(t, srv)
	seen := srv.Chat(ana.ID).Messages()
	if len(seen) != 4 || seen[1].Buttons()[0] != "Yes" || string(seen[3].Content) != "1;2" {
		t.Fatalf("got %+v", seen)
	}
	if keyboard := srv.Chat(ana.ID).Keyboard(); keyboard == nil || keyboard.Rows[0][0].Text != "A" {
		t.Errorf("keyboard: %+v", keyboard)
	}
	if after := b.updates(0); len(after) != len(before) || after[0].ID != before[0].ID {
		t.Errorf("updates: %+v, want %+v", after, before)
	}
	if members := srv.Chat(home.ID).Members(); len(members) != 1 || members[0].FirstName != "Ana" {
		t.Errorf("members: %+v", members)
	}
	if menu := srv.Menu(srv.People()[0], srv.Chat(ana.ID)); len(menu) != 1 || menu[0].Description != "Ajutor" {
		t.Errorf("menu: %+v", menu)
	}
	if next := srv.People()[0].Send("on"); next.ID != doc.ID+1 {
		t.Errorf("message %d follows %d", next.ID, doc.ID)
	}
}

func TestIDsOfUpdatesGoOnWhereTheStateIsThrownAway(t *testing.T) {
	t.Parallel()
	c := newClock()
	srv, b := setup(t, telegram.Options{Now: c.now})
	started(srv, b).Send("before")
	before := b.updates(0)
	c.advance(time.Minute)
	srv, b = setup(t, telegram.Options{Now: c.now})
	started(srv, b).Send("after")
	if after := b.updates(0); after[0].ID <= before[len(before)-1].ID {
		t.Errorf("update %d comes after %d", after[0].ID, before[len(before)-1].ID)
	}
}

func TestIDsAreNotGivenTwiceAfterACrash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := open(t, dir)
	ana := srv.Person(telegram.Person{FirstName: "Ana"})
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	lost := open(t, dir) // this one never says goodbye
	t.Cleanup(func() { _ = lost.Close() })
	path := filepath.Join(dir, "telegram.json")
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	crashed := t.TempDir()
	if err := os.WriteFile(filepath.Join(crashed, "telegram.json"), []byte(string(kept[:len(`{"Clean":`)])+"false"+string(kept[len(`{"Clean":true`):])), 0o600); err != nil {
		t.Fatal(err)
	}
	given := lost.People()[0].Send("said just before the crash")

	srv = open(t, crashed)
	t.Cleanup(func() { _ = srv.Close() })
	if m := srv.People()[0].Send("after"); m.ID <= given.ID || m.Chat.ID != ana.ID {
		t.Errorf("message id %d may come twice", m.ID)
	}
}

func TestDamagedStateIsSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "telegram.json"), []byte(`{"Clean":tr`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := telegram.Open(telegram.Options{Token: token, StateDir: dir}); err == nil {
		t.Error("opened a damaged state")
	}
}
