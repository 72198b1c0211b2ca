-- +goose Up

-- The version that an imported entry has as long as no person has changed it: a merge of
-- categories raises both.
ALTER TABLE imported_entries ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE imported_entries DROP COLUMN version;
