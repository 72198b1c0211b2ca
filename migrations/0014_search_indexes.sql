-- +goose NO TRANSACTION
-- +goose Up

-- What was there before is worked through some entries at a time and indexed while others write.
-- Each step may be cut short and done again: a half-made index is dropped first. Making an index
-- beside writers waits for those under way, however long they take.
SET lock_timeout = 0;

-- +goose StatementBegin
CREATE OR REPLACE PROCEDURE fill_search() LANGUAGE plpgsql AS $$
DECLARE
    last_family bigint := 0;
    last_id     bigint := 0;
    next_family bigint;
    next_id     bigint;
BEGIN
    LOOP
        SELECT family_id, id INTO next_family, next_id FROM (
            SELECT family_id, id FROM transactions WHERE (family_id, id) > (last_family, last_id)
            ORDER BY family_id, id LIMIT 2000) step
        ORDER BY family_id DESC, id DESC LIMIT 1;
        EXIT WHEN next_id IS NULL;

        -- Locked, so that none gets another day between being read and being written.
        WITH tagged AS (
            SELECT family_id, id, date, tags FROM transactions
            WHERE (family_id, id) > (last_family, last_id) AND (family_id, id) <= (next_family, next_id) AND tags <> '{}'
            ORDER BY family_id, id FOR NO KEY UPDATE
        )
        INSERT INTO transaction_tags (family_id, tag, date, transaction_id)
        SELECT family_id, unnest(tags), date, id FROM tagged
        ON CONFLICT DO NOTHING;

        WITH split AS (
            SELECT family_id, id, date FROM transactions
            WHERE (family_id, id) > (last_family, last_id) AND (family_id, id) <= (next_family, next_id) AND is_split
            ORDER BY family_id, id FOR NO KEY UPDATE
        )
        UPDATE transaction_splits s SET date = split.date FROM split
        WHERE s.family_id = split.family_id AND s.transaction_id = split.id AND s.date IS DISTINCT FROM split.date;

        COMMIT;
        last_family := next_family;
        last_id := next_id;
    END LOOP;
END
$$;
-- +goose StatementEnd
CALL fill_search();
DROP PROCEDURE fill_search;

ALTER TABLE transaction_splits DROP CONSTRAINT IF EXISTS transaction_splits_date_check;
ALTER TABLE transaction_splits ADD CONSTRAINT transaction_splits_date_check CHECK (date IS NOT NULL) NOT VALID;
ALTER TABLE transaction_splits VALIDATE CONSTRAINT transaction_splits_date_check;

DROP INDEX CONCURRENTLY IF EXISTS transaction_splits_list_idx;
CREATE INDEX CONCURRENTLY transaction_splits_list_idx
    ON transaction_splits (family_id, category_id, date DESC, transaction_id DESC);
DROP INDEX CONCURRENTLY IF EXISTS transaction_splits_category_idx;

DROP INDEX CONCURRENTLY IF EXISTS transactions_author_idx;
CREATE INDEX CONCURRENTLY transactions_author_idx ON transactions (family_id, created_by, date DESC, id DESC);

DROP INDEX CONCURRENTLY IF EXISTS transactions_tags_idx;
RESET lock_timeout;

-- +goose Down
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS transactions_tags_idx;
CREATE INDEX CONCURRENTLY transactions_tags_idx ON transactions USING gin (tags);
DROP INDEX CONCURRENTLY IF EXISTS transactions_author_idx;
DROP INDEX CONCURRENTLY IF EXISTS transaction_splits_category_idx;
CREATE INDEX CONCURRENTLY transaction_splits_category_idx ON transaction_splits (family_id, category_id);
DROP INDEX CONCURRENTLY IF EXISTS transaction_splits_list_idx;
ALTER TABLE transaction_splits DROP CONSTRAINT IF EXISTS transaction_splits_date_check;
RESET lock_timeout;
