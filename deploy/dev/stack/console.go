package stack

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
)

// console lets several programs write to one place without mixing their lines.
type console struct {
	mu       sync.Mutex
	out      io.Writer
	coloured bool
}

func newConsole(out io.Writer) *console {
	return &console{out: out, coloured: isTerminal(out) && os.Getenv("NO_COLOR") == ""}
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// say writes one message of our own. A terminal that has gone away is no
// reason to stop, so errors of writing are passed over.
func (c *console) say(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = fmt.Fprintf(c.out, format+"\n", args...)
}

// colour is a terminal's code for a foreground colour.
type colour int

const (
	green colour = 32
	blue  colour = 34
	cyan  colour = 36
)

// under returns a writer that puts name before every line.
func (c *console) under(name string, in colour) io.Writer {
	prefix := fmt.Sprintf("%-8s │ ", name)
	if c.coloured {
		prefix = fmt.Sprintf("\x1b[%dm%s\x1b[0m", in, prefix)
	}
	return &prefixed{console: c, prefix: prefix}
}

// prefixed collects text until a line is whole. One process writes to it.
type prefixed struct {
	console *console
	prefix  string
	rest    []byte
}

func (p *prefixed) Write(b []byte) (int, error) {
	p.rest = append(p.rest, b...)
	for {
		line, rest, found := bytes.Cut(p.rest, []byte("\n"))
		if !found {
			return len(b), nil
		}
		p.console.say("%s%s", p.prefix, line)
		p.rest = rest
	}
}
