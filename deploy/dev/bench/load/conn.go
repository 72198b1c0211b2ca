package load

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"time"
)

// patience is how long an answer may take.
const patience = 10 * time.Second

// conn is a connection to a server, kept open from call to call. It spares the machine what
// http.Client does beside, since the server under load shares it.
type conn struct {
	addr string
	net  net.Conn
	in   *bufio.Reader
	body bytes.Buffer
}

// call sends a request as it is and reads the answer; its body is good until the next call. A
// connection that failed is opened anew by the next call.
func (c *conn) call(request []byte) (status int, body []byte, err error) {
	if c.net == nil {
		if c.net, err = net.DialTimeout("tcp", c.addr, patience); err != nil {
			c.net = nil
			return 0, nil, err
		}
		c.in = bufio.NewReaderSize(c.net, 32<<10)
	}
	status, err = c.exchange(request)
	if err != nil {
		c.close()
	}
	return status, c.body.Bytes(), err
}

func (c *conn) exchange(request []byte) (int, error) {
	if err := c.net.SetDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	if _, err := c.net.Write(request); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, fmt.Errorf("read the answer: %w", err)
	}
	c.body.Reset()
	_, err = c.body.ReadFrom(answer.Body)
	if closing := answer.Body.Close(); err == nil {
		err = closing
	}
	if answer.Close {
		c.close()
	}
	return answer.StatusCode, err
}

func (c *conn) close() {
	if c.net != nil {
		_ = c.net.Close()
		c.net = nil
	}
}
