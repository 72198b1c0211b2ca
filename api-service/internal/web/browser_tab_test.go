package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"financebot/api-service/internal/app/apptest"
)

// patience is how long a browser may take for all that a test asks of it.
const patience = time.Minute

// tab is a browser's tab on the pages of the whole service.
type tab struct {
	*testing.T
	*apptest.API
	ctx context.Context

	mu       sync.Mutex
	expected []string // of the console
	messages []string // of the console
	foreign  []string // addresses of other hosts that were asked for
}

// open starts a browser with a tab in it. The test fails if anything is written to its
// console or asked of another host.
func open(t *testing.T, options ...apptest.Option) *tab {
	t.Helper()
	alloc, end := chromedp.NewExecAllocator(t.Context(), append(browserFlags(),
		chromedp.ExecPath(browser(t)), chromedp.UserDataDir(t.TempDir()))...)
	t.Cleanup(end)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	ctx, end = context.WithTimeout(ctx, patience)
	t.Cleanup(end)
	b := &tab{T: t, API: apptest.New(t, options...), ctx: ctx}
	b.watch()
	t.Cleanup(b.verdict)
	return b
}

func browserFlags() []chromedp.ExecAllocatorOption {
	flags := []chromedp.ExecAllocatorOption{
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("lang", "en"),
	}
	for _, quiet := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		flags = append(flags, chromedp.Flag(quiet, true))
	}
	return flags
}

// browser finds one. A developer without one skips these tests, CI never does.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there is no chromium on this machine")
	}
	t.Skip("there is no chromium on this machine: the pages are not tried in a browser")
	return ""
}

// watch notes what the console says and where requests go.
func (b *tab) watch() {
	b.Helper()
	messages := chromedp.Console(b.ctx)
	requests := chromedp.Events(b.ctx, network.RequestWillBeSent)
	if _, err := chromedp.Run(b.ctx, chromedp.NavigateResponse("about:blank")); err != nil {
		b.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		b.Fatal(err)
	}
	var watching sync.WaitGroup
	watching.Go(func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			b.note(&b.messages, m.String()+" "+m.URL)
		}
	})
	watching.Go(func() {
		for r, err := range requests {
			if err != nil {
				return
			}
			if asked, err := url.Parse(r.Request.URL); err != nil || asked.Scheme != "about" && asked.Scheme != "data" && "http://"+asked.Host != b.URL {
				b.note(&b.foreign, r.Request.URL)
			}
		}
	})
	b.Cleanup(watching.Wait)
}

// expect says that the browser may complain of an answer with the status.
func (b *tab) expect(status int) {
	b.note(&b.expected, fmt.Sprintf("status of %d (%s)", status, http.StatusText(status)))
}

func (b *tab) note(list *[]string, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	*list = append(*list, text)
}

func (b *tab) verdict() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		if !slices.ContainsFunc(b.expected, func(e string) bool { return strings.Contains(m, e) }) {
			b.Errorf("the console says: %s", m)
		}
	}
	if len(b.foreign) > 0 {
		b.Errorf("other hosts were asked for:\n%s", strings.Join(b.foreign, "\n"))
	}
}

// do takes steps; where one cannot be taken, the page is shown as it then is.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	within, end := context.WithTimeout(b.ctx, patience/4)
	defer end()
	if err := chromedp.Do(within, steps...); err != nil {
		text, _ := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS("body")))
		b.Fatalf("%v; the page says:\n%s", err, text)
	}
}

func (b *tab) visit(path string) { b.Helper(); b.do(chromedp.Navigate(b.URL + path)) }

func (b *tab) click(sel string) {
	b.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(sel)), chromedp.Click(chromedp.CSS(sel)))
}

func (b *tab) enter(sel, text string) {
	b.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(sel)), chromedp.SendKeys(chromedp.CSS(sel), text))
}

// says fails the test unless the part of the page comes to be seen with the words in it.
func (b *tab) says(sel, words string) {
	b.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(sel)))
	text := ""
	for range 100 {
		text = value(b, `document.querySelector("`+sel+`").textContent`)
		if strings.Contains(text, words) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Errorf("%s says %q, want %q", sel, text, words)
}

func value(b *tab, script string) string {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script))
	if err != nil {
		b.Fatal(err)
	}
	return v
}
