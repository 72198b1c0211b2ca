package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"financebot/bot-service/internal/text"
)

// ErrFileTooLarge says that a file is longer than the one who wants it takes.
var ErrFileTooLarge = errors.New("telegram: the file is too large")

// Document is a file that was sent to the bot.
type Document struct {
	ID    string
	Name  string
	Media string
	Size  int64
}

// File is a file that the bot sends.
type File struct {
	Name    string
	Caption string
	Picture bool // shown in the chat instead of offered for download
	Buttons [][]Button
	Secret  bool // not to be forwarded or saved
	Content []byte
}

// Download fetches the document of the turn; ErrFileTooLarge where it is longer than limit.
func (t *Turn) Download(ctx context.Context, limit int64) ([]byte, error) {
	if t.Document == nil || t.Document.Size > limit {
		return nil, ErrFileTooLarge
	}
	return t.bot.api.file(ctx, t.Document.ID, limit)
}

// file fetches a file by the id that Telegram told.
func (c *caller) file(ctx context.Context, id string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var info struct {
		Path string `json:"file_path"`
	}
	err := c.call(ctx, "getFile", map[string]string{"file_id": id}, &info)
	if no, ok := refused(err, http.StatusBadRequest); ok && strings.Contains(no.Description, "too big") {
		return nil, ErrFileTooLarge
	}
	if err != nil {
		return nil, err
	}
	return c.fetch(ctx, info.Path, limit)
}

// fetch reads a file that getFile named.
func (c *caller) fetch(ctx context.Context, path string, limit int64) ([]byte, error) {
	target := c.base + "/file/bot" + c.token.Reveal() + "/" + path
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, scrub("file", err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, scrub("file", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, &Refusal{Status: resp.StatusCode, Description: "the file cannot be fetched"}
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, scrub("file", err)
	}
	if int64(len(content)) > limit {
		return nil, ErrFileTooLarge
	}
	return content, nil
}

// SendFile answers with a file.
func (t *Turn) SendFile(ctx context.Context, f File) error {
	t.speak()
	return t.bot.sender.file(ctx, t.Chat, f)
}

func (s *sender) file(ctx context.Context, chat int64, f File) error {
	method, part := "sendDocument", "document"
	if f.Picture {
		method, part = "sendPhoto", "photo"
	}
	under := Reply{Text: f.Caption, Buttons: f.Buttons}

	err := s.upload(ctx, chat, method, part, under, f)
	if _, ok := refused(err, http.StatusBadRequest); ok {
		if plain, other := under.plain(); other {
			err = s.upload(ctx, chat, method, part, plain, f)
		}
	}
	return err
}

func (s *sender) upload(ctx context.Context, chat int64, method, part string, under Reply, f File) error {
	caption, spans := text.Rich(under.Text)
	fields := map[string]string{"chat_id": strconv.FormatInt(chat, 10), "caption": caption}
	if len(spans) > 0 {
		marks, err := json.Marshal(spans)
		if err != nil {
			return fmt.Errorf("telegram: %w", err)
		}
		fields["caption_entities"] = string(marks)
	}
	if f.Secret {
		fields["protect_content"] = "true"
	}
	if len(under.Buttons) > 0 {
		keys, err := json.Marshal(under.keyboard())
		if err != nil {
			return fmt.Errorf("telegram: %w", err)
		}
		fields["reply_markup"] = string(keys)
	}

	form, err := newForm(fields, part, f)
	if err != nil {
		return err
	}
	return s.persist(ctx, chat, method, form, nil)
}

// form is the input of a call as it travels.
type form struct {
	media string
	body  []byte
}

// formOf is an input as JSON, unless it has a form already.
func formOf(in any) (form, error) {
	if f, ok := in.(form); ok {
		return f, nil
	}
	body, err := json.Marshal(in)
	return form{media: "application/json", body: body}, err
}

func newForm(fields map[string]string, part string, f File) (form, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		if value == "" {
			continue
		}
		if err := w.WriteField(name, value); err != nil {
			return form{}, fmt.Errorf("telegram: %w", err)
		}
	}
	to, err := w.CreateFormFile(part, f.Name)
	if err != nil {
		return form{}, fmt.Errorf("telegram: %w", err)
	}
	if _, err := to.Write(f.Content); err != nil {
		return form{}, fmt.Errorf("telegram: %w", err)
	}
	if err := w.Close(); err != nil {
		return form{}, fmt.Errorf("telegram: %w", err)
	}
	return form{media: w.FormDataContentType(), body: b.Bytes()}, nil
}
