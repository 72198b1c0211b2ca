package telegram

import (
	"context"
	"regexp"
	"slices"
	"testing"

	"financebot/bot-service/internal/redistest"
	"financebot/bot-service/internal/text"
)

func TestEachSpellingIsOfOneCommand(t *testing.T) {
	t.Parallel()
	of := map[string]string{}
	for name, words := range spellings {
		latin, cyrillic := false, false
		for _, word := range append(words, name) {
			if other, taken := of[word]; taken {
				t.Errorf("/%s is of /%s and of /%s", word, other, name)
			}
			of[word] = name
			if !commandForm.MatchString("/" + word) {
				t.Errorf("/%s cannot be a command", word)
			}
			cyrillic = cyrillic || regexp.MustCompile(`^\p{Cyrillic}+$`).MatchString(word)
			latin = latin || word != name && regexp.MustCompile(`^[a-z]+$`).MatchString(word)
		}
		if !latin || !cyrillic {
			t.Errorf("/%s lacks a word: %v", name, words)
		}
	}
}

// TestHelpTellsTheWords also finds commands that have none: help names every command.
func TestHelpTellsTheWords(t *testing.T) {
	t.Parallel()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	told := regexp.MustCompile(`/([a-z]+) \(/(\p{L}+)\)`)
	named := regexp.MustCompile(`/[a-z]+\b`)
	for _, lang := range []string{"ro", "ru"} {
		said := catalog.In(lang).Say("help.guest") + "\n" + catalog.In(lang).Say("help.user")
		pairs := told.FindAllStringSubmatch(said, -1)
		for _, pair := range pairs {
			if commandName(pair[2]) != pair[1] {
				t.Errorf("%s: %s is not /%s", lang, pair[0], pair[1])
			}
		}
		if rest := named.FindAllString(told.ReplaceAllString(said, ""), -1); len(pairs) < 20 || len(rest) > 0 {
			t.Errorf("%s: %d commands with their words, and without: %v", lang, len(pairs), rest)
		}
	}
}

func TestCommandsAreUnderstoodInEverySpelling(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, nowhere(t), NewInbox(redistest.Gone(t), testBot, "a"))
	var got []string
	b.Command("add", func(_ context.Context, turn *Turn) error {
		got = append(got, turn.Command+" "+turn.Text)
		return nil
	})
	b.Unknown(func(_ context.Context, turn *Turn) error {
		got = append(got, "unknown "+turn.Command)
		return nil
	})
	take(t, b, textUpdate(1, 7, "/add 1"), textUpdate(2, 7, "/Расход 2"), textUpdate(3, 7, "/CHELTUIALĂ@finance_test_bot 3"), textUpdate(4, 7, "/баланс"))
	b.intake.dispatch.drain(ctx(t))
	if want := []string{"add 1", "add 2", "add 3", "unknown balance"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if all := b.Commands(); !slices.Contains(all, "расход") || !slices.Contains(all, "add") || slices.Contains(all, "баланс") {
		t.Errorf("commands: %q", all)
	}
}
