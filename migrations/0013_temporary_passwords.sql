-- +goose Up

-- Until when the password may be used to choose another one, which is all that it lets in for: an
-- operator has set it. NULL is a password that its owner chose.
ALTER TABLE users ADD COLUMN password_until timestamptz;

-- +goose Down
ALTER TABLE users DROP COLUMN password_until;
