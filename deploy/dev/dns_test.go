package dev_test

import (
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"financebot/deploy/dev/port"
)

// names is a DNS server that knows one answer to everything: these addresses.
type names struct {
	addr    string
	answers atomic.Pointer[[]string]
}

func startNames(t *testing.T, answers ...string) *names {
	t.Helper()
	free, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	n := &names{addr: port.Loopback(free)}
	l, err := net.Listen("tcp", n.addr) // some resolvers are set up to ask over TCP
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.ListenPacket("udp", n.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = conn.Close(), l.Close() })
	n.set(answers...)
	go n.serve(conn)
	go n.accept(l)
	return n
}

func (n *names) set(answers ...string) { n.answers.Store(&answers) }

func (n *names) serve(conn net.PacketConn) {
	buf := make([]byte, 512)
	for {
		size, from, err := conn.ReadFrom(buf)
		if err != nil {
			return // closed
		}
		if reply := n.reply(buf[:size]); reply != nil {
			_, _ = conn.WriteTo(reply, from)
		}
	}
}

// accept answers one question a connection, each with its length before it (RFC 1035 §4.2.2).
func (n *names) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return // closed
		}
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) == nil {
			query := make([]byte, size)
			if _, err := io.ReadFull(conn, query); err == nil {
				reply := n.reply(query)
				_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
			}
		}
		_ = conn.Close()
	}
}

// reply repeats the question and adds the addresses where an A record is asked for (RFC 1035 §4.1).
func (n *names) reply(query []byte) []byte {
	const header = 12
	end := header
	for end < len(query) && query[end] != 0 {
		end += int(query[end]) + 1
	}
	if end+5 > len(query) {
		return nil
	}
	question := query[header : end+5]
	var records []byte
	count := byte(0)
	if question[len(question)-3] == 1 {
		for _, ip := range *n.answers.Load() {
			// The name at offset 12, type A, class IN, one second to live, four bytes.
			records = append(records, 0xc0, header, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4)
			records = append(records, net.ParseIP(ip).To4()...)
			count++
		}
	}
	reply := []byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0}
	return append(append(reply, question...), records...)
}
