-- +goose Up

-- Whether a session began with the password. Only such a session makes its device a known one,
-- and only such a session has tries at the password of its own: codes open as many as one likes.
ALTER TABLE sessions ADD COLUMN by_password boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE sessions DROP COLUMN by_password;
