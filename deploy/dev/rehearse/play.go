package rehearse

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"financebot/deploy/dev/rundir"
	"financebot/deploy/dev/telegram"
)

// replacedWithin is how soon another bot has to answer for one that died for good.
const replacedWithin = 15 * time.Second

// play is the rehearsal from the empty engine to the empty engine.
func (s *stage) play(ctx context.Context) error {
	token := "100000001:" + rundir.Random(35)[:35]
	chats, url, err := serveTelegram(token)
	if err != nil {
		return err
	}
	s.settings = firstSettings(url, token)
	if err := s.set(nil); err != nil {
		return err
	}

	for _, step := range []func(context.Context) error{
		s.build, s.seed, s.upTwice, s.loseAnAPI, s.changeASecret, s.callOverIPv6,
		func(ctx context.Context) error { return s.loseTheBot(ctx, chats) },
		s.down,
	} {
		if err := step(ctx); err != nil {
			said, _ := s.compose(ctx, "logs", "--no-color", "--tail", "12")
			return fmt.Errorf("%w\nWhat the containers said last:\n%s", err, said)
		}
	}
	return nil
}

// serveTelegram gives the bots a Telegram on the engine's bridge, which no other machine reaches.
func serveTelegram(token string) (*telegram.Server, string, error) {
	listener, err := net.Listen("tcp", bridge+":0")
	if err != nil {
		return nil, "", err
	}
	chats := telegram.New(telegram.Options{Token: token})
	server := &http.Server{Handler: chats.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with the process
	return chats, "http://" + listener.Addr().String(), nil
}

func (s *stage) build(ctx context.Context) error {
	began := time.Now()
	if err := s.makeImages(ctx); err != nil {
		return err
	}
	s.say(began, "The base images are made of this machine's own programs")

	began = time.Now()
	if _, err := s.compose(ctx, "build"); err != nil {
		return err
	}
	s.say(began, "The images of the API and the bot are built")
	return nil
}

// seed is the first command of all, before anything runs.
func (s *stage) seed(ctx context.Context) error {
	began := time.Now()
	said, err := s.compose(ctx, "run", "--rm", "--no-TTY", "migrations", "seed", "--families", "2", "--transactions", "50")
	if err != nil {
		return err
	}
	if !strings.Contains(said, "sign in as") {
		return fmt.Errorf("seed says: %s", said)
	}
	s.say(began, "On fresh volumes `run --rm migrations seed` makes the schema and the people")
	return nil
}

func (s *stage) upTwice(ctx context.Context) error {
	began := time.Now()
	if err := s.up(ctx); err != nil {
		return err
	}
	first, err := s.engine.containers(ctx)
	if err != nil {
		return err
	}
	s.say(began, "Everything is up: %d of the API and %d of the bot", len(first["api"]), len(first["bot"]))

	began = time.Now()
	if err := s.up(ctx); err != nil {
		return err
	}
	again, err := s.engine.containers(ctx)
	if err != nil {
		return err
	}
	for _, all := range []map[string][]string{first, again} {
		for _, ids := range all {
			slices.Sort(ids)
		}
	}
	if !maps.EqualFunc(first, again, slices.Equal) {
		return fmt.Errorf("a second up made containers anew: %v became %v", first, again)
	}
	if len(again["api"]) != 3 || len(again["bot"]) != 2 {
		return fmt.Errorf("a plain up keeps no replicas: %v", again)
	}
	s.say(began, "A second up made nothing anew and kept the replicas")
	return nil
}

func (s *stage) loseAnAPI(ctx context.Context) error {
	found, err := s.engine.containers(ctx)
	if err != nil {
		return err
	}
	return s.underLoad(ctx, "One API of three was killed under load", true, func() error {
		if _, err := s.engine.docker(ctx, "kill", found["api"][0]); err != nil {
			return err
		}
		return s.up(ctx) // and is back
	})
}

// changeASecret adds a key for tokens, as README.md says, so that every API starts anew.
func (s *stage) changeASecret(ctx context.Context) error {
	keys := s.settings["JWT_KEYS"] + ",j2:" + rundir.Random(32)
	before, err := s.engine.containers(ctx)
	if err != nil {
		return err
	}
	err = s.underLoad(ctx, "A secret was changed under load", false, func() error {
		if err := s.set(map[string]string{"JWT_KEYS": keys}); err != nil {
			return err
		}
		return s.up(ctx)
	})
	if err != nil {
		return err
	}

	after, err := s.engine.containers(ctx)
	if err == nil && slices.Equal(before["api"], after["api"]) {
		return fmt.Errorf("no API was started anew")
	}
	return err
}

// loseTheBot takes the polling bot away for good.
func (s *stage) loseTheBot(ctx context.Context, chats *telegram.Server) error {
	person := chats.Person(telegram.Person{FirstName: "Ana", Language: "en"})
	sent := person.Start("")
	if _, err := person.Chat().WaitReply(ctx, sent.ID); err != nil {
		return fmt.Errorf("the bot says nothing: %w", err)
	}
	id, _, _ := strings.Cut(s.settings["BOT_TOKEN"], ":")
	leader, err := s.engine.docker(ctx, "exec", "finance_bot_redis", "redis-cli", "get", "bot:"+id+":leader:poll")
	if err != nil {
		return err
	}
	polls, _, _ := strings.Cut(leader, ":")
	if !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(polls) {
		return fmt.Errorf("who polls is %q", leader)
	}

	if _, err := s.engine.docker(ctx, "rm", "--force", polls); err != nil {
		return err
	}
	began := time.Now()
	sent = person.Send("/balance")
	if _, err := person.Chat().WaitReply(ctx, sent.ID); err != nil {
		return fmt.Errorf("nobody replaces the bot: %w", err)
	}
	if took := time.Since(began); took > replacedWithin {
		return fmt.Errorf("the bot was replaced after %v", took)
	}
	s.say(began, "The polling bot was removed, and another one answered")
	return nil
}

func (s *stage) down(ctx context.Context) error {
	began := time.Now()
	if _, err := s.compose(ctx, "down", "--volumes"); err != nil {
		return err
	}
	left, err := s.engine.containers(ctx)
	if err == nil && len(left) > 0 {
		return fmt.Errorf("down leaves %v", left)
	}
	s.say(began, "Down leaves nothing")
	return err
}
