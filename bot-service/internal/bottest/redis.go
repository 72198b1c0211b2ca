package bottest

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Commands are the commands that a bot sent to Redis.
type Commands struct {
	mu  sync.Mutex
	all []string
}

// between has what goes to a Redis written down on its way, and gives the address to use instead.
func (c *Commands) between(t testing.TB, address string) string {
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go c.serve(listener, target.Host)

	target.Host = listener.Addr().String()
	return target.String()
}

func (c *Commands) serve(listener net.Listener, target string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", target)
		if err != nil {
			_ = client.Close()
			continue
		}
		go func() {
			_, _ = io.Copy(client, server)
			_ = client.Close()
		}()
		go func() {
			c.listen(client, server)
			_ = server.Close()
		}()
	}
}

// listen writes down what is asked (Redis serialization protocol: an array of bulk strings), and
// passes it on only then: who has an answer finds the question written down.
func (c *Commands) listen(client io.Reader, server io.Writer) {
	var heard bytes.Buffer
	from := bufio.NewReader(io.TeeReader(client, &heard))
	for {
		if from.Buffered() == 0 {
			if _, err := heard.WriteTo(server); err != nil {
				return
			}
		}
		words, err := number(from, '*')
		if err != nil {
			return
		}
		var command []string
		for range words {
			length, err := number(from, '$')
			if err != nil {
				return
			}
			word := make([]byte, length+2)
			if _, err := io.ReadFull(from, word); err != nil {
				return
			}
			command = append(command, string(word[:length]))
		}
		c.mu.Lock()
		c.all = append(c.all, strings.Join(command[:min(2, len(command))], " "))
		c.mu.Unlock()
	}
}

func number(from *bufio.Reader, mark byte) (int, error) {
	line, err := from.ReadString('\n')
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.Trim(line, string(mark)+"\r\n"))
}

// About are the names and keys of the commands so far whose key is of a chat.
func (c *Commands) About(chat int64) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []string
	for _, command := range c.all {
		if strings.Contains(command+":", ":"+strconv.FormatInt(chat, 10)+":") {
			all = append(all, command)
		}
	}
	return all
}
