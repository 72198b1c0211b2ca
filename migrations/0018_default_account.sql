-- +goose Up

-- The account that entries go to which name none. Where a workspace has none of these, as those that
-- an older copy of the program makes during an update, its first account is it.
ALTER TABLE accounts ADD COLUMN is_default boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX accounts_default_key ON accounts (family_id) WHERE is_default;

-- +goose Down
ALTER TABLE accounts DROP COLUMN is_default;
