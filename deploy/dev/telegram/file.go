package telegram

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // pictures people send
	_ "image/jpeg" // pictures people send
	_ "image/png"  // pictures bots draw
	"net/http"
	"path"
	"strings"
)

const (
	maxPhoto    = 10 << 20
	maxDownload = 20 << 20 // what getFile gives a bot
)

// file is something that was sent once and may be sent again by its ID.
type file struct {
	ID, UniqueID string
	Path         string // as getFile tells it
	Name         string
	Mime         string
	Size         int
	Width        int // pictures
	Height       int

	content []byte
	saved   bool // content is in StateDir
}

// keepFile takes a file in.
func (s *Server) keepFile(up upload, picture image.Config) *file {
	n := s.state.NextFile
	s.state.NextFile++
	f := &file{
		UniqueID: fmt.Sprintf("AgAD%08d", n),
		ID:       "BQACAgIAAxkB" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "file-%08d-%d", n, s.bot.ID)),
		Name:     path.Base(strings.ReplaceAll(up.name, `\`, "/")),
		Mime:     up.mime, Size: len(up.content), content: up.content,
		Width: picture.Width, Height: picture.Height,
	}
	folder := "documents"
	if picture.Width > 0 {
		folder = "photos"
	}
	if up.name == "" {
		f.Name = ""
	}
	if f.Mime == "" || f.Mime == "application/octet-stream" {
		f.Mime, _, _ = strings.Cut(http.DetectContentType(up.content), ";")
	}
	f.Path = fmt.Sprintf("%s/file_%d%s", folder, n, path.Ext(f.Name))
	if picture.Width > 0 {
		f.Path = fmt.Sprintf("%s/file_%d.jpg", folder, n)
	}
	s.state.Files[f.ID] = f
	return f
}

// attach makes the file a call names, by upload or by file_id, the message's
// photo or document.
func (s *Server) attach(m *Message, p params, kind, value string) error {
	up, uploaded := p.file(kind, value)
	switch {
	case uploaded:
		return s.attachUpload(m, up, kind)
	case strings.HasPrefix(value, "attach://"):
		return bad("wrong attached file name specified")
	case strings.Contains(value, "://"): // nothing is fetched from anywhere
		return bad("failed to get HTTP URL content")
	case value == "":
		return bad("there is no %s in the request", kind)
	}
	f := s.state.Files[value]
	switch {
	case f == nil:
		return errWrongFile
	case kind == "photo" && f.Width == 0:
		return bad("can't use file of type Document as Photo")
	}
	m.carry(f, kind == "photo")
	return nil
}

func (s *Server) attachUpload(m *Message, up upload, kind string) error {
	if len(up.content) == 0 {
		return bad("file must be non-empty")
	}
	if kind == "document" {
		m.carry(s.keepFile(up, image.Config{}), false)
		return nil
	}
	if len(up.content) > maxPhoto {
		return errTooLarge
	}
	picture, _, err := image.DecodeConfig(bytes.NewReader(up.content))
	switch {
	case err != nil:
		return bad("IMAGE_PROCESS_FAILED")
	case picture.Width+picture.Height > 10_000 || picture.Width > 20*picture.Height || picture.Height > 20*picture.Width:
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	m.carry(s.keepFile(up, picture), true)
	return nil
}

// attachFile makes a person's file the message's photo or document.
func (s *Server) attachFile(m *Message, up upload, asPhoto bool) {
	if asPhoto && s.attachUpload(m, up, "photo") == nil {
		return
	}
	m.carry(s.keepFile(up, image.Config{}), false)
}

// carry makes a file the message's only one.
func (m *Message) carry(f *file, asPhoto bool) {
	m.Photo, m.Document = nil, nil
	if asPhoto {
		m.Photo = []PhotoSize{f.size()}
		return
	}
	m.Document = &Document{
		FileID: f.ID, FileUniqueID: f.UniqueID, FileName: f.Name, MimeType: f.Mime, FileSize: f.Size,
	}
}

// size is a picture as messages tell of it.
func (f *file) size() PhotoSize {
	return PhotoSize{FileID: f.ID, FileUniqueID: f.UniqueID, FileSize: f.Size, Width: f.Width, Height: f.Height}
}

// gotFile is the Bot API's File.
type gotFile struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size"`
	FilePath     string `json:"file_path"`
}

func (s *Server) getFile(p params) (any, error) {
	f := s.state.Files[p.str("file_id")]
	switch {
	case f == nil:
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	case f.Size > maxDownload:
		return nil, bad("file is too big")
	}
	return gotFile{FileID: f.ID, FileUniqueID: f.UniqueID, FileSize: f.Size, FilePath: f.Path}, nil
}

// serveFile is the download that getFile prepares. Faults for the method
// "file" hit it.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, token, wanted string) {
	if !s.knows(token) {
		writeAnswer(w, nil, errUnauthorized)
		return
	}
	if fault := s.nextFault("file", params{}); fault != nil {
		if fault.Hang > 0 {
			s.pause(r.Context(), fault.Hang)
		}
		if !fault.onlySlow() {
			fault.answer(w)
			return
		}
	}
	s.mu.Lock()
	var content []byte
	for _, f := range s.state.Files {
		if f.Path == wanted {
			content = f.content
		}
	}
	s.mu.Unlock()
	if content == nil {
		writeAnswer(w, nil, errNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(content)
}
