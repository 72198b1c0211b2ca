package client

import (
	"context"
	"io"
	"mime"
	"net/http"

	"financebot/pkg/api"
)

// Import uploads a file of entries to be looked at; nothing is booked.
func (c *Client) Import(ctx context.Context, in api.ImportFile) (api.Import, error) {
	if in.Name == "" {
		in.Name = in.File.Name
	}
	return call[api.Import](ctx, c, http.MethodPost, "/transactions/import", in)
}

// Imports lists the imports of the workspace, newest first.
func (c *Client) Imports(ctx context.Context, in api.ImportFilter) (api.Page[api.Import], error) {
	return call[api.Page[api.Import]](ctx, c, http.MethodGet, "/transactions/import", in)
}

// PreviewImport looks at an uploaded file by another plan; nothing is booked.
func (c *Client) PreviewImport(ctx context.Context, in api.ImportPlan) (api.Import, error) {
	return call[api.Import](ctx, c, http.MethodPost, "/transactions/import/{id}/preview", in)
}

// ApplyImport books an uploaded file: all of its rows or none.
func (c *Client) ApplyImport(ctx context.Context, in api.ImportPlan) (api.Import, error) {
	return call[api.Import](ctx, c, http.MethodPost, "/transactions/import/{id}/apply", in)
}

// UndoImport takes back all that an import booked.
func (c *Client) UndoImport(ctx context.Context, in api.UndoImport) (api.Import, error) {
	return call[api.Import](ctx, c, http.MethodPost, "/transactions/import/{id}/undo", in)
}

// Download is a file on its way; whoever reads Body closes it. A body that breaks off ends
// with an error and not with io.EOF.
type Download struct {
	Name  string
	Media string
	Body  io.ReadCloser
}

// ExportTransactions gives entries as a file.
func (c *Client) ExportTransactions(ctx context.Context, in api.ExportTransactions) (Download, error) {
	return c.download(ctx, "/transactions/export", in)
}

func (c *Client) download(ctx context.Context, path string, in any) (Download, error) {
	resp, err := c.send(ctx, http.MethodGet, path, in) //nolint:bodyclose // whoever reads the download closes it
	if err != nil {
		return Download{}, err
	}
	_, options, _ := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
	return Download{Name: options["filename"], Media: resp.Header.Get("Content-Type"), Body: resp.Body}, nil
}
