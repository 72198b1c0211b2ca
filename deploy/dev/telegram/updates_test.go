package telegram_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

func TestUpdatesWaitForSomethingToTell(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	answered := make(chan []telegram.Update)
	go func() { answered <- get[[]telegram.Update](b, "getUpdates", params{"timeout": 30}) }()
	waitPolling(t, srv)
	ana.Send("/add@finance_local_bot 12 #home")
	select {
	case got := <-answered:
		m := got[0].Message
		if m.Text != "/add@finance_local_bot 12 #home" || m.From.LanguageCode != "ro" || m.Chat.ID != ana.ID {
			t.Errorf("got %+v", m)
		}
		if len(m.Entities) != 2 || m.Entities[0] != (telegram.Entity{Type: "bot_command", Length: 22}) {
			t.Errorf("entities: %+v", m.Entities)
		}
	case <-ctx(t).Done():
		t.Fatal("getUpdates did not wake")
	}
}

func TestOffsetConfirms(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	for _, text := range []string{"1", "2", "3", "4"} {
		ana.Send(text)
	}
	all := b.updates(0)
	if len(all) != 4 || len(b.updates(0)) != 4 {
		t.Fatalf("what is not confirmed must come again; got %d", len(all))
	}
	if got := get[[]telegram.Update](b, "getUpdates", params{"offset": all[1].ID, "limit": 2}); len(got) != 2 || got[0].ID != all[1].ID {
		t.Errorf("offset and limit: %+v", got)
	}
	if got := b.updates(-1); len(got) != 1 || got[0].Message.Text != "4" {
		t.Errorf("negative offset: %+v", got)
	}
	if n := srv.Pending(); n != 1 {
		t.Errorf("a negative offset forgets the rest; %d are left", n)
	}
}

func TestAllowedUpdatesFilterWhatComesAfter(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	get[[]telegram.Update](b, "getUpdates", params{"allowed_updates": `["callback_query"]`})
	ana.Send("unheard")
	if got := b.updates(0); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	get[[]telegram.Update](b, "getUpdates", params{"allowed_updates": []string{}})
	ana.Send("heard")
	if got := b.updates(0); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	first := make(chan reply)
	go func() { first <- b.ask("getUpdates", params{"timeout": 50}) }()
	waitPolling(t, srv)
	b.updates(0)
	if r := <-first; r.Code != http.StatusConflict || !strings.HasPrefix(r.Description, "Conflict: terminated by other getUpdates") {
		t.Errorf("got %d %q", r.Code, r.Description)
	}
}

// waitPolling waits for a getUpdates that waits.
func waitPolling(t *testing.T, srv *telegram.Server) {
	t.Helper()
	if err := srv.WaitPolling(ctx(t)); err != nil {
		t.Fatal(err)
	}
}

func TestCloseEndsWaitingPolls(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	first := make(chan reply)
	go func() { first <- b.ask("getUpdates", params{"timeout": 50}) }()
	waitPolling(t, srv)
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	if r := <-first; !r.OK || string(r.Result) != "[]" {
		t.Errorf("got %+v", r)
	}
}

func TestDuplicatesOnDemand(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	ana.Send("once")
	one := b.updates(0)
	b.confirmAll()
	srv.Redeliver(1)
	if again := b.updates(one[0].ID + 1); len(again) != 1 || again[0].ID != one[0].ID {
		t.Errorf("got %+v", again)
	}
	if more := b.updates(one[0].ID + 1); len(more) != 0 {
		t.Errorf("told a third time: %+v", more)
	}
}

func TestDeliveriesRepeatsSomeUpdates(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{Deliveries: 3})
	ana := srv.Person(telegram.Person{})
	for range 6 {
		ana.Send("x")
	}
	times := map[int]int{}
	last := 0
	for got := b.updates(0); len(got) > 0; got = b.updates(last + 1) {
		for _, u := range got {
			times[u.ID]++
			last = max(last, u.ID)
		}
	}
	if len(times) != 6 || times[last] > 3 || len(times) == total(times) {
		t.Errorf("got %v", times)
	}
}

func total(times map[int]int) int {
	sum := 0
	for _, n := range times {
		sum += n
	}
	return sum
}

func TestEditsAndGroupsAreTold(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana := started(srv, b)
	mihai := srv.Person(telegram.Person{FirstName: "Mihai"})
	m := ana.Send("12 cofee")
	if err := ana.Edit(m.ID, "12 coffee"); err != nil {
		t.Fatal(err)
	}
	home := srv.Group("Home", ana, mihai)
	mihai.SendIn(home, "hello")
	home.KickBot(ana)
	mihai.SendIn(home, "behind its back")

	got := b.updates(0)
	if len(got) != 6 {
		t.Fatalf("got %d updates: %+v", len(got), got)
	}
	if e := got[1].EditedMessage; e == nil || e.ID != m.ID || e.Text != "12 coffee" || !e.Edited() {
		t.Errorf("edit: %+v", e)
	}
	if in := got[2].MyChatMember; in == nil || in.New.Status != "member" || in.Chat.ID != home.ID || home.ID > -1_000_000_000_000 {
		t.Errorf("joined: %+v", got[2])
	}
	if out := got[5].MyChatMember; out == nil || out.New.Status != "kicked" {
		t.Errorf("kicked: %+v", got[5])
	}
	b.refused("sendMessage", params{"chat_id": home.ID, "text": "x"}, 403, "bot was kicked from the supergroup chat")
}

func TestPrivacyHidesGroupTalk(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{Privacy: true})
	ana := started(srv, b)
	home := srv.Group("Home", ana)
	sent := get[telegram.Message](b, "sendMessage", params{"chat_id": home.ID, "text": "hello"})
	b.confirmAll()
	for _, text := range []string{"just talk", "/balance", "/start@another_bot", "hey @Finance_Local_Bot"} {
		ana.SendIn(home, text)
	}
	if _, err := ana.Reply(home, sent.ID, "a reply"); err != nil {
		t.Fatal(err)
	}
	var heard []string
	for _, u := range b.updates(0) {
		heard = append(heard, u.Message.Text)
	}
	if got := strings.Join(heard, "|"); got != "/balance|hey @Finance_Local_Bot|a reply" {
		t.Errorf("heard %s", got)
	}
}

func TestWaitGivesUpWithTheContext(t *testing.T) {
	t.Parallel()
	srv, _ := setup(t, telegram.Options{})
	soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := srv.Person(telegram.Person{}).Chat().Wait(soon, func([]telegram.Message) bool { return false })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
