package telegram

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

//go:embed page
var assets embed.FS

// contentPolicy lets the page run its own files and nothing else.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageHandler serves the chat page, and under /local/ what it asks for.
func (s *Server) pageHandler() http.Handler {
	files, err := fs.Sub(assets, "page")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /"+s.bot.Username, func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "index.html") // where a link to the bot leads
	})
	mux.HandleFunc("GET /local/events", s.serveEvents)
	mux.HandleFunc("GET /local/file", s.serveContent)
	mux.HandleFunc("GET /local/menu", s.serveMenu)
	mux.HandleFunc("POST /local/{action}", s.serveAction)
	return guarded(mux)
}

// guarded refuses everybody but this machine's own page: other sites, which a
// browser would let post here, and other names for this address.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if !loopback(r.Host) || !sameOrigin(r) {
			http.Error(w, "This page is for this machine only.", http.StatusForbidden)
			return
		}
		if r.Method == http.MethodPost {
			if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
				http.Error(w, "Only application/json is read.", http.StatusUnsupportedMediaType)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = strings.Trim(hostport, "[]")
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// sameOrigin lets pass what the page itself asks, and following a link to it.
func sameOrigin(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host && origin != "https://"+r.Host {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/local/") && r.Header.Get("Sec-Fetch-Mode") == "navigate"
}

// serveEvents streams changes as Server-Sent Events, beginning with
// everything there is.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	events := s.listen()
	defer s.unlisten(events)
	beat := time.NewTicker(20 * time.Second) // tells a dead connection from a quiet one
	defer beat.Stop()
	for {
		var err error
		select {
		case e, open := <-events:
			if !open {
				return
			}
			_, err = fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.Kind, mustJSON(e.Data))
		case <-beat.C:
			_, err = io.WriteString(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		}
		if err != nil || out.Flush() != nil {
			return
		}
	}
}

// serveContent shows pictures and downloads everything else.
func (s *Server) serveContent(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.state.Files[r.URL.Query().Get("id")]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	if f.Width > 0 {
		w.Header().Set("Content-Type", http.DetectContentType(f.content))
	} else {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	_, _ = w.Write(f.content)
}

// serveMenu is the list of commands a person sees in a chat.
func (s *Server) serveMenu(w http.ResponseWriter, r *http.Request) {
	query := params{values: map[string]string{}}
	for name, values := range r.URL.Query() {
		query.values[name] = values[0]
	}
	s.mu.Lock()
	commands := append([]Command{}, s.menu(query.number("person"), query.number("chat"))...)
	s.mu.Unlock()
	writeJSON(w, commands)
}

// serveAction does what somebody does on the page.
func (s *Server) serveAction(w http.ResponseWriter, r *http.Request) {
	do, ok := actions[r.PathValue("action")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	var in deed
	body := http.MaxBytesReader(w, r.Body, 2*maxRequest) // files come as base64
	if err := json.NewDecoder(body).Decode(&in); err != nil {
		http.Error(w, "This could not be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	out, err := do(s, in)
	if err != nil {
		http.Error(w, strings.TrimPrefix(err.Error(), "telegram: "), deedStatus(err))
		return
	}
	writeJSON(w, out)
}

func deedStatus(err error) int {
	if errors.Is(err, errNoPerson) || errors.Is(err, errNoChat) || errors.Is(err, errNoMessage) {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(mustJSON(v))
}
