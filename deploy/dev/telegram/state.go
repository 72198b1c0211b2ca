package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// afterCrash is how many ids are skipped when the last run did not say
// goodbye: ids that were given out but never written must not come again, or
// bots that drop duplicates would drop new updates.
const afterCrash = 1000

// state is what outlives the process.
type state struct {
	Clean       bool // written by an orderly end
	NextUpdate  int
	NextMessage int // private chats share one count, as in Telegram
	NextFile    int
	People      map[int64]*User
	Chats       map[int64]*chat
	Files       map[string]*file
	Photos      map[int64][]string // what people look like: files, the smallest size first
	Updates     []Update           // not yet confirmed
	Allowed     []string           // update kinds the bot wants; nil for all
	Webhook     webhook
	Commands    map[string][]Command // by scope and language
	About       map[string]string    // name, description, … by language
}

// firstUpdate is where the ids of updates begin: not small, and beyond those that were given out
// before the state was thrown away, for a bot remembers ids for days and drops what it knows.
func firstUpdate(now time.Time) int {
	since := now.Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	return 731_460_001 + int(max(since, 0)/(100*time.Millisecond))
}

func newState(now time.Time) state {
	return state{
		NextUpdate:  firstUpdate(now),
		NextMessage: 1,
		NextFile:    1,
		People:      map[int64]*User{},
		Chats:       map[int64]*chat{},
		Files:       map[string]*file{},
		Photos:      map[int64][]string{},
		Commands:    map[string][]Command{},
		About:       map[string]string{},
	}
}

func (s *Server) statePath() string { return filepath.Join(s.opt.StateDir, "telegram.json") }

func (s *Server) filePath(f *file) string {
	return filepath.Join(s.opt.StateDir, "files", filepath.Base(f.ID))
}

// load reads what the last run left.
func (s *Server) load() error {
	if err := os.MkdirAll(filepath.Join(s.opt.StateDir, "files"), 0o700); err != nil {
		return fmt.Errorf("telegram: %w", err)
	}
	data, err := os.ReadFile(s.statePath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("telegram: %w", err)
	}
	if err := json.Unmarshal(data, &s.state); err != nil {
		return fmt.Errorf("telegram: %s is damaged; move it away to start anew: %w", s.statePath(), err)
	}
	for _, f := range s.state.Files {
		if f.content, err = os.ReadFile(s.filePath(f)); err != nil {
			return fmt.Errorf("telegram: %w", err)
		}
		f.saved = true
	}
	if !s.state.Clean {
		s.state.NextUpdate += afterCrash
		s.state.NextMessage += afterCrash
		s.state.NextFile += afterCrash
		for _, c := range s.state.Chats {
			c.NextMessage += afterCrash
		}
	}
	s.state.Clean = false
	return nil
}

// keepSaving writes the state after each change; changes that come while it
// writes are written together.
func (s *Server) keepSaving() {
	for {
		select {
		case <-s.saving:
			if err := s.save(false); err != nil {
				log.Printf("telegram: the chats could not be written: %v", err)
			}
		case <-s.alive.Done():
			return
		}
	}
}

// save writes new files first, so that the state never names one that is not
// there.
func (s *Server) save(clean bool) error {
	s.mu.Lock()
	s.state.Clean = clean
	data, err := json.Marshal(s.state)
	fresh := slices.DeleteFunc(slices.Collect(maps.Values(s.state.Files)), func(f *file) bool { return f.saved })
	s.mu.Unlock()
	if err != nil {
		return err
	}
	for _, f := range fresh {
		if err := writeAtomically(s.filePath(f), f.content); err != nil {
			return err
		}
		s.mu.Lock()
		f.saved = true
		s.mu.Unlock()
	}
	return writeAtomically(s.statePath(), data)
}

// saveLast is save when nothing can change any more.
func (s *Server) saveLast() error {
	if !s.keeps {
		return nil
	}
	if err := s.save(true); err != nil {
		return fmt.Errorf("telegram: %w", err)
	}
	return nil
}

// writeAtomically leaves either the old content or the new, never a part.
func writeAtomically(path string, content []byte) error {
	next := path + ".new"
	out, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	return os.Rename(next, path)
}
