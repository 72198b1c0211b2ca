package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// AddAttachment puts a file beside an entry.
func (c *Client) AddAttachment(ctx context.Context, in api.AddAttachment) (api.Attachment, error) {
	if in.Name == "" {
		in.Name = in.File.Name
	}
	return call[api.Attachment](ctx, c, http.MethodPost, "/transactions/{id}/attachments", in)
}

// Attachments lists the files beside an entry.
func (c *Client) Attachments(ctx context.Context, transactionID int64) (api.Page[api.Attachment], error) {
	return call[api.Page[api.Attachment]](ctx, c, http.MethodGet, "/transactions/{id}/attachments", api.ByID{ID: transactionID})
}

// Attachment gives a file beside an entry.
func (c *Client) Attachment(ctx context.Context, in api.AttachmentID) (Download, error) {
	return c.download(ctx, "/transactions/{id}/attachments/{attachment_id}", in)
}

// DeleteAttachment takes a file away, for good.
func (c *Client) DeleteAttachment(ctx context.Context, in api.AttachmentID) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodDelete, "/transactions/{id}/attachments/{attachment_id}", in)
}
