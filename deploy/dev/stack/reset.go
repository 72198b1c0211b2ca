package stack

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/rundir"
)

// Reset removes all that runs have kept in dir, once the answer read from in is
// "yes". It refuses while the program runs.
func Reset(dir string, in io.Reader, out io.Writer) error {
	s := &stack{dir: dir}
	if _, err := os.Stat(s.dir); errors.Is(err, os.ErrNotExist) {
		_, err := fmt.Fprintln(out, "There is nothing to remove.")
		return err
	}
	if err := rundir.Open(s.dir); err != nil { // which takes no folder that is not ours
		return err
	}
	lock, err := s.lock()
	if err != nil {
		return err
	}
	defer lock.Unlock()
	home, err := pgboot.Home(s.postgresDir())
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "Remove %s and the database in %s, with everything in them? Type yes: ", s.dir, home); err != nil {
		return err
	}
	answer, _ := bufio.NewReader(in).ReadString('\n') // no answer is not yes
	if strings.TrimSpace(answer) != "yes" {
		return errors.New("nothing was removed")
	}
	return errors.Join(os.RemoveAll(home), os.RemoveAll(s.dir))
}
