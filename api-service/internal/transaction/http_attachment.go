package transaction

import (
	"context"
	"io"
	"net/http"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

func mountAttachments(r *web.Router, h handler) {
	var produces []web.Produces
	for _, media := range api.AttachmentMedias {
		produces = append(produces, web.Produces{Media: media})
	}
	const one = "/transactions/{id}/attachments/{attachment_id}"
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/transactions/{id}/attachments", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Files: append([]string{"application/octet-stream"}, api.AttachmentMedias...), Timeout: uploadPatience,
		Summary: "Put a file beside an entry: a picture or a PDF of up to 10 MiB"}, h.attach)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/transactions/{id}/attachments", Access: web.Family,
		Summary: "The files beside an entry"}, h.attachments)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: one, Access: web.Family, Timeout: uploadPatience, Produces: produces,
		Summary: "A file beside an entry"}, h.attachment)
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: one, Access: web.Family, Least: actor.Member,
		Summary: "Take a file away, for good"}, web.Silent(h.transactions.Detach))
}

func (h handler) attach(ctx context.Context, in api.AddAttachment) (api.Attachment, error) {
	a, err := h.transactions.Attach(ctx, in)
	return attachmentToAPI(a), err
}

func (h handler) attachments(ctx context.Context, in api.ByID) (api.Page[api.Attachment], error) {
	all, err := h.transactions.Attachments(ctx, in.ID)
	page := api.Page[api.Attachment]{Items: make([]api.Attachment, 0, len(all))}
	for _, a := range all {
		page.Items = append(page.Items, attachmentToAPI(a))
	}
	return page, err
}

func (h handler) attachment(ctx context.Context, in api.AttachmentID) (web.Stream, error) {
	a, err := h.transactions.Attachment(ctx, in)
	return web.Stream{Media: a.Media, Name: a.Name, Write: func(_ context.Context, w io.Writer) error {
		_, err := w.Write(a.Content)
		return err
	}}, err
}

func attachmentToAPI(a Attachment) api.Attachment {
	return api.Attachment{
		ID: a.ID, TransactionID: a.TransactionID, Name: a.Name, Media: a.Media, Size: a.Size, CreatedBy: a.CreatedBy, CreatedAt: a.CreatedAt,
	}
}
