-- +goose Up

-- What a user looks like, beside users.photo_file_id, which names the picture that it was made
-- from. It stands in a table of its own, so that whoever reads users does not read pictures.
CREATE TABLE user_photos (
    user_id    bigint      NOT NULL CONSTRAINT user_photos_pkey PRIMARY KEY
        CONSTRAINT user_photos_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    content    bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE user_photos;
