package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// slowly begins to send a file and does not end; there is room for it once this returns.
func slowly(t *testing.T, a *apptest.API, bearer string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	_, err = io.WriteString(conn, "POST "+importPath+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+bearer+
		"\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("%q, %v", line, err)
	}
	return conn
}

// Who sends many files slowly is in his own way only, also where the bot sends for him.
func TestSlowFilesLeaveRoomForOthers(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	bob, _ := a.Register(t, "bob@example.com")
	chat, _ := a.Chat(t, 8)
	chatOfAna := a.Bot().As(a.Link(t, ana, 7))
	file := csvFile("Date,Amount\n2026-01-05,-1\n")

	first := slowly(t, a, who.AccessToken)
	if _, err := ana.Import(ctx, file); err != nil {
		t.Errorf("a second file at once: %v", err)
	}
	slowly(t, a, who.AccessToken)
	got := a.Do(t, apptest.Request{Path: importPath, Bearer: who.AccessToken, Body: "Date,Amount\n", Header: []string{"Content-Type", "text/csv"}})
	refused(t, "a third one", got, http.StatusTooManyRequests, api.CodeLimited)
	for _, name := range []string{"Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		if got.Header.Get(name) == "" {
			t.Errorf("a third one: %s is missing", name)
		}
	}
	if _, err := chatOfAna.Import(ctx, file); !is(err, api.CodeLimited) {
		t.Errorf("a third one by the bot: %v", err)
	}
	if _, err := chat.Import(ctx, file); err != nil {
		t.Errorf("the bot for somebody else: %v", err)
	}
	if _, err := bob.Import(ctx, file); err != nil {
		t.Errorf("somebody else from the same address: %v", err)
	}

	_ = first.Close()
	end := time.Now().Add(20 * time.Second)
	err := second(ana.Import(ctx, file))
	for is(err, api.CodeLimited) && time.Now().Before(end) {
		err = second(ana.Import(ctx, file))
	}
	if err != nil {
		t.Errorf("after one was cut off: %v", err)
	}
}

// Ten accounts that send two files each, and next to nothing of them, keep nobody from sending.
func TestTenSlowSendersStopNobody(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	bob, _ := a.Register(t, "bob@example.com")
	for i := range 10 {
		_, who := a.Register(t, fmt.Sprintf("ana%d@example.com", i))
		slowly(t, a, who.AccessToken)
		slowly(t, a, who.AccessToken)
	}
	for range 3 {
		seen, err := bob.Import(ctx, csvFile("Date,Amount\n2026-01-05,-1\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bob.PreviewImport(ctx, api.ImportPlan{ID: seen.ID}); err != nil {
			t.Error(err)
		}
	}
}
