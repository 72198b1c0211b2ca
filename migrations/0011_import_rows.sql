-- +goose NO TRANSACTION

-- +goose Up

-- What the bank's row was, whatever became of its entry since: a line whose print is empty was
-- written before this was kept, and is known by its entry as that stands. An entry may have
-- several lines: the rows of two accounts are one transfer, and two files may word one row
-- differently. Of these, one at most is that of the import that booked the entry.
ALTER TABLE imported_entries
    ADD COLUMN IF NOT EXISTS print  bytea   NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS date   date,
    ADD COLUMN IF NOT EXISTS amount bigint, -- less than zero: it left the account
    ADD COLUMN IF NOT EXISTS booked boolean NOT NULL DEFAULT true,
    ADD COLUMN IF NOT EXISTS before jsonb,  -- the entry that the row made a transfer
    ADD COLUMN IF NOT EXISTS format text,   -- of the file, where no import is named
    ALTER COLUMN import_id DROP NOT NULL;   -- of a row that a preview has recognised

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS imported_entries_lines_pkey
    ON imported_entries (family_id, transaction_id, account_id, print);
ALTER TABLE imported_entries DROP CONSTRAINT IF EXISTS imported_entries_pkey,
    ADD CONSTRAINT imported_entries_lines_pkey PRIMARY KEY USING INDEX imported_entries_lines_pkey;
DROP INDEX CONCURRENTLY IF EXISTS imported_entries_print_idx; -- of an attempt that broke off
CREATE INDEX CONCURRENTLY imported_entries_print_idx ON imported_entries (family_id, print) WHERE print <> '';
DROP INDEX CONCURRENTLY IF EXISTS imported_entries_before_idx;
CREATE INDEX CONCURRENTLY imported_entries_before_idx ON imported_entries (family_id) WHERE before IS NOT NULL;

-- +goose Down
DELETE FROM imported_entries WHERE NOT booked;
DROP INDEX CONCURRENTLY IF EXISTS imported_entries_print_idx;
DROP INDEX CONCURRENTLY IF EXISTS imported_entries_before_idx;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS imported_entries_pkey ON imported_entries (family_id, transaction_id);
ALTER TABLE imported_entries DROP CONSTRAINT IF EXISTS imported_entries_lines_pkey,
    ADD CONSTRAINT imported_entries_pkey PRIMARY KEY USING INDEX imported_entries_pkey;
ALTER TABLE imported_entries
    DROP COLUMN IF EXISTS print,
    DROP COLUMN IF EXISTS date,
    DROP COLUMN IF EXISTS amount,
    DROP COLUMN IF EXISTS booked,
    DROP COLUMN IF EXISTS before,
    DROP COLUMN IF EXISTS format,
    ALTER COLUMN import_id SET NOT NULL;
